"""The words beside a name that say it is one, or that it is none, in five languages; must not know any text.

A cue is the small words before a name. English, Dutch, German, French and Swedish; `o` is one word of them after the other.

Long: one list of words after another.
"""

from __future__ import annotations

import re
from enum import IntEnum

from flows.masking.spans import words_in


class Cue(IntEnum):
    """How much the words before say; a higher one lets more words be names."""

    NONE = 0
    ADDRESSED = 1
    """"Ask", "thanks to": names, also ambiguous ones, in small letters too."""
    RELATED = 2
    """"My boss", "speak to", "signed": with a capital also words of no list."""
    NAMED = 3
    """"My name is": also words of no list in small letters."""
    TITLED = 4
    """"Mrs": everything with a capital."""


def phrases(text: str) -> frozenset[tuple[str, ...]]:
    """Phrases separated by commas, as words."""
    return frozenset(tuple(phrase.split()) for phrase in text.split(",") if phrase.strip())


TITLED = phrases("""
    mr, mrs, ms, mx, miss, dr, prof, professor, cllr, councillor, councilor, alderman, sir, dame, rev, reverend,
    mister, messrs, mevrouw, mevr, mw, meneer, mijnheer, dhr, de heer, juf, juffrouw, ds, drs, ing, ir, mr dr, herr,
    herrn, frau, fräulein, doctor, dokter, doktor, docteur, doktorn, schwester, zuster, broeder, m, mme, mlle,
    monsieur, madame, mademoiselle, maître, fru, fröken, herre, señor, señora,
    sr, sra, don, doña, signor, signora, dott, senhor, senhora
    """)
CIVIC = phrases("""
    mayor, deputy mayor, senator, minister, inspector, sergeant, constable, officer, judge, president, detective,
    pastor, imam, rabbi, vicar, chairman, chairwoman, mp, sheriff, governor, captain, headteacher, wethouder,
    burgemeester, dominee, pastoor, raadslid, rector, bürgermeister, bürgermeisterin, stadtrat, stadträtin, pfarrer,
    maire, adjoint, adjointe, élu, élue, conseiller, conseillère, député, députée, borgmästare, borgmästaren, kommunalråd,
    kommunalrådet, rektor, rektorn, ministern, prästen, oberbürgermeister, oberbürgermeisterin, bezirksbürgermeister,
    landrat, landrätin,
    gemeinderat, gemeinderätin, abgeordnete, abgeordneter, pfarrerin, pastorin, gedeputeerde, raadsvrouw, agent,
    wijkagent, brigadier,
    schepen, commissaris, councilman, councilwoman, alderwoman, congressman, congresswoman, superintendent, reverend,
    father, kommissar, lektor
    """)
"""Offices: also said of the office alone ("the Mayor and ..."), so words do not count as names behind them."""

