"""Texts for the tests of masking, all made up: what each looks like masked, and texts that must pass; holds no rule."""

from __future__ import annotations

MASKED = """
van meidoorn 44 komt altijd herrie => van [address] komt altijd herrie
Sandgrube 22 hat Ratten => [address] hat Ratten
3a Orchid is empty => [address] is empty
14 the limes no parking => [address] no parking
rose lane, 12 no post => [address] no post
Berth 6, Canal Basin is cold => [address] is cold
8 Les Tilleuls a encore des rats => [address] a encore des rats
Immeuble Le Méridien, appt 31 froid => [address] froid
lilas 4 bis plus de courrier => [address] plus de courrier
bill has the key => [name] has the key
Bo skottar åt alla => [name] skottar åt alla
Klara i trean vet => [name] i trean vet
we moved to twenty-two Mill Street => we moved to [address]
douze rue des Lilas est vide => [address] est vide
wir wohnen Domstraße siebzehn => wir wohnen [address]
15 king st is a mess => [address] is a mess
7 rue jean moulin est sombre => [address] est sombre
14 Ffordd y Mynydd floods => [address] floods
Drottningg. 12 luktar => [address] luktar
huis 12 in de Dorpsstraat staat leeg => huis [address] staat leeg
le 30 de l'avenue Foch fuit => le [address] fuit
Am Markt 1 und 3 sind leer => [address] sind leer
Hinterm Deich 6 fehlt Licht => [address] fehlt Licht
1012 AB 14 is ons adres => [address] is ons adres
mijn postcode is 5611zt => mijn postcode is [address]
753 20 är mitt postnummer => [address] är mitt postnummer
69003 Lyon, 12 cours Lafayette => [address]
flat 9 rowan court is cold => [address] is cold
mail an k.brandl ät postkasten.example => mail an [email]
la clio EF-418-ZB bloque le portail => la clio [account] bloque le portail
In Leeds Whitcombe did the same => In Leeds [name] did the same
I Lund sa Ekholm nej => I Lund sa [name] nej
groetjes els => groetjes [name]
ellie, kevin and fatima came => [name], [name] and [name] came
Talk to Priya in finance => Talk to [name] in finance
my line manager Dave Holt never listens => my line manager [name] never listens
Mrs Nakamura from HR => Mrs [name] from HR
Councillor Lindqvist promised a crossing => Councillor [name] promised a crossing
Ask Mohammed about it => Ask [name] about it
Chloe said the meeting was a waste of time => [name] said the meeting was a waste of time
Will told me to stop => [name] told me to stop
I think Mark should lead => I think [name] should lead
Grace and Will organise it => [name] and [name] organise it
According to Rose Martin we are fine => According to [name] we are fine
My neighbour Agnieszka has the key => My neighbour [name] has the key
Speak to Oluwaseun first => Speak to [name] first
dr. Patel at the surgery => dr. [name] at the surgery
Best, Sarah => Best, [name]
Regards, Tomasz K. => Regards, [name].
- Fatima => - [name]
Fatima's desk is too loud => [name]'s desk is too loud
mike's team is rude => [name]'s team is rude
i talked to sarah yesterday => i talked to [name] yesterday
Our director, Peter van den Berg, agreed => Our director, [name], agreed
De buurman Kees heeft een sleutel => De buurman [name] heeft een sleutel
mevrouw De Vries van de receptie => mevrouw [name] van de receptie
wethouder Jansen luistert niet => wethouder [name] luistert niet
mijn baas Willem-Jan van Dijk => mijn baas [name]
meneer Bakker zegt nee => meneer [name] zegt nee
bel Sanne even => bel [name] even
vraag het aan Anouk => vraag het aan [name]
Ik ben Daan => Ik ben [name]
groetjes, Floor => groetjes, [name]
Frau Schmidt ist nett => Frau [name] ist nett
Mein Chef Jürgen Vogel hört nicht zu => Mein Chef [name] hört nicht zu
mein Name ist Katrin => mein Name ist [name]
Madame Lefèvre a dit non => Madame [name] a dit non
demandez à Thierry => demandez à [name]
mon collègue Jean-Luc Moreau => mon collègue [name]
jag heter Astrid => jag heter [name]
fråga Björn => fråga [name]
Call me on 07911 123456 => Call me on [phone]
+44 (0)20 7946 0958 => [phone]
0044 20 7946 0958 is the line => [phone] is the line
020 7946 0958 => [phone]
07700900123 or 01632 960 983 => [phone] or [phone]
(555) 234-5678 => [phone]
1-800-555-0199 => [phone]
+1 415 555 2671 any time => [phone] any time
555.234.5678 => [phone]
020-6234567 => [phone]
bel 06 12345678 => bel [phone]
06-12 34 56 78 => [phone]
+31(0)6-12345678 => [phone]
030/1234567 => [phone]
0176 12345678 => [phone]
+49 30 901820 => [phone]
+33 1 70 18 99 00 => [phone]
06.12.34.56.78 => [phone]
+46 70 123 45 67 => [phone]
070-123 45 67 => [phone]
Tel: 496 0123 => Tel: [phone]
ring 0114 496 0123 ext 12 => ring [phone]
jane.doe+work@mail.example.co.uk please => [email] please
jane (at) example (dot) org => [email]
jane[at]example.org => [email]
naam at bedrijf punt nl => [email]
www.example.com/page. => [url].
see bit.ly/abc123 => see [url]
(https://example.org/a_(b)) => ([url])
example.co.uk has it => [url] has it
DM @jane.doe => DM [handle]
insta: jane_doe99 => insta: [handle]
my telegram is jane_d => my telegram is [handle]
Flat 3, 12 Oak Lane => [address]
i live at 14 station road => i live at [address]
221B Baker Street, London NW1 6XE => [address]
my postcode is SW1A 1AA => my postcode is [address]
Keizersgracht 174, 1016 DW Amsterdam => [address]
Ik woon op Lange Nieuwstraat 12a => Ik woon op [address]
postcode 3511 AB => postcode [address]
Berliner Straße 45, 10115 Berlin => [address]
Bahnhofstraße 3 => [address]
12 rue de la République, 75003 Paris => [address]
14 bis boulevard Voltaire => [address]
Storgatan 12, 111 22 Stockholm => [address]
1600 Pennsylvania Avenue, Washington, DC 20500 => [address]
742 Evergreen Terrace, Springfield, IL 62704 => [address]
PO Box 123 => [address]
IBAN: DE89 3704 0044 0532 0130 00 => IBAN: [account]
GB29 NWBK 6016 1331 9268 19 => [account]
my NI number is AB 12 34 56 C => my NI number is [account]
AB123456C => [account]
BSN 123456782 => BSN [account]
NHS number 943 476 5919 => NHS number [account]
card 4111 1111 1111 1111 => card [account]
SSN 078-05-1120 => SSN [account]
passport number 533401372 => passport number [account]
staff ID 448812 => staff ID [account]
employee number: 10293 => employee number: [account]
personnummer 850709-9805 => personnummer [account]
account 12345678 sort code 12-34-56 => account [account] sort code [account]
born on 12 March 1984 => born on [date of birth]
DOB 03/04/1971 => DOB [date of birth]
geboren op 5 mei 1990 => geboren op [date of birth]
Tell Ngozi I said thanks => Tell [name] I said thanks
Ravi Shankaran in IT fixed it => [name] in IT fixed it
Please contact Marta Kowalczyk about keys => Please contact [name] about keys
I'm Steph, team lead => I'm [name], team lead
hi I'm deepak => hi I'm [name]
This was Jo's idea => This was [name]'s idea
Signed: Beatrice => Signed: [name]
Yours, Ahmed => Yours, [name]
Thanks, Olu => Thanks, [name]
Prof. Dr. Weber lectures => Prof. Dr. [name] lectures
Miss Trunchbull is scary => Miss [name] is scary
Mr. and Mrs. Patel live there => Mr. and Mrs. [name] live there
my manager won't listen, Karen never does => my manager won't listen, [name] never does
My colleague from accounts, Dimitri, left => My colleague from accounts, [name], left
(Tariq knows more) => ([name] knows more)
Linda & Piet organiseren het => [name] & [name] organiseren het
Jeroen van der Meer heeft dat beloofd => [name] heeft dat beloofd
mijn collega Fatma helpt => mijn collega [name] helpt
Bedankt Wim! => Bedankt [name]!
volgens Ingrid is het te laat => volgens [name] is het te laat
mw. Yilmaz => mw. [name]
dhr. P. de Boer => dhr. [name]
de heer Van Dam => de heer [name]
buurvrouw Truus => buurvrouw [name]
mijn zoon Bram => mijn zoon [name]
Ik heet Hope => Ik heet [name]
Groeten Henk => Groeten [name]
Vraag maar aan Joost => Vraag maar aan [name]
praat met Saskia van HR => praat met [name] van HR
Ich heiße Gül => Ich heiße [name]
Fragen Sie Herrn Müller => Fragen Sie Herrn [name]
Meine Kollegin Sabine hat Recht => Meine Kollegin [name] hat Recht
Dr. Hoffmann weiß Bescheid => Dr. [name] weiß Bescheid
Mme Girard est gentille => Mme [name] est gentille
ma voisine Chantal => ma voisine [name]
Je m'appelle Moussa => Je m'appelle [name]
merci à Sylvie => merci à [name]
min chef Lars Nilsson => min chef [name]
Fru Andersson => Fru [name]
tack till Elin => tack till [name]
Jürgen und Heike haben gekocht => [name] und [name] haben gekocht
Thierry et Nadia ont raison => [name] et [name] ont raison
Anders och Karin => [name] och [name]
ik ben Nadia van team 3 => ik ben [name] van team 3
Spoke with Xiaoming last week => Spoke with [name] last week
ask Siobhán => ask [name]
ask Mairead, she runs it => ask [name], she runs it
according to Zbigniew => according to [name]
my boss is called Trevor => my boss is called [name]
the caretaker, Mr Pugh, shouts => the caretaker, Mr [name], shouts
The lead is Anjali => The lead is [name]
Cllr. J. Smith-Jones => Cllr. [name]
Rosie from the cafe => [name] from the cafe
emma and liam did it => [name] and [name] did it
Ms. van Houten => Ms. [name]
Mayor Sadiq Khan => Mayor [name]
tel. 0207 946 0123 => tel. [phone]
07700-900-456 => [phone]
+44 7700 900 456 => [phone]
(020) 7946 0018 => [phone]
010-1234567 => [phone]
0031 6 1234 5678 => [phone]
+316-12345678 => [phone]
Tel.: +49 (0) 89 1234567 => Tel.: [phone]
0049 89 1234567 => [phone]
089 / 12 34 56 78 => [phone]
+1 (202) 555-0147 => [phone]
202.555.0119 ext. 5 => [phone]
08-123 456 78 => [phone]
+46 8 123 456 78 => [phone]
0033 1 23 45 67 89 => [phone]
phone: 555-0134 => phone: [phone]
WhatsApp 07700 900999 => WhatsApp [phone]
my number is 07700900111. => my number is [phone].
info@bid-town.example => [email]
piet.jansen@voorbeeld.nl, jan@x.org => [email], [email]
contact at parks dot org dot uk => [email]
joe_b (at) example.org => [email]
@parkfriends on insta => [handle] on insta
follow @bid_town! => follow [handle]!
tiktok: @joe.b.99 => tiktok: [handle]
http://town.example/plan?a=b#c => [url]
town.gov.uk/consultation => [url]
linkedin.com/in/joe-bloggs => [url]
forms.gle/AbC123 => [url]
youtu.be/xyz => [url]
wa.me/447700900123 => [url]
gemeente.nl => [url]
12 Mill Lane, Leeds LS1 4AP => [address]
Flat 2B, 17 Castle Road => [address]
17a Castle Rd. => [address]
my house, 9 Elm Close => my house, [address]
LS1 4AP => [address]
EC1A 1BB please => [address] please
Prinsengracht 263-267 => [address]
Stationsplein 1, 3511 ED Utrecht => [address]
1012 JS Amsterdam => [address]
Marktplatz 7, 79098 Freiburg => [address]
Lindenallee 12b => [address]
Am Markt 5, 18055 Rostock => [address]
Drottninggatan 5, 111 51 Stockholm => [address]
Vasagatan 16 => [address]
3 place Bellecour, 69002 Lyon => [address]
25, rue du Faubourg Saint-Honoré, 75008 Paris => [address]
350 Fifth Avenue, New York, NY 10118 => [address]
NI number QQ123456C => NI number [account]
my NINO is JG 10 37 59 A => my NINO is [account]
IBAN GB82 WEST 1234 5698 7654 32 => IBAN [account]
FR76 3000 6000 0112 3456 7890 189 => [account]
rekening NL20INGB0001234567 => rekening [account]
BSN: 111222333 => BSN: [account]
passport 925665416 => passport [account]
customer number 8812345 => customer number [account]
sort code 20-00-00, account 55779911 => sort code [account], account [account]
the van LK19 XWF is always there => the van [account] is always there
kenteken XK-482-R staat op de stoep => kenteken [account] staat op de stoep
she lives 8 the Paddocks now => she lives [address] now
number 14 on Chapel Road => number [address]
op nummer 15 in de Beukenstraat => op nummer [address]
come to unit 7 Harbourside Estate, Cork T12 X8RF => come to [address]
the pothole is at 350 5th Ave => the pothole is at [address]
5 rue du 8 mai 1945 => [address]
Hinterm Bahnhof 12 gibt es keinen Gehweg => [address] gibt es keinen Gehweg
06 - 5550 1299 of doorkiesnummer 221 => [phone] of doorkiesnummer [phone]
mail jo.smith at gmail dot com or jo@gmail,com => mail [email] or [email]
Quorvath and I are tired => [name] and I are tired
Quorvath, our caretaker, left => [name], our caretaker, left
our caretaker, Quorvath, left => our caretaker, [name], left
Quorvath from accounts lost it => [name] from accounts lost it
Quorvath's mother came => [name]'s mother came
Quorvath said no => [name] said no
Ask Quorvath about it => Ask [name] about it
enligt Lindqvist går det inte => enligt [name] går det inte
kevin und mandy kommen zu spät => [name] und [name] kommen zu spät
Sabines Idee war gut und neu => [name] Idee war gut und neu
lee in accounts shouted => [name] in accounts shouted
mijn collega quorvath werkt hard => mijn collega [name] werkt hard
chez les Martin => chez les [name]
Summer and her mum came => [name] and her mum came
it is 22b high street => it is [address]
they moved to Beech Road, number 40 => they moved to [address]
Van den Berg zei dat ook => [name] zei dat ook
ask jan or thank sue => ask [name] or thank [name]
wij wonen in utrecht, parklaan 8 => wij wonen in utrecht, [address]
mit julia geredet und gelacht => mit [name] geredet und gelacht
we live at 4 Turner Brooks now => we live at [address] now
Max-Schön-Weg 67 hat keinen Aufzug => [address] hat keinen Aufzug
ruf 02233/61485405 an => ruf [phone] an
das Auto ZH-423 601 steht falsch => das Auto [account] steht falsch
a table for 4 at andrea's => a table for 4 at [name]'s
my aunt in 21 Trevelyan has the key => my aunt in [address] has the key
Flat C, 15 Delph no heating => [address] no heating
woonboot Amstel 212 => woonboot [address]
Gewerbepark Süd 12 ist laut => [address] ist laut
18, r. de la Gare => [address]
06 39/98/04/11 => [phone]
the damp at 16 tanners row is bad => the damp at [address] is bad
7 quarry bank is flooded => [address] is flooded
put a lamp by unit 9 canal wharf => put a lamp by [address]
44 Gallowgate, top floor => [address]
zuiderdwarsvaart 77 heeft geen stoep => [address] heeft geen stoep
de lamp bij Zonnebloem 14 is stuk => de lamp bij [address] is stuk
't Zand 14 is een zooi => 't [address] is een zooi
het gaat om Plein 1953 nr 6 => het gaat om [address]
die tonnen vor kastanienstieg 8 sind voll => die tonnen vor [address] sind voll
auf dem sand 7 ist es laut => [address] ist es laut
bruit au 40 cours lafayette toute la nuit => bruit au [address] toute la nuit
rue basse 17 est vide => [address] est vide
le lieu-dit la Grange 2 est oublié => le [address] est oublié
Hagalund 112 saknar lampor => [address] saknar lampor
olof palmes gata 18 är mörk => [address] är mörk
steuer id 12 345 678 911 => steuer id [account]
piet heeft de sleutel => [name] heeft de sleutel
van bram mag het niet => van [name] mag het niet
rose and me do the garden => [name] and me do the garden
bart en sofie trekken de kar => [name] en [name] trekken de kar
lotte 12 jaar wil een skatebaan => [name] 12 jaar wil een skatebaan
Rosemary from flat 6 has no lift => [name] from flat 6 has no lift
wethouder Brouwers belooft veel => wethouder [name] belooft veel
alla gillar marlon => alla gillar [name]
Corrie Zandstra 84 kan niet mee => [name] 84 kan niet mee
jonas 12 will fussball => [name] 12 will fussball
"""
"""One a line: a text, and what its author is shown."""

