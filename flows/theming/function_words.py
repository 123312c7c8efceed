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

FUNCTION_WORDS = MappingProxyType({name: frozenset(said.split())
                                   for name, said in {"en": _EN, "nl": _NL, "de": _DE, "fr": _FR, "sv": _SV}.items()})  # fmt: skip
"""Language -> its words."""

_NOTHING = """n a|na|none|nothing|no idea|idk|i don't know|i do not know|don't know|dont know|dunno|not sure|no comment|no opinion|pass|skip
nothing to add|no answer|test|asdf|geen idee|weet ik niet|weet niet|ik weet het niet|geen mening|niets|nvt|n v t|geen|geen antwoord
niks|weiß nicht|weiss nicht|keine ahnung|ich weiß nicht|ich weiss nicht|nichts|keine|keine angabe|k a|keine meinung|vet ej|vet inte
jag vet inte|ingen aning|inget|ingenting|ingen åsikt|je ne sais pas|sais pas|aucune idée|rien|aucun|aucune|sans avis|pas d'avis
no sé|non so|não sei"""

NON_ANSWERS = frozenset(said for line in _NOTHING.splitlines() for said in line.split("|"))
"""Whole answers that say that there is none."""