RELATIONS = words_in("""
    boss manager supervisor colleague coworker co-worker teammate neighbour neighbor friend wife husband partner son
    daughter mum mom mother dad father brother sister uncle aunt auntie cousin nephew niece grandma grandpa nan
    girlfriend boyfriend fiancé fiancée landlord landlady tenant teacher tutor mentor coach lead leader leaders head
    director ceo cto cfo coordinator assistant secretary receptionist caretaker janitor cleaner doctor gp nurse
    carer client customer patient student pupil intern apprentice trainee volunteer chair treasurer trustee
    organiser facilitator contractor consultant engineer developer designer analyst accountant lawyer solicitor
    plumber builder gardener warden librarian foreman baas leidinggevende chef collega buurman buurvrouw buurjongen
    buurmeisje vriend vriendin vrouw man zoon dochter moeder vader broer zus oom tante opa oma neef huisbaas leraar
    lerares docent juf meester directeur teamleider voorzitter penningmeester secretaris huisarts verpleegkundige
    conciërge stagiair stagiaire vrijwilliger collegaatje chefin kollege kollegin nachbar nachbarin freund freundin
    mann sohn tochter mutter vater bruder schwester onkel vorgesetzter vorgesetzte teamleiter teamleiterin
    hausmeister lehrer lehrerin leiter leiterin collègue voisin voisine ami amie mari femme fils fille mère père
    frère sœur soeur oncle directrice patron patronne responsable chefen kollega kollegan granne grannen vän vännen
    dotter bror syster mamma pappa läraren
    counsellor counselor therapist midwife dentist pharmacist physio surgeon instructor trainer keeper porter postman
    milkman cook host
    handyman superintendent buddy flatmate roommate housemate stepfather stepmother grandson granddaughter husband's
    kapster tuinman portier vrijwilligster begeleider begeleidster wijkverpleegkundige maatschappelijk casemanager
    coördinator
    projectleider opzichter tandarts fysio fysiotherapeut kok bakker kapper oppas stiefvader kleinzoon kleindochter
    schoonmoeder
    gärtner gärtnerin arzt ärztin hausarzt hausärztin pfleger pflegerin krankenschwester sozialarbeiter
    sozialarbeiterin betreuer betreuerin
    trainerin vermieter vermieterin mitbewohner mitbewohnerin schwager schwägerin enkel enkelin cousine vorarbeiter
    abteilungsleiter
    abteilungsleiterin projektleiter projektleiterin
    gardien gardienne infirmier infirmière éducateur éducatrice animateur animatrice cheffe propriétaire médecin
    bénévole stagiaire
    jardinier jardinière concierge facteur formateur formatrice beau-père belle-mère cousin cousine neveu nièce tante
    vaktmästare vaktmästaren sjuksköterska sjuksköterskan läkare läkaren kurator kuratorn rektorn hyresvärd
    hyresvärden moster faster
    morbror farbror kusin mormor farmor morfar farfar tränaren lärare handläggare handläggaren städaren
    trädgårdsmästaren chefen
    familie family famille familjen fam
    """)
OFFICES = re.compile(
    r"..(?:agent|werker|werkster|leider|leidster|begeleider|begeleidster|beheerder|voorzitter|coördinator|meester"
    r"|arts|trainer|coach|leiter|leiterin"
    r"|berater|beraterin|betreuer|betreuerin|pfleger|pflegerin|arzt|ärztin|lehrer|lehrerin|helfer|helferin|meister"
    r"|meisterin|nachbar|nachbarin"
    r"|ledare|chef|lärare|sköterska|sköterskan|läkare|handläggare|mästare|mästaren|granne|kollega|buurman|buurvrouw"
    r"|kollege|kollegin)$"
)
"""How the Germanic languages end words for people in a role: "Buurtagent", "Klassenlehrerin"."""
RELATED = phrases("""
    speak to, speak with, spoke to, spoke with, speaking to, speaking with, talk to, talk with, talked to,
    talked with, talking to, talking with, chat to, chat with, listen to, report to, reports to, thanks to, thank,
    shout out to, shoutout to, kudos to, credit to, signed, yours sincerely, kind regards, best regards,
    many thanks, best wishes, regards, cheers, sincerely, love, sent by, written by, led by, run by, managed by,
    praat met, praten met, gesproken met, spreek met, overleg met, dank aan, bedankt, met dank aan, groetjes,
    groeten, groet, getekend, mvg, liefs, vriendelijke groet, vriendelijke groeten, aldus, complimenten aan,
    sprich mit, sprechen mit, gesprochen mit, rede mit, dank an, danke an, gruß, grüße, viele grüße, gezeichnet,
    gez, parlez à, parler à, parle à, parlé à, demandez à, demander à, merci à, signé, cordialement, bises, bisous,
    prata med, pratade med, tala med, tack till, tacka, hälsningar, mvh, undertecknat, a man called, a woman called,
    someone called, a guy called, a colleague called, a lady called, guy named, man named, woman named,
    someone named, colleague named, genaamd, namens, on behalf of, together with, samen met, zusammen mit, ensemble avec,
    tillsammans med, besproken met, sprak met, gesprochen habe ich mit, parlé avec, parler avec, discuté avec,
    pratat med, pratar med,
    thx, tnx, luv, grz, grtjs, vlg, kram, hälsar, biz,
    called, nurse called, merci encore à, remerciez, grüße an, hälsa, groet van, prat med, samarbetar med,
    werk samen met, werken met, chez les
    """) | frozenset((relation,) for relation in RELATIONS)
