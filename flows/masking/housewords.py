"""The words of addresses in five languages: streets, flats, who lives where, what else has numbers; must not know any text."""

from __future__ import annotations

import re

from flows.masking.spans import any_of, words_in

ENDINGS = words_in("""
    straat laan weg plein gracht kade singel dijk hof steeg pad dreef plantsoen markt baan burg wal str straße strasse
    allee platz gasse ufer damm ring graben gatan vägen väg gata gränd torget stigen backen vej gade veien gate brink
    hoek veld weide kamp hoeve akker werf haven oord borg donk horst hout tuin park poort laantje straatje pleinkade chaussee boulevard lei
    esplanade promenade zeile
    steig pfad stieg twiete winkel halde leite rain markt hof berg tal garten wall kai terrasse siedlung anger mühle plan
    torg stig backe leden led kajen kaj bron backen gården gård platsen plats allén hamnen gränden ängen åsen höjden
    einde zijde strand grund bühl bleiche passage hagen lunden udden slingan svängen kroken
    """)
"""How a street's one word ends: "Dorpsstraat", "Lindenweg", "Storgatan"."""
SURE_ENDINGS = words_in("straat laan gracht plein singel straße strasse gasse allee gatan vägen gränd stigen chaussee")
"""Those that mean a street in small letters too."""
NO_STREETS = words_in("""
    zeile textzeile kopfzeile fußzeile schlagzeile betreffzeile allerlei velerlei veelerlei tweeërlei
    onderweg halverwege feestweg omweg uitweg langeweg snelweg spoorweg fietspad voetpad wandelpad zandpad schoolplein
    parkeerplaats speelplaats sportpark bedrijventerrein moestuin volkstuin schooltuin achtertuin voortuin speeltuin
    dierentuin kleuterschool werkplek voetbalveld sportveld speelveld binnentuin buurttuin kindertuin zandbak rijbaan
    loopbaan startbaan autobaan snelstraat vliegveld luchthaven zeehaven noord-holland basisgroep
    hintergrund untergrund vordergrund abgrund badestrand sandstrand einde keerzijde binnenzijde buitenzijde overzijde
    umweg unterwegs ausweg feldweg radweg gehweg fußweg heimweg schulweg rückweg weg bürgersteig autobahn straßenbahn
    bundesstraße landstraße kreisstraße landesstraße staatsstraße einbahnstraße spielplatz parkplatz sportplatz stellplatz
    arbeitsplatz bauplatz studienplatz kitaplatz spielstraße schulhof bahnhof hauptbahnhof friedhof bauernhof flohmarkt
    wochenmarkt supermarkt arbeitsmarkt weihnachtsmarkt kindergarten schulgarten vorgarten februar urlaub spielplan
    fahrplan dienstplan stundenplan bauplan lageplan haushaltsplan hochstraße dating-plan
    motorvägen cykelvägen gångvägen tågvägen hemvägen skolgården bakgården lekplatsen parkeringsplatsen arbetsplatsen
    lekplats arbetsplats parkeringsplats flygplats busshållplats hållplats skolgård detaljplan handlingsplan tidsplan
    bostadsmarknad europaväg riksväg länsväg genväg omväg cykelväg gångväg arbetsgården skridskobanan
    """)
"""Words that end like streets and are none, or roads whose number is no house's."""
NUMERAL = words_in("nr nummer no num numéro n number huisnummer hausnummer")
"""Between a street's name and its number: "Lindenweg Nr. 3"; or before a number and its street: "number 9 Mill Lane"."""
CALLED = re.compile(r"(?<!\w)(?:number|no\.?|nr\.?|nummer|numéro|n°) $")
"""Between the words that tell of living and a house's number."""
WITHIN = words_in("in on of van de la du des der dem den het i på an aan")
"""Between a house's number and its street: "nummer 15 in de Beukenstraat"."""
ENGLISH_LAST = words_in("lane street road rd avenue ave crescent terrace mews grove")
"""English words behind which a number stands too, where somebody writes as on the Continent: "Rose Lane 12"."""
FREE = words_in("torg gränd strand allé backe")
"""Swedish words that need no genitive before them."""
SEPARATE = words_in("""
    straat laan weg plein gracht kade singel dijk hof steeg pad dreef markt straße strasse str allee platz gasse ufer damm
    ring graben chaussee steig gata väg torg gränd stig backe plan plats allé allén led strand kaj torget gatan vägen tvärgata kajen
    stigen backen gränden hamnen leden platsen stranden
    """)
