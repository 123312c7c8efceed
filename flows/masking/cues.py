"""The words beside a name that say it is one, or that it is none, in five languages; must not know any text.

A cue is the small words before a name. English, Dutch, German, French and Swedish; `o` is one word of them after the other.
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
    herrn, frau, fräulein, m, mme, mlle, monsieur, madame, mademoiselle, maître, fru, fröken, herre, señor, señora,
    sr, sra, don, doña, signor, signora, dott, senhor, senhora
    """)
CIVIC = phrases("""
    mayor, deputy mayor, senator, minister, inspector, sergeant, constable, officer, judge, president, detective,
    pastor, imam, rabbi, vicar, chairman, chairwoman, mp, sheriff, governor, captain, headteacher, wethouder,
    burgemeester, dominee, pastoor, raadslid, rector, bürgermeister, bürgermeisterin, stadtrat, stadträtin, pfarrer,
    maire, adjoint, borgmästare, kommunalråd
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
    """)
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
    someone named, colleague named, genaamd, namens, on behalf of
    """) | frozenset((relation,) for relation in RELATIONS)
ADDRESSED = phrases("""
    ask, asked, asking, asks, contact, call, called, email, emailed, mail, phone, phoned, ring, text, message, tell,
    told, meet, met, invite, consult, blame, fire, sack, promote, hire, praise, according to, i'm, i am, im,
    this is, it's, it is, call me, hi, hello, hey, dear, hoi, hallo, beste, lieve, dag, hej, bonjour, cher, chère,
    salut, liebe, lieber, help from, advice from, email from, vraag, vragen, gevraagd, vroeg, bel, mail naar, stuur,
    volgens, ik ben, dit is, spreek, vraag het, vraag het aan, vraag aan, frag, fragt, fragen, frage, gefragt, ruf,
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

AND = words_in("and or en of und oder et ou och eller & plus y e i")
SAYS = words_in("""
    said says say told tells thinks thought knows knew promised asked asks wants wanted explained mentioned agreed
    suggested complained shouted shouts cancels cancelled ignores ignored refuses refused helps helped never always
    keeps left joined zegt zei vindt weet wist vertelde vertelt vroeg vraagt wil wilde belooft beloofde helpt hielp
    sagt sagte meint meinte weiß fragt fragte hilft dit pense sait veut säger sa tycker vet vill
    """)
SMALL_SAYS = SAYS - words_in("say left never always keeps thought dit sa vet")
"""Behind a name in small letters."""

SAINTS = words_in("""
    st saint sint sankt san santa santo são king queen prince princess lord lady duke pope emperor koning koningin
    prins prinses könig königin kaiser roi reine kung drottning port mount lake fort camp hms ss les the het
    """)
"""Before a name these make it a place, a church, a pub or a king."""

PLACES = words_in("""
    ave blvd ln dr hwy pkwy roads streets county co course golf farms days waste high primary secondary park street
    st road rd lane avenue drive close court way place square crescent gardens garden grove hill row terrace walk
    mews bridge station hospital clinic surgery school academy college university church chapel cathedral parish
    mosque temple synagogue centre center hall house building tower block estate library museum gallery theatre
    theater stadium arena pub inn arms hotel restaurant cafe café bar shop store market mall field fields meadow
    wood woods forest common green river canal lake beach bay island valley city town village district ward quarter
    line railway airport harbour wharf dock docks quay pier statue monument memorial cemetery room suite day week
    festival award awards prize cup trophy trust foundation fund institute society association club charity
    commission committee council group company ltd inc plc law act effect method model report review test scale
    index principle trees tree flower flowers period cross crossing junction roundabout underpass playground pitch
    path trail allotments farm manor lodge cottage embankment parade circus palace castle abbey priory straat laan
    weg plein gracht kade singel dijk night kerk gebouw zaal brug ziekenhuis huis toren wijk buurt stadion kliniek
    bibliotheek markt haven bos hof polder straße strasse platz allee kirche schule krankenhaus haus turm brücke
    bahnhof halle saal universität gymnasium rue église école hôpital pont gare gatan skolan kyrkan parken sjukhuset
    torget
    """)
"""Behind a name these make it a place or a thing: "the Smith building", "Victoria Park"."""

BUILDINGS = words_in("""
    pub building school church hospital hall park street road station museum theatre statue bridge centre
    """)
"""Behind a name these do so even after "Sir"."""

STREET = re.compile(r"(?:straat|laan|weg|plein|gracht|kade|park|dijk|straße|strasse|platz|allee|gatan|vägen)$")
"""How a last word ends that is no surname."""

NOBODIES = phrases("""
    robin hood, albert heijn, marks spencer, ben jerry's, anne frank, father christmas, uncle sam, john lewis,
    ben nevis, big ben, jack daniels, joe bloggs, jan modaal, uncle tom, santa claus, harry potter, black jack,
    jolly roger, tom tom, peter pan, dr martens, mickey mouse, calvin klein, tommy hilfiger, martin luther,
    florence nightingale, van gogh, big brother, hans anders, jaap eden, guy fawkes, jane doe, john doe,
    robin reliant
    """)
"""Well known, and not in the room."""

PARTICLES = words_in("""
    van de der den ter ten te von zu zum vom da das di del della dos du la le el al bin ibn ben af av
    """)
MONTHS_AND_DAYS = words_in("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag i
    """)