PLAIN_ASKED = words_in("ask vraag bel frag fråga")
"""Of these, those behind which a small flower or virtue that ends the sentence is a person: "vraag fleur"."""
GREETINGS = words_in("""
    regards sincerely groetjes groeten groet liefs mvg mvh grüße gruß cordialement bises bisous hälsningar kram grz grtjs vlg
    """)
"""What ends a letter and is said nowhere else."""
CLOSINGS = GREETINGS | words_in("cheers love thanks thx tnx luv wishes hälsar biz")
"""What may end a letter."""
ADDRESSED = phrases("""
    ask, asked, asking, asks, contact, call, called, email, emailed, mail, phone, phoned, ring, text, message, tell,
    told, meet, met, invite, consult, blame, fire, sack, promote, hire, praise, according to, i'm, i am, im,
    this is, it's, it is, call me, hi, hello, hey, dear, hoi, hallo, beste, lieve, dag, hej, bonjour, cher, chère,
    salut, liebe, lieber, help from, advice from, email from, vraag, vragen, gevraagd, vroeg, bel, mail naar, stuur,
    volgens, bedank, complimenten voor, complimenten aan, dank aan, hulde aan, app, appt, app even,
    ik ben, dit is, spreek, vraag het, vraag het aan, vraag aan, frag, fragt,
    fragen, frag mal, fragt mal, vraag even, bel even, frage, gefragt, ruf,
    kontaktiere, laut, ich bin, das ist, hier ist, demande à, demandez, demander à, appelez, appelle, contactez,
    selon, je suis, c'est, fråga, frågade, kontakta, enligt, jag är, det här är
    """)
NAMED = phrases("""
    my name is, my name's, name is, my names, the name is, i am called, i'm called, known as, mijn naam is, ik heet,
    heet, heten, naam is, mein name ist, name ist, ich heiße, ich heisse, heißt, je m'appelle, m'appelle, s'appelle,
    mon nom est, nom est, jag heter, heter, mitt namn är, me llamo, mi nombre es, mi chiamo, il mio nome è,
    meu nome é, me chamo, nazywam się, mam na imię
    """)
LABELS = words_in("""
    name names contact chair author host organiser organizer lead speaker facilitator signed naam contactpersoon
    voorzitter auteur afzender ansprechpartner ansprechpartnerin nom namn kontakt
    """)
"""Before a colon: "Name: ..."."""
LONGEST = 4
"""Words of the longest cue."""

AND = words_in("and or en of und oder et ou och eller & plus y e")
SAYS = words_in("""
    said says say told tells thinks thought knows knew promised asked asks wants wanted explained mentioned agreed
    suggested complained shouted shouts cancels cancelled ignores ignored refuses refused helps helped never always
    keeps left joined zegt zei belde vindt weet wist vertelde vertelt vroeg vraagt wil wilde belooft beloofde helpt hielp
    sagt sagte meint meinte weiß fragt fragte hilft dit pense sait veut säger sa tycker vet vill
    """)
ACTS = SAYS | words_in("""
    runs leads works lives makes gave gives took got did does can could would should has had is was reads chairs
    organises organizes
    ran set won lost paid found held kept moved sings sang drives drove
    brought brings cares cooks teaches taught fixed built started answered comes came went goes
    heeft had is was kan kon doet deed maakt maakte gaat ging komt kwam regelt regelde loopt woont werkt leidt
    organiseert bouwde
    hat hatte ist war kann konnte macht machte geht ging kommt kam wohnt arbeitet leitet organisiert baute bringt
    brachte kümmert
    avait est était peut pouvait fait faisait va vient habite travaille organise tient tenait dirige gère construit
    apporte
    har hade är var kan kunde gör gjorde går gick kommer kom bor jobbar leder ordnar byggde sköter hjälper hjälpte
    bakar passar vattnar breien breit tekent klust voetbalt naait skottar bär sopar städar lagar klipper krattar målar
    plockar veegt kookt repareert maait knipt sjouwt plakt snoeit harkt timmert
    fegt kehrt kocht repariert mäht putzt schippt sweeps cooks mends mows shovels babysits balaie répare tond arrose nettoie bricole
    rang wrote texted emailed argued shouted cried laughed belde mailde schreef appte rief schrieb écrit ringde skrev mejlade
    from van uit aus vom von från
    """)
