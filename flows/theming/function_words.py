"""Short lists of words that say nothing alone, and of what is typed where nothing is to be said; must not know anything else.

Written for this project. Short on purpose: the long lists there are eat words that answers are about ("new", "work", "system").
"""

from __future__ import annotations

from types import MappingProxyType

_EN = """a an the and or but nor so if then than as at by for from in into of off on onto out over to up with without within about
after before between through during per i me my mine we us our ours you your yours he him his she her it its they them their this
that these those there here who whom whose which what when where why how is am are was were be been being isn't aren't wasn't do does
did doing don't doesn't didn't has have had having haven't can could can't cannot will would won't wouldn't shall should shouldn't may
might must not no very too also just only even still more most much many some any all each every both such own same other another
again because while until though although i'm i'd i've it's that's there's we're they're let's get got
really need needs needed want wants like likes please something someone anything everyone everything thing things lot lots"""

_NL = """de het een en of maar noch dus als dan dat die dit deze daar hier er ik mij me mijn wij we ons onze jij je jou jouw jullie u uw
hij hem zijn zij ze haar hun hen is ben bent was waren wordt worden werd werden geworden geweest heb hebt heeft hebben had hadden kan
kun kunt kunnen kon konden zal zullen zou zouden moet moeten mag mogen wil willen wilt niet geen wel ook nog al te om aan af bij door
in met na naar op over per tot tussen uit van voor voordat zonder tegen onder boven wie wat waar wanneer waarom hoe welke elk elke
ieder iedere alle alles meer meest veel heel erg zeer zo zoals want omdat terwijl toch maar even echt iets iemand ander andere zich
zelf weer hun er's gaat gaan doen doet graag nodig dingen ding"""

_DE = """der die das den dem des ein eine einen einem einer eines und oder aber doch sondern denn wenn als wie dass daß ob weil damit
ich mich mir mein meine wir uns unser unsere du dich dir dein deine ihr euch euer eure er ihn ihm sein seine sie es man sich ist bin
bist sind war waren wird werden wurde wurden worden gewesen habe hast hat haben hatte hatten kann kannst können konnte könnte könnten
soll sollen sollte sollten muss müssen müsste darf dürfen will wollen würde würden nicht kein keine keinen auch noch nur schon sehr zu
zum zur an am auf aus bei beim bis durch für gegen in im ins mit nach ohne über um unter von vom vor wer was wo wann warum welche
welcher welches jede jeder jedes alle alles mehr viel viele etwas andere anderen da dort hier so dann immer wieder mal dieser diese
dieses bitte brauchen brauche braucht dinge"""

_FR = """le la les l un une des du de d au aux et ou mais donc or ni car si que qu qui quoi dont où quand comment pourquoi je j me m
moi mon ma mes nous notre nos vous votre vos tu te t toi ton ta tes il elle on ils elles lui leur leurs se s soi son sa ses ce c cet
cette ces ça cela ceci est suis es sommes êtes sont était étaient être été a ai as avons avez ont avait avaient avoir peut peuvent
pouvoir doit doivent devoir faut faire fait fais ne n pas plus non y en à dans par pour sur sous avec sans entre vers chez depuis
avant après pendant comme très trop bien aussi encore même tout tous toute toutes chaque autre autres quelque quelques plusieurs
beaucoup peu parce alors ainsi là ici c'est d'un d'une qu'il n'est s'il l'on j'ai il'y besoin chose choses"""

_SV = """en ett den det de dem och eller men utan så om då än som att jag mig min mitt mina vi oss vår vårt våra du dig din ditt dina
ni er ert era han honom hans hon henne hennes man sig sin sitt sina är var vara varit blir bli blev blivit har hade ha haft kan kunde
kunna ska skall skulle måste får fick vill ville inte ej ingen inget inga också bara mycket mer mest många alla allt varje någon något
några annan annat andra av på i till från för med hos vid under över mellan genom efter före innan mot ur vem vad var när varför hur
vilken vilket vilka här där detta denna dessa eftersom medan även redan ännu igen väl ju nog behöver behövs saker sak"""