"""A street's last word behind another with a capital or a genitive: "Oude Gracht", "Olof Palmes gata"."""
ALONE = words_in(
    "singel gracht kade spui grand-rue grande-rue rokin damrak graben backen skeppsbron fisktorget brink kerkstraat"
)
"""Streets called so and nothing more."""
OPENING = words_in("""
    laan plein weg kade hof park rue avenue boulevard bd bld chaussée chemin place quai allée impasse venelle cours square
    faubourg route via calle plaza rua straße strasse platz allee promenade
    """)
"""A street's first word with its name behind: "Laan van Meerdervoort", "Rue de la Loi"."""
STATELY = words_in("""
    zur zum am an im in auf unter hinter hinterm vor vorm bei beim achter op aan onder bij voor de het den 't ten ter
    gamla nya norra södra östra västra stora lilla sankt sint sankta alte neue lange oude nieuwe korte hoge lage grote
    obere untere
    """)
"""With a capital amid a sentence they begin a proper name: "Zur Mühle 6", "Achter de Dom 22"."""
DIRECTIONS = words_in("nord süd ost west noord zuid oost norr söder öster väster sud est ouest")
"""Behind a street's word they belong to its name: "Gewerbepark Süd 12"."""
DESCRIBING = words_in("""
    gamla nya norra södra östra västra stora lilla alte neue lange oude nieuwe korte hoge lage grote obere untere
    """)
"""Of these, those that with a street's last word are its name at the beginning of a sentence too: "Norra Kajen 5"."""
HIDING = words_in("hinterm unterm vorm zum zur am beim achter 't")
"""Of these, those that begin a sentence with a street if it is said what is there: "Hinterm Bahnhof 12 gibt es"."""
BEARS = re.compile(
    r" (?:hat|hatte|ist|war|gibt|fehlt|fehlen|braucht|bekommt|wird|steht|liegt|riecht|heeft|had|is|was|mist|krijgt|staat|ligt|stinkt"
    r"|har|hade|är|var|saknar|behöver|får|står|ligger|luktar)\b"
)
"""What is said of a house."""
LEADING = STATELY | words_in("""
    burgemeester prins prinses koning koningin graaf jan piet dominee dr pastoor van der den eerste tweede derde 1e 2e
    kleine große hohe oost west noord zuid st sint alter neuer drottning kung johan willem karl
    """)
"""May begin a street's name, even at the beginning of a sentence."""
PARTICLES = words_in(
    "van de der den het 't ten ter op aan in von dem den am an la le les l' du des of the and i på vid och af av"
)
PLACING = words_in("op aan in am an i på vid och im auf unter hinter vor bei")
"""In small letters these stand before an address and are no part of it."""

STRONG = words_in("""
    street st road rd lane ln avenue ave av drive dr close court ct way place pl terrace terr crescent cres gdns grove row
    walk mews parade rise boulevard blvd quay circus highway hwy parkway pkwy alley croft embankment esplanade drove wynd
    vennel maltings mansions villas cottages buildings almshouses spinney paddock paddocks orchard garth fold brow copse
    dene brae wynd pend glade leas causeway ride loan gait approach quadrant coppice hollow knoll yard
    """)
"""English words for a street: with a number before they are an address anywhere."""
OPEN = words_in("""
    gardens hill square sq view green wharf mount broadway gate park vale promenade circle trail mead field fields bank
    reach chase corner cross bridge brook heath heights landing lea lawn lawns loop meadow meadows mere moor path piece
    plaza point quarter ridge side spur springs stables steps strand top track viaduct vista water well wells wood woods
    end nook hey holt hurst lodge house cottage farm barn villa manor hall mill works haven grange towers tower apartments
    dell down downs glen island marina shore quayside waterside riverside rampart ramparts backs common gallery arcade
    north south east west passage pightle staithe staithes thwaite twitchell ginnel backs bottom bottoms butts hythe lock locks
    """)
