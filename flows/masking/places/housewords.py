"""The words of addresses in five languages: streets, flats, who lives where, what else has numbers; must not know any text.

Long: one list of words after another, a language's beside the others'.
"""

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
    hain busch vaart meent wetering gaarde bongerd erf griend wall deich koppel redder kehre
    esplanaden gläntan gärdet kullen mossen holmen skogen
    """)
"""How a street's one word ends: "Dorpsstraat", "Lindenweg", "Storgatan"."""
CUT_SHORT = re.compile(r"[^\W\d_]{3,}[bcdfghjklmnpqrstvxz][gv]")
"""A Swedish street without "atan" or "ägen"."""
SURE_ENDINGS = words_in(
    "str straat laan gracht plein singel straße strasse gasse allee gatan vägen gränd stigen chaussee"
)
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
    luchtvaart scheepvaart binnenvaart welvaart bedevaart skärgården firewall
    bostadsmarknad europaväg riksväg länsväg genväg omväg cykelväg gångväg arbetsgården skridskobanan
    """)
"""Words that end like streets and are none, or roads whose number is no house's."""
NUMERAL = words_in("nr nummer no num numéro n number huisnummer hausnummer husnummer huisnr hausnr husnr")
"""Between a street's name and its number: "Lindenweg Nr. 3"; or before a number and its street: "number 9 Mill Lane"."""
HOUSES = words_in("house huis haus hus maison pand woning")
"""Before a number and its street, as a numeral is: "huis 12 in de Kerkstraat"."""
ALONG = words_in("on op aan an am på vid")
"""Of what stands between, what stands before a street only."""
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
    wall bleichen reihe deich schanze mühle anger kamp vaart wal meent brink esplanaden esplanade
    stigen backen gränden hamnen leden platsen stranden
    """)
"""A street's last word behind another with a capital or a genitive: "Oude Gracht", "Olof Palmes gata"."""
ALONE = words_in("""
    gläntan kajen esplanaden storgatan strandvägen singel gracht kade spui grand-rue grande-rue rokin damrak graben backen
    skeppsbron fisktorget brink kerkstraat reeperbahn
    """)
"""Streets called so and nothing more."""
OPENING = words_in("""
    laan plein weg kade hof park rue avenue boulevard bd bld chaussée chemin place quai allée impasse venelle cours square
    faubourg route grand-rue grande-rue quartier kolonie via calle plaza rua straße strasse platz allee promenade
    """)
"""A street's first word with its name behind: "Laan van Meerdervoort", "Rue de la Loi"."""
STATELY = words_in("""
    zur zum am an im in auf unter hinter hinterm vor vorm bei beim achter op aan onder bij voor langs tussen de het den 't ten ter
    gamla nya norra södra östra västra stora lilla sankt sint sankta alte neue lange oude nieuwe korte hoge lage grote
    obere untere
    """)
"""With a capital amid a sentence they begin a proper name: "Zur Mühle 6", "Achter de Dom 22"."""
DIRECTIONS = words_in("nord süd ost west noord zuid oost norr söder öster väster sud est ouest")
"""Behind a street's word they belong to its name: "Gewerbepark Süd 12"."""
DESCRIBING = words_in("""
    gamla nya norra södra östra västra stora lilla alte neue lange oude nieuwe korte hoge lage grote obere untere große kleine
    """)
"""Of these, those that with a street's last word are its name at the beginning of a sentence too: "Norra Kajen 5"."""
HIDING = words_in(
    "hinterm unterm vorm zum zur am beim achter onder de het den ten ter 't an auf bei unter hinter vor in"
)
"""Of these, those that begin a sentence with a street if it is said what is there: "Hinterm Bahnhof 12 gibt es"."""
HALVES = words_in("an auf bei unter hinter vor in")
"""Of these, those that need "dem" or "den" behind them."""
SAID = any_of("""
    hat hatte haben ist war sind waren gibt fehlt fehlen braucht brauchen bekommt wird werden steht stehen liegt liegen riecht
    stinkt kommt kommen soll sollen muss müssen wohnt wohnen parkt parken wartet warten tropft zieht ziehen bleibt
    heeft hebben had hadden is zijn was komt hangt valt brandt mist krijgt krijgen staat staan
    ligt liggen ruikt ruiken stinken lekt lekken woont
    wordt worden moet moeten mag mogen gaat gaan komen zit zitten blijft blijven wil willen kan kunnen zou klaagt klagen zoekt
    zoeken tocht doet doen
    har hade är var saknar behöver får står ligger luktar läcker fryser bor ska måste blir kommer stör stinker klagar vill kan går
    spelar säljer gav tar ser heter blåser rinner fungerar
    """)