_NO = """en ei et den det de dem og eller men uten så om da enn som at jeg meg min mitt mine vi oss vår vårt våre du deg din ditt dine
dere deres han ham hans hun henne hennes man seg sin sitt sine er var være vært blir bli ble blitt har hadde ha hatt kan kunne skal skulle
må måtte får fikk vil ville ikke ingen intet også bare mye mer mest mange flere alle alt hver noen noe annen annet andre av på i til fra
for med hos ved under over mellom gjennom etter før mot ut ur hvem hva når hvorfor hvordan hvilken hvilke hvor her der dette denne disse
fordi mens selv allerede enda igjen vel jo nok trenger trengs ting å"""

_DA = """en et den det de dem og eller men uden så om da end som at jeg mig min mit mine vi os vores vort du dig din dit dine jer jeres
han ham hans hun hende hendes man sig sin sit sine er var være været bliver blive blev blevet har havde have haft kan kunne skal skulle må
måtte får fik vil ville ikke ingen intet også kun bare meget mere mest mange flere alle alt hver nogen noget anden andet andre af på i til
fra for med hos ved under over mellem gennem efter før mod ud hvem hvad hvornår hvorfor hvordan hvilken hvilke hvor her der dette denne
disse fordi mens selv allerede endnu igen vel jo nok ting at"""

_ES = """el la los las lo un una unos unas y o u pero ni que qué si no de del a al en con por para sin sobre entre hasta desde hacia según
yo me mi mis tú te tu tus él ella ello nos nosotros nuestro nuestra nuestros nuestras os vuestro vuestra se su sus le les ellos ellas usted
ustedes es son era eran ser sido está están estaba estar fue fueron hay ha han había haber he hemos tiene tienen tener puede pueden poder
debe deben hacer hace más menos muy mucho mucha muchos muchas poco poca también solo sólo ya aún todo toda todos todas cada otro otra otros
otras algo alguien alguno alguna algunos algunas este esta esto estos estas ese esa eso esos esas aquí allí como cómo cuando cuándo donde
dónde quien quién cual cuál porque aunque mientras así cosa cosas"""

_IT = """il lo la i gli le un uno una e ed o ma né che chi cui se non di del dello della dei degli delle a al allo alla ai agli alle da dal
dalla dai dalle in nel nello nella nei negli nelle con su sul sulla sui sulle per tra fra senza verso io mi me mio mia miei mie tu ti te tuo
tua noi ci nostro nostra nostri nostre voi vi vostro vostra lui lei loro si suo sua suoi sue è sono era erano essere stato stata ha hanno
aveva avere ho abbiamo può possono potere deve devono dovere fare fa più meno molto molta molti molte poco poca anche solo già ancora tutto
tutta tutti tutte ogni altro altra altri altre qualcosa qualcuno questo questa questi queste quello quella quelli quelle qui qua lì là come
quando dove quale quali perché mentre così cosa cose"""

_PT = """o a os as um uma uns umas e ou mas nem que se não de do da dos das em no na nos nas ao aos à às com por pelo pela pelos pelas para
sem sobre entre até desde eu me mim meu minha meus minhas tu te teu tua você vocês nós nosso nossa nossos nossas ele ela eles elas lhe lhes
seu sua seus suas é são era eram ser sido está estão estava estar foi foram há tem têm tinha ter temos pode podem poder deve devem fazer faz
mais menos muito muita muitos muitas pouco pouca também só já ainda tudo todo toda todos todas cada outro outra outros outras algo alguém
algum alguma alguns algumas este esta isto estes estas esse essa isso esses essas aqui ali como quando onde quem qual quais porque enquanto
assim coisa coisas"""

FUNCTION_WORDS = MappingProxyType({name: frozenset(said.split()) for name, said in {
    "en": _EN, "nl": _NL, "de": _DE, "fr": _FR, "sv": _SV, "no": _NO, "da": _DA, "es": _ES, "it": _IT, "pt": _PT,
}.items()})  # fmt: skip
"""Language -> its words."""