"""Behind a name that begins a sentence: who does something there is a person, not an order or a flower."""
THINGS = words_in("""
    grace dawn grant rose bill ruby jade garland sandy miles lance reed brook dean spencer gray cliff glen ernst
    heide roos
    ute stan klara svan elden ladan sten björk falk lind lilja stein hagen saga lova dag love rex val
    """)
"""Names that are also the subject of a sentence: only behind words that only people do."""
SELDOM = words_in("""
    jan wim klaas bert dirk eddie gus guus jo lou ludo meg nel pat phil ray rob rod sal sue bart arie colin jude peggy stig loes
    carol fay gil hal ina jay kitty lee mats ned nia vic zak cal corrie barb clark toon mieke clement gill ebbe bosse
    """)
"""Names that are words too, but seldom words behind "ask" or "thanks to"."""
STATES = words_in("is was est était är var ist war from")
"""What things do too."""
MONEY = words_in("bill grant dag")
MATTERS = STATES | words_in("has had can could would should does did comes goes came went got gives gave van")
"""What even money does."""
BESIDE = words_in("heeft had har hade zegt säger tycker vindt kan vill wil")
"""Verbs before the one who does something: "In Utrecht heeft Jansen"."""
LEADS = words_in(
    """
    runs leads chairs organises organizes teaches wrote fixed knows thinks told helped explained leidt leitet dirige tient sköter leder
    bakar passar vattnar breien breit tekent klust voetbalt skottar bär sopar städar veegt kookt repareert maait fegt
    kocht repariert mäht sweeps cooks mends mows shovels répare nettoie
    """
)
"""What even Hope, Joy and May do only where they are people."""
OWNERS = words_in("my our their his her who mijn ons onze unser unsere mein meine notre mon ma vår våra min qui som")
"""Behind a name and a comma: "Frank, our caretaker"."""
DETERMINED = words_in("""
    der die das den dem des ein eine einen einem einer eines kein keine keinen mein meine dein sein ihr unser euer im
    am zum zur vom
    beim ans ins jede jeder jedes diese dieser dieses viel mehr ohne aller allen voll zehn hundert tausend zwei drei
    vier fünf
    durch deutsche pro je pur und oder als wie in von um für nach
    """)
"""Before a German noun, and seldom before a name."""

SMALL_SAYS = SAYS - words_in("say left never always keeps thought dit sa vet")
"""Behind a name in small letters."""

SAINTS = words_in("""
    st saint sainte ste sint sankt san santa santo são king queen prince princess lord lady duke pope emperor koning koningin
    sankta storm stormen orkaan orkanen sturm sturmtief orkan hurricane cyclone tempête ouragan prins prinses könig königin kaiser
    roi reine kung drottning port mount lake fort camp hms ss les the het
    """)
"""Before a name these make it a place, a church, a pub, a king or a storm."""