"""English words for much else too: an address only behind "at", a flat, or before a postcode."""
SMALL_STRONG = words_in("street road lane avenue terrace crescent mews gardens grove close court drive square")
"""Those in small letters, behind "at"."""
BUILDINGS = any_of("""
    House Court Lodge Tower Towers Point Heights Buildings Building Mansions Wharf Mill Mills Works Place Apartments Brewery
    Maltings Warehouse Hall Block Barn Bungalow Vicarage Rectory Stables Cottage Centre Quay Yard Farm Manor Villas Gardens Park View Green
    """)

FRENCH = words_in("""
    rue ruelle avenue av boulevard bd bvd bld place pl chemin che allée impasse quai route rte cours cour square passage
    sentier sente villa cité venelle faubourg fbg chaussée montée rampe traverse esplanade promenade mail résidence lotissement
    imp ch sq za zi zac r hameau clos domaine rond-point carrefour galerie côte voie parvis berge levée drève coursive
    boucle cale villas rocade
    corniche rangée porte pont val mas lieu-dit ancienne vieille grande petite
    """)
"""French words for a street, before a name with a capital."""
OF_FRENCH = words_in("de du des la le les et aux à sur en général maréchal docteur président colonel abbé rue")
"""Within a French street's name."""
SMALL_FRENCH = words_in("rue ruelle avenue boulevard chemin allée impasse quai venelle chaussée sente bd")
"""Those before a name in small letters too: "12 rue des lilas"."""

NUMBERED = words_in("""
    room floor phase step sprint ward group team bus line lane platform gate page chapter article section table week day
    year version level grade option question point part zone area district hall class form item number no nr terminal
    bay pitch tier stage round series episode junction exit act clause annex appendix figure unit block building lounge
    kamer zaal lijn groep blok gebouw artikel lid dag fase stap punt vraag deel hoofdstuk pagina versie niveau verdieping
    etage perron spoor poort klas ploeg wijk perceel melding tafel ronde jaar nummer tram metro ruimte lokaal hal afdeling
    schaal plek plaats baan project programma optie bijlage lot woning huis
    raum zimmer saal halle linie gruppe haus gebäude absatz woche tag phase schritt frage teil kapitel seite stufe stock
    gleis tor klasse tisch runde nummer station abteilung paragraf paragraph ziffer band heft kategorie pflegegrad bezirk
    bundesstraße autobahn kreis wahlkreis ausgabe aufgang eingang platz plan kita strecke buslinie straßenbahn punkt bahn
    wohnung anlage stand modul kurs abschnitt satz szenario variante agenda horizont
    rum sal linje buss grupp våning vecka fas steg fråga lag kapitel sida nivå spår klass bord omgång år hus avdelning
    europaväg riksväg länsväg väg årskurs område lokal del paragraf etapp alternativ tåg
    salle ligne groupe bloc bâtiment semaine jour étape partie chapitre étage quai porte classe tour année numéro chambre
    arrondissement tramway train niveau annexe axe scénario module atelier bureau
    january february march april may june july august september october november december januari februari maart mei juni
    juli augustus oktober januar februar märz mai dezember maj augusti janvier février mars avril juin juillet août
    septembre octobre novembre décembre monday tuesday wednesday thursday friday saturday sunday maandag dinsdag woensdag
    donderdag vrijdag zaterdag zondag montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi
    vendredi samedi dimanche måndag tisdag onsdag torsdag fredag lördag söndag beginn ende anfang eind einde begin covid
    windows android ios schule school kantoor office python java iphone office excel ps formel euro kapitel iso din en nen bs eu eg
    """)
"""Things with a number of their own: "Room 12", "Linie 5", "Artikel 12"."""
PROPER = SEPARATE - NUMBERED
"""Behind "in the" one such word alone is a street too: "aan de Markt 12"."""
COUNTED = words_in("""
    am pm hours hour minutes minute days day weeks week months month years year times percent per pounds euros people
    million billion thousand main on january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday star mph party key of or and to the a an more new different other local
    mile miles degree degrees question questions step steps
    """)