_PALE = {
    "en": """think thinks thought know knows see sees seen seem seems make makes making made keep keeps give gives given giving take
takes taken put puts feel feels felt find found go goes going gone come comes use used using able say said tell told
look looks help helps helped work works way ways people person nothing cant improve improved better best good great nice
well always never often sometimes usually enough new much bit able already ever makes let lets allow allows allowed
provide provides include includes considering especially really actually maybe perhaps sure able etc don't us year years
time times around every get gets getting start around idea done needs large wide small big minimum maximum""",
    "nl": """klein kleine groot grote denk denken vind vinden vond weet weten zie zien gezien maak maken maakt gemaakt geef geven
gegeven neem nemen komt komen kom laat laten zet zetten blijf blijven blijft ga gaat mensen persoon goed goede beter
betere leuk leuke fijn fijne altijd nooit vaak soms genoeg nieuw nieuwe veel weinig beetje eens misschien eigenlijk
natuurlijk echt bijvoorbeeld enz etc jaar tijd keer zorg zorgen vooral""",
    "de": """klein kleine kleinen groß große großen denke denken finde finden weiß wissen sehe sehen machen macht gemacht geben gibt
nehmen kommen kommt lassen lässt bleiben gehen geht menschen leute person gut gute guten besser bessere toll immer nie
oft manchmal genug neu neue viel wenig vielleicht eigentlich natürlich wirklich beispiel usw etc jahr jahre zeit mal
sollten müssen statt sowie""",
    "fr": """pense penser trouve trouver sais savoir voir vois mettre met donner donne prendre venir vient laisser aller va gens
personne personnes bon bonne bien mieux meilleur toujours jamais souvent parfois assez nouveau nouvelle peut-être
vraiment exemple etc an ans fois temps""",
    "sv": """liten små stor stora tror tycker vet se ser sett göra gör gjort ge ger ta tar komma kommer låta gå går människor folk
person bra god bättre alltid aldrig ofta ibland nog ny nya lite kanske egentligen verkligen exempel osv år tid gång""",
    "no": """liten små stor store tror synes vet se ser sett gjøre gjør gjort gi gir ta tar komme kommer la gå går mennesker folk
person bra god gode bedre alltid aldri ofte nok ny nye litt kanskje egentlig virkelig eksempel osv år tid gang""",
    "da": """lille små stor store tror synes ved se ser set gøre gør gjort give giver tage tager komme kommer lade gå går mennesker
folk person godt god gode bedre altid aldrig ofte nok ny nye lidt måske egentlig virkelig eksempel osv år tid gang""",
    "es": """creo pienso sé saber ver veo hacer dar da poner tomar venir dejar ir va gente persona personas bueno buena bien mejor
siempre nunca veces bastante nuevo nueva quizás ejemplo etc año años vez tiempo""",
    "it": """penso credo so sapere vedere vedo dare mettere prendere venire lasciare andare va gente persona persone buono buona bene
meglio sempre mai spesso abbastanza nuovo nuova forse davvero esempio ecc anno anni volta tempo""",
    "pt": """acho penso sei saber ver vejo dar pôr tomar vir deixar ir vai gente pessoa pessoas bom boa bem melhor sempre nunca vezes
bastante novo nova talvez exemplo etc ano anos vez tempo""",
}  # fmt: skip

PALE_WORDS = MappingProxyType({name: frozenset(said.split()) for name, said in _PALE.items()})
"""Language -> words that say something in an answer, and little as a name."""

_LINKS = """of for to in and the a on with at van voor op de het een en met aan der die das den dem des und im zum zur für von mit
du la le les l d à et pour och av för med til og på i af del el y para con di e per da do dos"""

LINKS = frozenset(_LINKS.split())
"""Function words that hold a name together: “right to choose”, “recht op rust”."""

_NOTHING = """n a|na|none|nothing|no idea|idk|i don't know|i do not know|don't know|dont know|dunno|not sure|no comment|no opinion|pass|skip
nothing to add|no answer|test|asdf|geen idee|weet ik niet|weet niet|ik weet het niet|geen mening|niets|nvt|n v t|geen|geen antwoord
niks|weiß nicht|weiss nicht|keine ahnung|ich weiß nicht|ich weiss nicht|nichts|keine|keine angabe|k a|keine meinung|vet ej|vet inte
jag vet inte|ingen aning|inget|ingenting|ingen åsikt|je ne sais pas|sais pas|aucune idée|rien|aucun|aucune|sans avis|pas d'avis
no sé|non so|não sei"""

NON_ANSWERS = frozenset(said for line in _NOTHING.splitlines() for said in line.split("|"))
"""Whole answers that say that there is none."""