PLACES = words_in("""
    ave blvd ln dr hwy pkwy roads streets county co course golf farms days waste high primary secondary park street
    st road rd lane avenue drive close court way place square crescent gardens garden grove hill row terrace walk
    mews bridge station hospital clinic surgery school academy college university church chapel cathedral parish
    mosque temple synagogue centre center hall house building tower block estate library museum gallery theatre
    theater stadium arena pub inn arms hotel restaurant cafe café bar shop store market mall field fields meadow
    wood woods forest common green river canal lake beach bay island valley city town village district ward quarter
    collection boxes line railway airport harbour wharf dock docks quay pier statue monument memorial cemetery room suite day week
    festival award awards prize cup trophy trust foundation fund institute society association club charity
    commission committee council group company ltd inc plc law act effect method model report review test scale
    index principle trees tree flower flowers period cross crossing junction roundabout underpass playground pitch
    path trail allotments farm manor lodge cottage embankment parade circus palace castle abbey priory straat laan
    weg plein gracht kade singel dijk night kerk gebouw zaal brug ziekenhuis huis toren wijk buurt stadion kliniek
    bibliotheek markt haven bos hof polder straße strasse platz allee kirche schule krankenhaus haus turm brücke
    bahnhof halle saal universität gymnasium rue église école hôpital pont gare gatan skolan kyrkan parken sjukhuset
    torget gata väg torg plats gränd stig backe allé bro skola kyrka sjukhus wing suites boulevard parkway plaza circus
    """)
"""Behind a name these make it a place or a thing: "the Smith building", "Victoria Park"."""

BUILDINGS = words_in("""
    pub building school church hospital hall park street road station museum theatre statue bridge centre
    """)
"""Behind a name these do so even after "Sir"."""

STREET = re.compile(
    r"(?:straat|laan|weg|plein|gracht|kade|park|dijk|singel|plantsoen|school|tunnel|college|lyceum|ziekenhuis|stadion|straße"
    r"|strasse|platz|allee|gasse"
    r"|ufer|brücke|schule|gymnasium|kirche|krankenhaus|klinik|stiftung|denkmal|gatan|vägen|gränd|torget|parken|skolan|kyrkan"
    r"|sjukhuset|platsen|kulturhus|äldreboende|bibliotek|förskola|centrum)$"
)
"""How a last word ends that is no surname."""
HOUSE = re.compile(
    r"(?:hof|steeg|pad|dreef|markt|brug|hal|huis|kerk|bad|toren|haus|ring|damm|turm|halle|stift|stigen"
    r"|backen|huset|bron)$"
)
"""These may be: behind "the" they are not."""
INSTITUTE = re.compile(r"(?:sjukhus|skola|gata|torg|park|gymnasium|museum|bibliotek|teater|kyrka)$")
"""How a small word ends that makes a place of a Swedish genitive: "Astrid Lindgrens barnsjukhus"."""
ARTICLES = words_in("the de het 't der die das den dem im am zum zur det le la au du")

OBJECTS = words_in("het 't t das det")
"""Articles that are also "it": what is asked, told or given, before the one to whom."""
HANDING = words_in("""
    vraag vraagt vragen vroeg vroegen zeg zegt zeggen zei zeiden geef geeft geven gaf gaven vertel vertelt vertellen vertelde vertelden
    stuur stuurt sturen stuurde app appt appte mail mailt mailde meld meldt meldde laat laten liet lieten leg legt leggen legde leen leent
    leende leer leert leerde gun gunt gunnen gunde beloof belooft beloofde schrijf schrijft schreef bezorg bezorgt breng brengt bracht
    brachten overhandig vergeef verklap toon toont schenk
    frag fragt frage fragte sag sagt sage sagte gib gebt gebe gab erzähl erzählt erzähle zeig zeigt zeige schick schickt erklär erklärt
    fråga frågade ge ger gav säg säger sa berätta berättade visa visade skicka skickade lämna lämnade
    """)
"""Verbs before it: "vraag het Kees", "geef jij het Marieke?"."""
HANDED = words_in("""
    vragen gevraagd zeggen gezegd geven gegeven vertellen verteld sturen gestuurd appen geappt mailen gemaild melden gemeld laten
    uitleggen uitgelegd lenen geleend leren geleerd gunnen gegund beloven beloofd schrijven geschreven bezorgen bezorgd brengen gebracht
    teruggeven teruggegeven doorgeven doorgegeven voorleggen voorgelegd aanbieden aangeboden toevertrouwen toevertrouwd kwalijk
    overhandigen overhandigd schenken geschonken
    fragen gefragt sagen gesagt geben gegeben erzählen erzählt zeigen gezeigt schicken geschickt erklären erklärt
    """)