"""What follows a number that counts or dates."""

FLAT = (
    r"(?:[0-9]{1,2}/[0-9]{1,2}(?=, [0-9])"
    r"|(?:[Ff]lat|[Aa]partment|[Aa]pt|[Uu]nit|Suite|[Rr]oom|House|[Gg]arage|[Ss]tudio|Floor"
    r"|Block|Level|Maisonette|Penthouse|Plot"
    r"|Lodge|Bungalow|Caravan|[Aa]ppt|[Aa]ppartement"
    r"|[Bb]ât|[Bb]âtiment|[Ee]sc|[Ee]scalier|Résidence|[Pp]orte|[Kk]amer|Whg|Wohnung|Haus|Lgh"
    r"|Lägenhet)\.? ?#?(?:[0-9]{1,4}[A-Za-z]?|[A-Z][0-9]{0,3})(?!\w))"
)
"""A part of a house before its address."""
LED = re.compile(
    rf"(?<!\w)(?:(?:(?:[Gg]round|[Ff]irst|[Ss]econd|[Tt]hird|[Tt]op|[1-9](?:st|nd|rd|th)) [Ff]loor(?: [Ff]lat)?"
    rf"|[Tt]op [Ff]lat)|{FLAT}(?:,? (?:at )?(?:(?:[A-Z][\w']+ ){{0,3}}(?:{BUILDINGS})|(?:The|Résidence) [A-Z][\w']+))?"
    rf"|(?:[A-Z][\w']+ ){{1,3}}(?:{BUILDINGS})|Résidence(?: (?:[A-ZÀ-Ý][\w']+|les?|la|des?|du)){{1,4}}),? $"
)
"""A flat, a building, or both, before an address."""
CAPITALS = r"(?:[A-Z][\w']{1,20} ){0,3}?"
FLAT_HOUSE = re.compile(
    rf"(?<!\w){FLAT},? (?:The )?(?:{CAPITALS}[A-Z][\w']{{1,20}}, )?{CAPITALS}[A-Z][\w']{{1,20}} (?:{BUILDINGS}|Street"
    rf"|Road|Lane|Avenue|Gate|Row|Close|Hill)(?!\w)"
    rf"|(?<!\w)(?:[Uu]nit|[Ss]tudio|[Cc]abin|[Cc]aravan|[Cc]halet|[Ss]hop|[Ss]tall|[Oo]ffice|[Gg]arage)\.? #?[0-9]{{1,4}}[A-Za-z]?"
    rf",? (?:[Tt]he )?{CAPITALS}[A-Z]"
    rf"[\w']{{1,20}} (?:Estate|Park|Centre|Arcade|Mall|Precinct|Mews|Market|Terrace|Parade|Arches)(?!\w)"
    r"|(?<!\w)(?:Flat|Apartment|Apt"
    r"|Maisonette)\.? #?[0-9]{1,4}[A-Za-z]?,? (?:The )?[A-Z][a-z']{2,20}(?: [A-Z][a-z']{2,20}){0,2}(?!\w)"
    r"|(?<!\w)(?:Haus|Block|Aufgang|Whg|Wohnung)\.? ?[0-9]{1,3}[a-z]?, [A-ZÄÖÜ][\w-]{2,25}(?:ring|weg|straße|str|allee|gasse)(?!\w)"
    rf"|(?<!\w){FLAT},? (?:la )?[Rr]ésidence(?: (?:les?|la|des?|du))?(?: [A-ZÀ-Ý][\w']{{2,20}}){{1,3}}(?!\w)"
    rf"|(?<!\w)[A-Z][\w']{{1,20}} (?:House|Court|Lodge|Tower|Towers|Heights|Mansions),? (?:[Ff]lat|[Aa]partment|[Aa]pt|[Uu]nit)"
    r"\.? #?[0-9]{1,4}[A-Za-z]?(?!\w)"
    rf"|(?<!\w)(?:{CAPITALS}[A-Z][\w']{{1,20}} (?:Cottage|Farmhouse|Barn)"
    rf"|The Old [A-Z][a-z]{{2,20}}|The (?:Gatehouse|Lodge|Vicarage|Rectory|Coach House|Bungalow|Stables|Forge|Manor|Granary"
    rf"|Orchard|Laurels|Hollies|Cottage|Barn|Beeches|Elms|Oaks|Firs|Willows)), "
    rf"{CAPITALS}[A-Z][\w']{{1,20}} (?:Street|Road|Lane|Avenue|Gate|Row|Close|Hill"
    rf"|Green|End|Way)(?!\w)"
)
"""A flat and the building it is in, without a street."""