HARMLESS = """
de hond heet Max
Carl Larsson-idyll är det inte
en klaar is kees
Dirk is goedkoper dan hier
Otto bestellen ist einfacher
Björn har setts i skogen
Hampus är ett rum i skolan
Kära grannar, kom och fika
Jaren geleden was hier een bos
Allen geht es gleich
Sera-t-il ouvert le dimanche
Jasmijn ruikt lekker langs de kade
Sam-sam delen we de kosten
Bollard 14 is bent
Kiosk 14 is closed
Du 5 au 12 le Parc est fermé
Friends of Victoria Park do great work
St Mary's and St James's Park
the BID and the Mayor
Mayor and council
13.95 pounds per hour
open 9.00-17.30 and 08:30-12:00
bus 12, 14 and 205
250 homes on Park Road
45% of 1,200 people
on 12/03/2024 and 2024-05-06
meet on 3 May at 10.30
I will mark the date in May
Hope Street is dark
Rose Garden and Grace Church
the Victoria line
Chelsea and Kingston have it
Summer events, Joy and hope
Will there be parking?
May I suggest benches?
Bill payments are late
King's Cross station
Queen Elizabeth Hall
Marks & Spencer closed
John Lewis left the high street
Albert Heijn is te duur
the Albert Hall
Ask Finance and Procurement
Speak to Highways
Talk to the Council
thanks to Zoom and Teams
ask London, they know
Contact Ofcom
Council Tax is £1,950.00 a year
2 000 000 euro
room 101 on floor 3
from 2019 to 2023/24
5 Year Plan and 20 mph Zone
3 High Streets
Ticket 123456789
version 1.2.3.4
score 7/10, 8-9
the Turing Way
Martin Luther King Day
Nelson Mandela Park
Jubilee Line
Christmas market in December
English and Dutch lessons
Dean Street and Frank Road
de Dom in Utrecht
het Wilhelminapark en de Jan van Galenstraat
Koningin Emma plein
Vrienden van het Vondelpark
de Sint Jan kerk
2 Wegen und 3 Plätze
Die Leute wollen Ruhe
Der Vorstand und der Rat
Amis du quartier Saint-Michel
Wir brauchen Bänke in der Stadt
op 4 mei om 20.00 uur
€ 12.500 voor 3 bomen
in 2024 AD and 1500 EU grants
Step 1 2 3 4 5 6 7 8 9 10
Jobcentre Plus, Citizens Advice
Extinction Rebellion and the National Trust
Monday to Friday, Sunday closed
e.g. St. Andrew's Hall
I love Jack Daniels
The Christian Union, the Muslim community
Dr Martens shop
Sunny and Misty days
All Saints Church, Holy Trinity
Sir Robert Peel pub
the Oxford Road corridor
Penny wise
Jasmine tea, Ginger cake
Alexandra Palace
more Art in the park
Rich and poor
Guy Fawkes night
pat on the back
sue them
don't jack up prices
the dean of the college
Sure.Thing
etc.So on
Q1-Q3 2024, 16-18 year olds
3 x 4 m and 10 000 m2
A12 / N201 / M25
ISO 9001:2015
T-shirts for 12.50
7-8 pm, 19:00-21:00
open Mon-Fri 0900-1700
number 12 bus
call 999 or 111 or 112
1 in 5, 2 of 3
£1.5m - £2,000,000
Friends of Hyde Park are tired
The Friends want more
Saint Mary's Church hall
St. Peter's Square
Town BID Manager post
the Deputy Mayor spoke
Mayor's question time
£13.95 an hour
13,95 euro per uur
1995-1999 was better
in 1999, 2004 and 2011
30 June 2024 at 14:30
every 2nd Tuesday, 6.30-8.00pm
No. 7 bus and the 22
1,250 houses and 300 flats
12% to 15.5 %
Green Lane is a mess
Church Street, Mill Road
Victoria Road car park
Albert Square events
Faith, hope and charity
Hope it works
Joy for all
Rose beds need care
May is fine
June or July
I may go, will you?
Mark the crossing
Bill it to us
Frank discussions
Grant funding
Sue for damages
Pat answers
Rob the bank
Drew a map
Will power
Art classes
Dawn chorus
Carol singing
Jack of all trades
Harry Potter books
Lloyds and Barclays
Sainsbury's car park
McDonald's litter
Greggs on George Street
Queen Victoria statue
William Street to James Road
Charlotte Square
the Johnson report
the Nelson pub
Wilson Room
Nobel Prize
Burns Night
Washington and Boston
Paris, Milan, Sydney
Austin cars
Chester zoo
Windsor Castle
Cambridge Analytica
Lean and Kanban
Scrum Master role
Product Owner missing
Sprint Review at 3
Q3 OKRs unclear
HR, IT and Legal
Ask the HR team
thanks to the volunteers
thank God
Meet at Costa
Talk to me
Speak to us in Welsh
Call centre staff
Ask Siri
Prime Minister and MPs
Dr. visits
Het Amstelpark is mooi
De gemeente en het waterschap
Wil je dat?
Roos en tulp
Bloemen en bomen, Linde en Eik
in mei of juni
de A12 bij Utrecht
van 9.00 tot 17.30 uur
€ 13,95 per maand
lijn 5 en bus 22
200 huizen, 35 procent
Koningsdag en Sinterklaas
Dam Square
de Beatrixschool
Prinses Beatrixlaan is druk
Wethouder en raad
Burgemeester moet luisteren
Freunde der Stadtbibliothek
Der Bürgermeister und die Stadt
Im Mai 2023
Ich bin Lehrer
Mehr Bäume, Bänke und Wege
Amis de la Terre
Le maire et la mairie
Je suis Français
Parken är fin
Vänner av biblioteket
the car in 2024 has 120 spaces
phase 2 Park Road
In de Kerkstraat 3 winkels dicht
På Kungsgatan 8 nya bänkar
In der Hauptstraße 12 neue Laternen
rue Haute 12 places supprimées
Seven Sisters Road is jammed
two Main Street shops shut
2 Way Street please
la 2e place du concours
my bike is a Raleigh
theres no light
An Tor 3 warten alle
3500 PV panelen en 2024 BV
ticket AB-418-KD is open
we meet at 10 the Green Party comes too
open van 08.30 - 12.30 of op 06 - 10 - 2024
Karl XII:s torg är mörkt
Johnson & Johnson paid for it
De Annie M.G. Schmidtschool is oud
Vincent van Goghschool heeft geen gymzaal
Die Schule hat 18 Klassen
Rosen, Jasmin und Heide pflanzen
Une rose et un olivier devant la mairie
Finn en lösning, rita en karta och sanda gatan
20 Mark Eintritt damals
Der Tod ist kein Thema, der Bart ist ab
ich lasse das und andre Leute auch
the 3 Miles walk
Trams from Quorvath to the sea
ask ChatGPT, thanks Vodafone
page 3, rue Basse
we sell Ben & Jerry's
abuse at some point of their lives, akin to yong people
American Academy of Pediatrics said so
we all use figma.com and canva.com
at 8 Mile we stop
Zeile 3 und Textzeile 12
3 R. and more
at 6 dog walk is lovely
2 schools one road no crossing
at 7 kids close the gate
from 9 the square is dead
Prullenbak 14 is vol
Pendeltåg 43 är alltid sent
Sopkärl 12 är fullt
Schillerstraße 30 fahren reicht
bei halte 3 ist kein dach
à 8h place de la mairie
à 30 rue pasteur c'est mieux
rue pasteur à 30
2e rue à droite
på plats 3
Résidence 3 étages
fy fabian vad skräpigt
Hon säger nej
don't be a karen
storm Ciara blew the fence down
Stade Geoffroy Guichard est loin
Sturm Sabine hat Bäume umgeworfen
Bernd das Brot gucken
rose from 4 to 6 percent
klas 4 is te vol
på birger jarlsgatan är det kö
de voorzitter van Feyenoord is boos
notre directeur de Lille est parti
"""
"""One a line: nothing to hide."""