"""The same behind the name: "ik heb het Kees gevraagd"."""
SUBJECTS = words_in("ik je jij u hij ze zij we wij jullie iemand men ich du er wir ihr sie jag ni vi hon han")
AMONG = SUBJECTS | words_in("""
    maar even ook eens dan toch nu straks gewoon zelf niet nog al morgen gisteren vandaag later wel te net
    mal doch bitte auch nicht schon gestern inte bara också
    """)
"""May stand between such a verb and "it", and between the name and its verb."""
HELPING = words_in("""
    heb hebt heeft hebben had hadden ga gaat gaan kan kun kunt kunnen kon wil wilt willen wilde moet moeten mag mogen zal zullen zou zouden
    durf durft durven hoef hoeft hoeven
    """)
"""Verbs that leave what is done to the end of the sentence."""
LYING = words_in("""
    bij in op van naar voor met aan tegen over uit langs achter naast tegenover tussen vanaf rond binnen buiten
    für auf an gegen på i till för med vid
    """)
"""Before "het" that is an article: "bij het Sophia"."""
EACH = words_in("elke")
"""Common names that are a word behind "het" in small letters: "vraag het elke dag"."""
THAT = words_in("dat omdat of als alsof toen")
"""Before what is said of "it": "dat het Kees was"."""
BEING = words_in("is was waren bleek blijkt")
"""Before or behind "het" and a name that ends what is said: "was het Kees?", "dat het Kees was"."""

BEFORE = words_in("""
    rue ruelle avenue boulevard bd place quai square stade parc impasse allée cours chemin route lycée collège école
    hôpital gare salle espace
    théâtre clinique résidence gymnase bibliothèque médiathèque pont tour fondation prix piscine musée crèche station
    métro aéroport
    direction arrêt terminus richting halte haltestelle richtung hållplats
    centre quartier esplanade promenade passage cité faubourg maternelle foyer
    basisschool obs sporthal zwembad wijkcentrum buurthuis verzorgingshuis zorgcentrum grundschule kita förskolan
    äldreboendet
    kvarteret hmp hotel café calle plaza via piazza avenida rua
    """)
"""Right before a name these make it a place: "Place Victor Hugo"."""
RANKS = words_in("du de des la général maréchal président docteur abbé colonel professeur commandant capitaine amiral")
"""May stand between such a word and the name."""