"""What is said of a house, or of those who live there."""
BEARS = re.compile(rf" (?:{SAID})\b")
LACKS = re.compile(r" (?:kein\w*|ohne|geen|zonder|ingen|inget|inga|utan|pas|sans|zu|te)\b")
"""What is missing there."""
LEADING = STATELY | words_in("""
    burgemeester prins prinses koning koningin graaf jan piet dominee dr pastoor van der den eerste tweede derde 1e 2e
    kleine große hohe oost west noord zuid st sint alter neuer drottning kung johan willem karl
    """)
"""May begin a street's name, even at the beginning of a sentence."""
PARTICLES = words_in(
    "van v vd de der den het 't ten ter op aan in von dem den am an la le les l' du des of the and i på vid och af av"
)
PLACING = words_in("op aan in am an i på vid och im auf unter hinter vor bei")
"""In small letters these stand before an address and are no part of it."""

STRONG = words_in("""
    street st road rd lane ln avenue ave av drive dr close court ct way place pl terrace terr crescent cres gdns grove row
    walk mews parade rise boulevard blvd quay circus highway hwy parkway pkwy alley croft embankment esplanade drove wynd
    vennel maltings mansions villas cottages buildings almshouses spinney paddock paddocks orchard garth fold brow copse
    dene brae wynd pend glade leas causeway ride loan gait approach quadrant coppice hollow knoll yard
    tce ter bldg bldgs cotts pde prom cct crt crst gdn grn pk mkt est hts
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
SHORT_STRONG = words_in("st rd ln ave ct tce terr cres gdns blvd")
"""Shortened ones, which are streets in small letters anywhere: "15 king st"."""
SMALL_COUNTED = words_in("""
    way side hour car bus cycle bike dead end public busy quiet small big long short narrow whole single double second third
    next last good bad nice dark one-way residential private of for in on at is are was our my his her your their
    """)
"""What a number counts before "street" in small letters: "2 side roads"."""
CELTIC = words_in("""
    heol ffordd stryd lôn lon maes clos bryn rhodfa cwrt tan ystad parc gerddi teras rhes pen tŷ bóthar bothar sráid sraid
    ascaill ard cnoc páirc cluain gort sruthán baile slí
    """)
"""Welsh and Irish words for a street, which stand first: "Heol y Parc"."""
OF_CELTIC = words_in("y yr na an the a")
BUILDINGS = any_of("""
    House Court Lodge Tower Towers Point Heights Buildings Building Mansions Wharf Mill Mills Works Place Apartments Brewery
    Maltings Warehouse Hall Block Barn Bungalow Vicarage Rectory Stables Cottage Centre Quay Yard Farm Manor Villas Gardens Park View Green
    """)

FRENCH = words_in("""
    rue ruelle avenue av boulevard bd bvd bld place pl chemin che allée allées impasse quai route rte cours cour square passage
    sentier sente villa cité venelle faubourg fbg chaussée montée rampe traverse esplanade esp promenade mail résidence lotissement
    imp ch che chée chem all rés sq za zi zac r hlm lot hameau clos domaine rond-point carrefour galerie côte voie parvis berge levée
    drève coursive
    boucle cale villas rocade
    quartier corniche rangée porte pont val mas lieu-dit ancienne vieille grande petite
    """)
"""French words for a street, before a name with a capital."""
ORDINALS = words_in("e er ère re ème eme nd nde")
"""Right behind a number they count: "la 2e place"."""
SEATS = words_in(
    "parking parkings concert spectacle cinéma train théâtre stationnement crèche camping stade choix tête"
)
"""Of what there are places, in small letters."""
SAID_FRENCH = words_in(
    "est a n'a sont ont était n'est s'est pue sent fuit manque reste devient merci svp avec dans depuis"
)
"""What is said of a house in French."""
OF_FRENCH = words_in("de du des la le les et aux à sur en général maréchal docteur président colonel abbé rue")
"""Within a French street's name."""
SMALL_FRENCH = words_in("rue ruelle avenue boulevard chemin allée impasse quai venelle chaussée sente bd")
"""Those before a name in small letters too: "12 rue des lilas"."""
SINGULAR_FRENCH = SMALL_FRENCH | words_in("""
    place pl route rte passage sentier square sq villa cité résidence hameau montée rampe ruelle traverse esplanade promenade
    faubourg lotissement imp bvd lieu-dit
    """)
"""Those that have no plural ending here: behind "7" they are no things that are counted, "7 place du marché"."""

NUMBERED = words_in("""
    room floor phase step sprint ward group team bus line lane platform gate page chapter article section table week day
    year version level grade option question point part zone area district hall class slide picture stop
    card form item number no nr terminal
    bay pitch tier stage round series episode junction exit act clause annex appendix figure unit block building lounge
    kamer zaal lijn groep blok gebouw artikel lid dag fase stap punt vraag deel hoofdstuk pagina versie niveau verdieping
    etage perron spoor poort klas ploeg wijk perceel melding tafel ronde jaar nummer tram metro ruimte lokaal hal afdeling
    folie foto afbeelding dia halte aufzug lift laptop beamer schaal plek plaats baan project programma optie bijlage lot woning huis
    folie bild karte plakat abbildung tabelle haltestelle ampel drucker rechner
    raum zimmer saal halle linie gruppe haus gebäude absatz woche tag phase schritt frage teil kapitel seite stufe stock
    gleis tor klasse tisch runde nummer station abteilung paragraf paragraph ziffer band heft kategorie pflegegrad bezirk
    bundesstraße autobahn kreis wahlkreis ausgabe aufgang eingang platz plan kita strecke buslinie straßenbahn punkt bahn
    wohnung anlage stand modul kurs abschnitt satz szenario variante agenda horizont
    bild kort rum sal linje buss grupp våning vecka fas steg fråga lag kapitel sida nivå spår klass bord omgång år hus avdelning
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
OWNERS = (
    NUMBERED
    - NUMERAL
    - HOUSES
    - words_in("""
    unit block building lot room kamer zimmer rum floor level chambre salle porte étage bâtiment bloc gebouw blok gebäude wohnung
    hus lokaal quai place day week monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december janvier février mars avril mai juin juillet août septembre octobre novembre
    décembre lundi mardi mercredi jeudi vendredi samedi dimanche
    """)
)
"""Of these, those whose number is no house's in the street that follows: "phase 2 Park Road", "ligne 7 place d'Italie"."""
PROPER = SEPARATE - NUMBERED
"""Behind "in the" one such word alone is a street too: "aan de Markt 12"."""
COUNTED = words_in("""
    am pm hours hour minutes minute days day weeks week months month years year times percent per pounds euros people
    million billion thousand main on january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday star mph party key of or and to the a an more new different other local
    mile miles degree degrees question questions step steps way
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
    r"|(?<!\w)(?:[Ff]lat|[Aa]partment|[Aa]pt|[Uu]nit)\.? [0-9]{1,4}[A-Za-z]?,? (?:[a-z']{3,15} ){1,2}"
    r"(?:house|court|tower|lodge|heights|mansions|buildings|road|street|lane|close|avenue|estate|gardens)(?!\w)"
    r"|(?<!\w)(?:Haus|Block|Aufgang|Whg|Wohnung)\.? ?[0-9]{1,3}[a-z]?, [A-ZÄÖÜ][\w-]{2,25}(?:ring|weg|straße|str|allee|gasse)(?!\w)"
    rf"|(?<!\w){FLAT},? (?:la )?[Rr]ésidence(?: (?:les?|la|des?|du))?(?: [A-ZÀ-Ý][\w']{{2,20}}){{1,3}}(?!\w)"
    r"|(?<!\w)(?:[Rr]ésidence|[Rr]és\.|HLM|[Cc]ité)(?: (?:les?|la|des?|du))? [A-ZÀ-Ý][\w']{2,20}(?: [A-ZÀ-Ý][\w']{2,20})?,?"
    r" (?:apt|appt|appartement|bât|bâtiment|porte|esc|escalier|n°|numéro)\.? ?[0-9A-Z]{1,4}(?!\w)"
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
    r"(?:(?![xX](?!\w))[A-Za-z](?![^\W\d_])(?:-?[0-9]{1,3}(?![0-9]))?+| ?-? ?(?:bis|ter|quater)(?: [A-Z])?+(?!\w)"
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
    r"|verdieping|hall|studio|chambre|logement|lgt|door|block)\.? ?(?:n[or°]\.? ?)?(?:[0-9]{1,4}[a-z]?|(?<![^\W\d_])[a-z])(?!\w)"
    r"|[0-9]{1,2}\.? ?(?:og|ug|stock|etage|hoog|tr|trappor|(?:er|e|ème|eme) étage|(?:st|d)?e verdieping|(?:th|nd|st"
    r"|rd) floor|vån|våningen)(?!\w)"
    r"(?: ?(?:links|rechts|mitte|li\.?|re\.?|ög|öv|voor|achter|gauche|droite)(?!\w))?"
    r"|(?:eg|hh|vh|dg|hinterhaus|vorderhaus|nb|bv|boven|beneden|parterre|rdc|rez-de-chaussée|(?:ground|first|second"
    r"|third|top) floor)(?!\w)"
    r"(?: (?:links|rechts))?)){1,3}",
    re.IGNORECASE,
)
"""A floor or flat behind the number."""

BEFORE_HIDDEN = words_in("""
    achter onder tegenover naast hinter unter neben gegenüber bakom vid am im zum zur aan an op auf de het 't der dem den
    """)
"""Right before the last word of such a place."""
HIDDEN_PLACE = re.compile(
    r"(?<!\w)(?:woont?|wonen|woonde|buren|buurvrouw|buurman|tante|oom|oma|opa|moeder|vader|zus|broer|vriend|vriendin|mensen"
    r"|wohn(?:e|en|t|te)|nachbarn?|eltern|mutter|vater|tante|onkel|bor|bodde|grannar(?:na)?|mormor|farmor|mamma|pappa)"
    r" (?:van |von |aus |från )?(?:achter|onder|tegenover|naast|hinter|unter|neben|gegenüber|bakom|vid|am|im|zum|zur|aan|an|op|auf)"
    r" (?:de |het |'t |der |dem |den )?(?P<noun>[^\W\d_]{3,20}) $"
)
"""Who lives where, right before a house's number, in small letters: "wonen achter de kerk"."""
HOME = re.compile(
    r"(?<!\w)(?:live[sd]?|living|resides?|stay(?:s|ed|ing)?|based|moved|home is|house is|address(?: is)?|rent(?:s|ed"
    r"|ing)?|registered|deliver(?:ed)?|post(?: it)?"
    r"|send(?: it)?|visit(?: us)?|lodg(?:e|es|ing)|woont?|wonen|woonde|gewoond|verhuis[dt]?|verhuizen|huurt?|huren"
    r"|adres|ingeschreven|zit|logeert?|bezoek"
    r"|wohn(?:e|en|t|te|haft)|leb(?:e|en|t|te)|ziehe[nt]?|zieht|zog|gezogen|gemeldet|adresse|anschrift|mieten?|miete[t]?|sitzt"
    r"|habit(?:e|es|ent|ons|ais|ait|er)|vit|vis|vivons|log(?:e|es|ent|eons|er)|réside(?:nt)?|domicilié(?:e|s|es)?"
    r"|demeurant|déménagé|bor|bodde|hyr(?:de)?"
    r"|flytta(?:de|t|r)?|skriven|skrivna|adress(?:en)?)"
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
    r"(?<!\w)(?:at|near|past|beyond|beside|opposite|outside|behind|from|to|in|of|on|by|round|address|is|c/o)[ :]+$"
)
"""English words before a place."""
DWELLER = re.compile(
    r"(?<!\w)(?:flat|house|home|room|place|shop|studio|office|aunt|uncle|mum|mother|dad|father|nan|gran|sister|brother|friend"
    r"|neighbours?|family|son|daughter|cousin|parents|grandparents|tenants?) (?:at|in|from) $"
    r"|(?<!\w)(?:flat|house|home|bungalow|cottage|maisonette|place|shop|studio|office), $"
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
FIRST = re.compile(
    rf"(?:^|[.,;:!?\n(]|(?<!\w)(?:und|en|och|and|et|maar|aber|men|dat|dass|att|{SAID}))"
    r"[ \"]*(?:(?:in|op|aan|på|i|an|am|auf|on|langs|längs|entlang|sur|dans|vid)(?: (?:de|het|der|dem|den|la|le))?)? *$"
)
"""Before a street with which a clause begins."""
GERMAN = re.compile(
    r"^(?:Zum|Zur|Am|Im|Auf|Unter|Hinter|Bei|Beim|Vor|Neue|Große|Kleine|Obere|Untere)\b"
    r"|(?:str\.?|straße|strasse|gasse|allee|platz|ufer|damm|steig|pfad|grund|berg|garten) [0-9]+$"
)
"""A street in German, where what is counted has a capital as the street has."""
TOWNISH = re.compile(r"(?:ingen|hausen|kirchen|stetten|hofen|felden|bergen|baden|stedten|weiler|münster|hafen|haven)$")
"""How towns end that look like more than one thing."""
STOP = re.compile(
    rf"$|[.,;:!?)]| (?:{SAID}|is|was|has|had|needs|leaks|smells|floods|gets|est|était|n'a|a|sont|s'est)\b"
)
"""What follows a house's number that is spelled out, and that of a second house."""
AND_HOUSE = re.compile(rf" ?(?:&|/|\+|,|und|en|och|et|and|bis|t/m) ?[0-9]{{1,3}}[a-z]?(?={STOP.pattern})")
"""Another house behind the first one: "Am Markt 1 und 3"."""