HOSTILE = (
    "a.",
    "@",
    "1 ",
    "A",
    "a@",
    "a.b@",
    "a at b dot ",
    "(0",
    "+1",
    "1-",
    "07700 ",
    "Aa ",
    "Aa-",
    "1 Aa ",
    "Flat 1, ",
    "Mr ",
    "my boss ",
    "and Anna ",
    "Anna Smith ",
    "van de ",
    "J. ",
    "[a",
    "(",
    " ",
    "\n",
    "u/",
    "@a ",
    "http://",
    "www.a",
    "AB1 2CD ",
    "NL91 ABNA ",
    "1234 ",
    "born 1 ",
    "id id ",
    "id no 1 ",
    "insta is ",
    "call me on ",
    "Aa 1 ",
    "Teststraat ",
    "1 rue de la ",
    "Via A ",
    "1 a road ",
    "1/2/",
    "12-",
    "1 Ab Street, York ",
    "TX 12345 ",
    "1234 AB Utrecht ",
    "name is A ",
    "a (at) ",
    "live at 1 Aa ",
    "op de Aa 1a ",
    "Flat 1, Aa Court ",
    "Äa-Bé ",
    "[at",
    "a dot ",
    "a dot a at ",
    "a@a , ",
    "car AB-1",
    "no 1 in de ",
    "Xx, our boss, ",
    "me and Xx and ",
    "Xxs ",
    "Xx and ",
    "Xx said ",
    "9",
    "++1",
    "8.30-",
    "é",
    "é",
    "￼",
    "¼",
    "1234 AB 1 ",
    "12345 Berlin, ",
    "twelve Rose Lane ",
    "twenty two ",
    "Aag. 1 ",
    "bor på aa 1 ",
    "1 rue aa aa ",
    "1 aa st ",
    "rés aaa aaa ",
    "unit 1 aaa aaa ",
    "am aaa 2 ",
    "12 aaa aaa aaa lane aa ",
    "rue de aaa aaa 3 ",
    "Aaaaa Bbbbb 12 ",
    "jan en ",
    "ik heb het Jan ",
    "Het ",
)
"""Repeated up to the longest answer, these tempt a careless pattern to read everything again and again."""