NOBODIES = phrases("""
    robin hood, bart smit, ali baba, bonnie clyde, albert heijn, marks spencer, ben jerry's, anne frank, father
    christmas, uncle sam, john lewis,
    ben nevis, big ben, jack daniels, joe bloggs, jan modaal, uncle tom, santa claus, harry potter, black jack,
    jolly roger, tom tom, peter pan, dr martens, mickey mouse, calvin klein, tommy hilfiger, martin luther,
    florence nightingale, van gogh, big brother, hans anders, jaap eden, guy fawkes, jane doe, john doe,
    robin reliant, mark brandenburg, pierre angulaire, pierre par, pierre qui, claire et, nick of, milton keynes,
    otto normalverbraucher, otto normal, lieschen müller, max mustermann, erika mustermann, jan met, jan alleman, jan rap,
    piet snot, pietje precies, jantje beton, average joe, plain jane, jack daw, medel svensson, hinz und, monsieur tout,
    rolls royce, jack russell, pete sake, tom dick, dick and, ernst machen, ernst macht, ernst nehmen, ernst nimmt,
    kalle anka, musse pigg, pippi långstrump, donald duck, johan cruijff, johan cruyff,
    charles dickens, victor hugo, heinrich heine, alfred nobel, albert einstein, nelson mandela, karl marx, rosa luxemburg,
    rosa parks, marie curie, jean jaurès, charles de, leonardo da, vincent van, william shakespeare, jane austen, george orwell,
    winston churchill, mahatma gandhi, mother teresa, steve jobs, bill gates, elon musk, donald trump, joe biden,
    angela merkel, greta thunberg, astrid lindgren, selma lagerlöf, olof palme, willem alexander, émile zola,
    emile zola, oscar wilde, virginia woolf, agatha christie, isaac newton, jules verne, simone veil, edith piaf, édith piaf,
    jacques brel, ludwig van, immanuel kant, johann sebastian, wolfgang amadeus, anne frank's, malcolm x,
    paul mccartney, david bowie, freddie mercury, frida kahlo, pablo picasso, claude monet, andy warhol, joseph beuys,
    john smith's, ben jerry, johnny foreigner, jean moulin, jeanne d'arc,
    rob peter, pay paul, frank sinatra, taylor swift, ed sheeran, harry styles, david attenborough, keir starmer, boris johnson,
    rishi sunak, mark rutte, geert wilders, marco borsato, guus meeuwis, olaf scholz, friedrich merz, helmut kohl, willy brandt,
    helene fischer, dirk nowitzki, emmanuel macron, nicolas sarkozy, brigitte bardot, johnny hallyday, thierry henry, kylian mbappé,
    zinedine zidane, stefan löfven, ulf kristersson, tage erlander, per albin, evert taube, evert taubes, gustav vasa, gustav adolf,
    ted baker, laura ashley, thomas cook, louis vuitton, yves rocher, leroy merlin, hugo boss, dr oetker, douwe egberts,
    jimmy choo, dorothy perkins, clas ohlson, bernd das, biene maja, jip janneke, hänsel gretel, max moritz, zwarte piet, tom jerry,
    fy fabian, pierre tombale, hans im, ebba grön, olivier planté,
    judy garland, maggie thatcher, margaret thatcher, henry hoover, postman pat, willy nilly, bloody nora,
    jimmy riddle, piet paulusma, max verstappen, fritz box, kevin allein, frau holle,
    heinz ketchup, martin pêcheur, charlie hebdo, jacques tati, alfons åberg, anders zorn,
    astrid lindgrens, meister proper, jeremy corbyn, jeremy kyle, nigel farage, tony blair, david cameron,
    theresa may, liz truss, johan derksen, andré hazes, andré rieu, frans bauer, dick schoof, robert habeck, annalena baerbock,
    markus söder, thomas gottschalk, günther jauch, dieter bohlen, udo lindenberg, manuel neuer, michael schumacher,
    françois mitterrand, françois hollande, jacques chirac, anne hidalgo, zlatan ibrahimović, ingmar bergman, björn borg, ebba busch,
    jimmie åkesson, carl bildt, benny andersson, robbie williams, cliff richard, elton john, david beckham, harry kane, marcus rashford,
    lewis hamilton, ronald mcdonald, johnnie walker, jim beam, anton pieck, rembrandt van, bob marley, bruce lee, john lennon,
    mary poppins, oliver twist, peter rabbit, sherlock holmes, james bond, indiana jones, lara croft,
    homer simpson, bart simpson, marge simpson, mario kart, mona lisa, dolly parton, jamie oliver, wim sonneveld, dick bruna,
    michael jackson, michael jordan, elvis presley, marilyn monroe, charlie chaplin, charlie brown, walt disney, henry ford,
    louis armstrong,
    max planck, albert schweitzer, sophie scholl, käthe kollwitz, clara schumann, edith stein, erich kästner, thomas mann, anna amalia,
    louis pasteur, jules ferry, albert camus, georges brassens, serge gainsbourg, coco chanel, gustave eiffel,
    carl gustaf, romeo julia, romeo juliet, adam eva, adam eve, kain abel, peter paul, ola conny, abbé pierre, l'abbé pierre
    """)
"""Well known, and not in the room."""

PARTICLES = words_in("""
    van de der den ter ten te von zu da das di del della dos du la le el al bin ibn ben af av
    """)
MONTHS_AND_DAYS = words_in("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag i
    """)