ADDITION = (
    r"(?:[A-Za-z](?![^\W\d_])(?:-?[0-9]{1,3}(?![0-9]))?+| ?-? ?(?:bis|ter|quater)(?: [A-Z])?+(?!\w)"
    r"|[ -]?(?:hs|HS|huis)(?!\w)|[ -](?:II?I?|IV|zw|rd|A|B|C|D|E|F|G|H)(?!\w)| [a-h](?=[,;)]|\.?$|\. )"
    r"|[-/+][0-9]{1,4}(?![0-9])(?:[A-Za-z](?!\w))?+){0,3}+"
)
"""Behind a house number: "12-bis", "12 II", "12A-2", "3/2"."""
NUMBER = re.compile(
    rf"(?:(?<=[Ss]tr\.)|(?<![\w.:/£$€#§°+-])|(?<=n°))(?<!\d,)[0-9]{{1,4}}+{ADDITION}(?![\w%€$£]|[.,:/-][0-9])"
)
DOOR = re.compile(
    r"(?:,? (?:"
    r"(?:flat|apt|apartment|unit|suite|room|floor|app|appt|appartement|appartment|whg|wohnung|wng|top|zimmer|zi|haus"
    r"|hs|aufgang|eingang"
    r"|etage|stiege|tür|lgh|lägenhet|uppgång|port|våning|vån|kamer|bus|bte|boîte|bât|bâtiment|esc|escalier|porte|étage|toren"
    r"|verdieping|hall|studio|chambre|logement|lgt|door|block)\.? ?(?:n[or°]\.? ?)?(?:[0-9]{1,4}[a-z]?|[a-z])(?!\w)"
    r"|[0-9]{1,2}\.? ?(?:og|ug|stock|etage|hoog|tr|trappor|(?:er|e|ème|eme) étage|(?:st|d)?e verdieping|(?:th|nd|st"
    r"|rd) floor|vån|våningen)(?!\w)"
    r"(?: ?(?:links|rechts|mitte|li\.?|re\.?|ög|öv|voor|achter|gauche|droite)(?!\w))?"
    r"|(?:eg|hh|vh|dg|hinterhaus|vorderhaus|nb|bv|boven|beneden|parterre|rdc|rez-de-chaussée|(?:ground|first|second"
    r"|third|top) floor)(?!\w)"
    r"(?: (?:links|rechts))?)){1,3}",
    re.IGNORECASE,
)
"""A floor or flat behind the number."""

HOME = re.compile(
    r"(?<!\w)(?:live[sd]?|living|resides?|stay(?:s|ed|ing)?|based|moved|home is|house is|address(?: is)?|rent(?:s|ed"
    r"|ing)?|registered|deliver(?:ed)?|post(?: it)?"
    r"|send(?: it)?|visit(?: us)?|lodg(?:e|es|ing)|woont?|wonen|woonde|gewoond|verhuis[dt]?|verhuizen|huurt?|huren"
    r"|adres|ingeschreven|zit|logeert?|bezoek"
    r"|wohn(?:e|en|t|te|haft)|leb(?:e|en|t|te)|ziehe[nt]?|zieht|zog|gezogen|gemeldet|adresse|anschrift|mieten?|miete[t]?|sitzt"
    r"|habit(?:e|es|ent|ons|ais|ait|er)|vit|vis|vivons|log(?:e|es|ent|eons|er)|réside(?:nt)?|domicilié(?:e|s|es)?"
    r"|demeurant|déménagé|bor|bodde|hyr(?:de)?"
    r"|flytta(?:de|t|r)?|skriven|skrivna|adressen?)"
    r"(?: (?!in |op |at |to )[^\W\d_]{1,12}){0,3}? ?(?: (?:at|in|to|on|is|op|aan|naar|bij|im|am|an|ins|auf|unter|nach"
    r"|zu|ist|au|à|est|chez|sur|på|i|till|vid|är|of|from)|:)"
    r"(?: (?:de|het|'t|den|der|dem|die|das|la|le))?[ :]*$"
    r"|(?<!\w)(?:parcels?|post|letters?|mail|packages?|deliver(?:y|ies)|pakket(?:je)?s?|pakete?|colis|paket|brev)"
    r" (?:for|to|voor|für|pour|till) $"
    r"|(?<!\w)(?:live[sd]?|living|rent(?:s|ed|ing)?|woont?|wonen|woonde|huurt?|huren|wohn(?:e|en|t|te|haft)|habite[sz]?"
    r"|habitons|habitait|loge[sz]?|bor|bodde|hyr)(?: (?:still|now|nu|nog|noch|jetzt|actuellement|kvar))?"
    r"(?: (?:de|het|'t|the|la|le))? $"
)
"""Where somebody lives, right before a name."""
AT = re.compile(
    r"(?<!\w)(?:at|near|past|beyond|beside|opposite|outside|behind|from|to|in|of|on|by|round|address|is)[ :]+$"
)
"""English words before a place."""
DWELLER = re.compile(
    r"(?<!\w)(?:flat|house|home|room|place|shop|studio|office|aunt|uncle|mum|mother|dad|father|nan|gran|sister|brother|friend"
    r"|neighbours?|family|son|daughter|cousin|parents|grandparents|tenants?) (?:at|in|from) $"
)
"""Who or what is somewhere, before a house's number."""
DWELLING = re.compile(
    r"(?<!\w)(?:woonboot|woonark|woning|pand|flat|kvarteret|torpet|lägenheten|stugan|wohnung|laden|werkstatt|praxis|hof"
    r"|bauernhof|haus|hus|local|appartement|maison|ferme) $"
)
"""A house, right before its name and number: "woonboot Amstel 212"."""
RIGHT_AT = re.compile(r"(?<!\w)at $")
AT_HOME = re.compile(r"(?<!\w)(?:at|opposite|outside|to|from|near)[ :]+$")
PLACED = re.compile(
    r"(?<!\w)(?:op|aan|bij|naar|van|in|im|am|an|bei|nach|zu|von|aus|på|till|vid|i|från|au|à|du|chez|sur)(?: (?:de|het|'t"
    r"|den|der|dem|die|das|la|le|l'))?[ :]+$"
)
"""Words of the other languages before a place."""
ON = re.compile(r"(?<!\w)(?:op|aan|på|am|an der|an den|op de|aan de|aan het|op het|aan 't|op 't) $")
"""Before a street rather than before a town or a room."""
PLURAL = re.compile(
    r" (?!(?:is|was|has|needs|as|this|plus|des|les|dans|sans|pas|ends|floods|smells|leaks|looks|gets|als|bis|es|was"
    r"|uns)\b)[^\W\d_]+(?:s|en|er|ar|or|rn|ln|te)\b"
)
"""A word behind that may be what the number counts."""
MANY = re.compile(r"(?:s|men|women|people|children|star|rated|mph|party|league|plan|zone|hour|year)$")
"""How the last word of what is counted ends."""
UNITS = re.compile(
    r" ?(?:km|m|cm|meters?|metres?|miles?|jaar|jahre?|keer|maal|mal|uur|uhr|stunden?|minut\w*|mins?|x|%|€|euros?"
    r"|tage?n?|dagen|weken|wochen?|år|timmar"
    r"|gånger|dagar|veckor|månader|kvarter|maanden|monate?n?|leute|personen|personer|mensen|kinder\w*|auto\w*|bomen"
    r"|bäume|bilar|träd|days|weeks|months|years"
    r"|times|people|kronor|kr|kilometer|mil|jours|semaines|mois|ans|fois|heures|prozent|procent|percent|pour|plätze"
    r"|haltes|stops|stations)(?!\w)",
    re.IGNORECASE,
)
"""What a number counts that is no house's."""
