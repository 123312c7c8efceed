"""Finds e-mail addresses, links and handles; must not know names or numbers.

Every pattern begins where no such character stands before and takes its runs possessively, so that no character is read
more than a few times, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from flows.masking.spans import Span, before, words_in

EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]++(?:@| @ )[\w-]++(?:\.[\w-]++)++")
BRACKETS = r" ?[(\[{<] ?(?:at|ät|apenstaartje|arobase|@|a) ?[)\]}>] ?"
DOTS = r" ?[(\[{<] ?(?:dot|punt|punkt|point|\.) ?[)\]}>] ?"
LOCAL = rf"(?<![\w.%+-])[\w.%+-]++(?:{DOTS}[\w.%+-]++){{0,2}}+"
SPOKEN = tuple(
    re.compile(
        rf"{LOCAL}(?:(?: {dot} [\w.%+-]++){{1,3}}+ (?:{at}) (?P<told>[\w-]++(?:(?:{DOTS}| {dot} |\.)[\w-]++)++)"
        rf"|(?:{BRACKETS}|@| @ )(?P<host>[\w-]++(?:(?:{DOTS}| {dot} |\.)[\w-]++)++)"
        rf"| (?:{at}) (?P<said>[\w-]++(?:\.[\w-]++)*+(?:(?:{DOTS}| {dot} )[\w-]++)++))",
        re.IGNORECASE,
    )
    for at, dot in (
        ("at", "dot"),
        ("at|apenstaartje|apenstaart", "punt"),
        ("at|ät|snabel-a", "punkt"),
        ("arobase", "point"),
    )
)
"""One a language: "at some point in" is no address."""
TELLS = re.compile(r" (?:ät|arobase|apenstaartje|apenstaart|snabel-a|kringel-a|klammeraffe) ", re.IGNORECASE)
"""Words for the sign in an e-mail address that mean nothing else."""
UNMISTAKEN = re.compile(rf"{LOCAL}{TELLS.pattern}[\w-]++(?:\.[\w-]++)++", re.IGNORECASE)
"""With one of these the dot may stay a dot."""
AT_HOST = re.compile(
    r"(?<!\w)(?:e-?mails?|mailadres|mail|mejl|epost|e-post|courriel|adresse|adres|address)(?: (?:is|me|us|ist|est|är|op|an|à|at|to))*[ :]+"
    r"(?P<found>(?!(?:me|us|at|them|him|her|him|you|it)\b)[\w.%+-]{2,64}+ at [\w-]++(?:\.[\w-]++)++)",
    re.IGNORECASE,
)
"""With "at" only behind the word for such an address."""
SLIPPED = re.compile(
    r"(?<![\w.%+-])[\w.%+-]++ ?@ ?(?:[\w-]++(?: ?\. ?| ?, ?)(?:com|org|net|info|nl|de|fr|se|be|ch|eu|ie|co\.uk)(?!\w)"
    r"|(?:gmail|hotmail|outlook|yahoo|icloud|gmx|ziggo|protonmail|telia)(?![\w@-]))",
    re.IGNORECASE,
)
"""With a comma for a dot, a space too many, or a provider everybody knows without its ending."""
SPELLED = re.compile(r"[(\[{<]| (?:dot|punt|punkt|point) ", re.IGNORECASE)

LINK = re.compile(r"(?<!\w)(?:https?://|ftp://|www\.)[^\s\ufffc<>\"]++", re.IGNORECASE)
DOMAIN = re.compile(
    r"(?<![\w.@-])(?P<host>[\w-]++(?:\.[\w-]++)++)(?P<port>:[0-9]{2,5}+)?+(?P<path>/[^\s\ufffc<>\"]*+)?+"
)
ENDINGS = words_in("""
    com org net info eu uk nl de fr be ch dk pl cz edu gov mil int biz app dev io page site online shop blog tech
    cloud example xyz london amsterdam berlin nu gle
    """)
"""Top-level names that no sentence ends with by mistake."""
SHORT = words_in("""
    se es it at is me us ly co tv ai fi no pt ie in to ee gl so im ru ca au nz za jp cn tr gr ro hu lu
    """)
"""Top-level names that are also words: only with a path or within a longer host."""
SERVICES = words_in("""
    google gmail youtube facebook instagram whatsapp messenger telegram signal twitter tiktok snapchat linkedin pinterest reddit
    quora tumblr mastodon threads discord slack zoom webex skype jitsi trello asana monday notion evernote todoist clickup
    basecamp airtable figma miro mural canva jamboard mentimeter slido kahoot padlet quizlet duolingo moodle surveymonkey typeform
    doodle calendly dropbox wetransfer box github gitlab bitbucket stackoverflow npmjs pypi docker codepen kaggle heroku netlify
    vercel squarespace wix wordpress shopify etsy ebay amazon alibaba aliexpress temu shein zalando asos ikea netflix spotify
    deezer soundcloud twitch vimeo disneyplus hulu airbnb booking expedia tripadvisor skyscanner kayak uber bolt lyft blablacar
    flixbus strava komoot garmin fitbit duckduckgo bing yahoo hotmail outlook icloud office microsoft apple adobe openai chatgpt
    deepl grammarly overleaf wikipedia wiktionary archive paypal stripe klarna revolut wise justgiving gofundme kickstarter patreon
    meetup eventbrite ticketmaster nextdoor indeed glassdoor monster immoscout24 immobilienscout24 immowelt check24 funda
    marktplaats vinted leboncoin blocket hemnet gumtree rightmove zoopla craigslist change avaaz openpetition campact coursera udemy
    edx khanacademy steam roblox minecraft fortnite bbc cnn nytimes theguardian spiegel zeit tagesschau lemonde nos nu svt
    aftonbladet openstreetmap waze citymapper moovit
    """)
"""Whose name before the dot is everybody's: with any ending and no path it is the service that is meant, nobody's page."""
PRODUCTS = words_in("""
    booking.com bol.com amazon.com amazon.de amazon.nl amazon.fr amazon.co.uk amazon.se monday.com make.com cal.com salesforce.com
    asp.net paint.net kahoot.it draw.io diagrams.net fortnite.com hotels.com trivago.com change.org last.fm web.de gmx.de gmx.net
    t-online.de check24.de immobilienscout24.de immowelt.de kleinanzeigen.de ebay-kleinanzeigen.de bahn.de mobile.de
    autoscout24.de nebenan.de jameda.de doctolib.de doctolib.fr leboncoin.fr seloger.com orange.fr free.fr laposte.net
    sncf-connect.com blablacar.fr impots.gouv.fr ameli.fr service-public.fr marktplaats.nl funda.nl thuisbezorgd.nl
    coolblue.nl tweakers.net nu.nl buienradar.nl ns.nl 9292.nl nextdoor.nl kamernet.nl indeed.com glassdoor.com rightmove.co.uk
    zoopla.co.uk gov.uk nhs.uk airbnb.com zoom.us meetup.com eventbrite.com wordpress.com openstreetmap.org blocket.se hemnet.se
    hitta.se eniro.se tradera.com 1177.se wikipedia.org archive.org overleaf.com character.ai stack.nl outlook.com gmail.com
    hotmail.com buurtbus.nl vinted.nl vinted.fr vinted.de justeat.co.uk pagesjaunes.fr meteofrance.com
    """)
"""Products and offices whose name is an address on the web: everybody's, so they tell nothing of anybody."""
OWN_SITE = re.compile(
    r"(?<!\w)(?:sites?|websites?|pages?|blogs?|links?|visit|web|see|zie|op|siehe|unter|voir|sur|se|på|at|is|mail|mijn"
    r"|my|mein|mon|min)[ :]+$"
)
"""Before an address on the web that somebody points at."""
WORDS_BEFORE_DOT = words_in("e.g i.e a.m p.m etc z.b d.h u.a m.a.w o.a")

HANDLE = re.compile(r"(?<![\w@.])@(?P<name>[A-Za-z_][A-Za-z0-9_.-]{1,40}+)(?:@[\w-]++(?:\.[\w-]++)++)?+")
NO_HANDLES = words_in("all channel everyone home here least night noon once room school the this work")
NETWORKS = (
    "insta|instagram|ig|telegram|tg|twitter|snap|snapchat|tiktok|discord|skype|whatsapp|facebook|fb|mastodon|bluesky|linkedin"
    "|threads|reddit|github|signal|username|user name|handle|gebruikersnaam|benutzername|pseudo|användarnamn"
)
CUED = re.compile(
    rf"(?<!\w)(?:{NETWORKS})(?: (?:name|account|handle|naam|me|is|as|on|under|at|ist|als|is:|id)){{0,3}}+(?: ?[:=] ?| )"
    r"(?P<name>[A-Za-z_][A-Za-z0-9_.#-]{2,40}+)",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"(?<![\w/.])/?u/[A-Za-z0-9_-]{3,30}+")


def links(text: str) -> Iterator[Span]:
    """Links with their scheme, and bare domains whose ending is one."""
    for match in LINK.finditer(text):
        yield Span(match.start(), match.start() + len(trimmed(match[0])), "url")
    for match in DOMAIN.finditer(text):
        found = trimmed(match[0])
        host = match["host"].strip(".")
        path = bool(match["path"] and match["path"].strip("/"))
        if is_domain(host, path=bool(match["path"])) and (path or not is_product(text, match.start(), host)):
            yield Span(match.start(), match.start() + len(found), "url")


def trimmed(link: str) -> str:
    """A link without the punctuation of the sentence around it; a bracket stays that was opened within."""
    while link and (link[-1] in ".,;:!?'*_" or (link[-1] == ")" and link.count(")") > link.count("("))):
        link = link[:-1]
    return link


def is_domain(host: str, *, path: bool) -> bool:
    """Whether the dots are those of a host, not of a sentence that goes on without a space."""
    labels = host.split(".")
    last = labels[-1]
    if not last.isascii() or host.lower() in WORDS_BEFORE_DOT or not any(char.isalpha() for char in labels[0]):
        return False
    known = last in ENDINGS or (last.isupper() and last.lower() in ENDINGS and host.isupper())
    return known or (last in SHORT and (path or (len(labels) > 2 and len(labels[-2]) > 1)))


def is_product(text: str, start: int, host: str) -> bool:
    """Whether a host is the name of a product: a known one, or one with a capital amid a sentence that points at nothing."""
    service = host.lower().partition(".")[0] in SERVICES and host.count(".") <= 2
    if service or host.lower() in PRODUCTS:
        return True
    lead = before(text, start)
    amid = re.search(r"[^\W_],? $", lead) is not None
    return amid and host.count(".") == 1 and host[0].isupper() and not OWN_SITE.search(lead)


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses, also those spelled out against robots: "name at host dot org"."""
    for match in EMAIL.finditer(text):
        host = match[0].rpartition("@")[2].strip()
        if host.rpartition(".")[2].isalpha():
            yield leaner(match.start(), match.end(), match[0])
    for match in chain(SLIPPED.finditer(text), UNMISTAKEN.finditer(text) if TELLS.search(text) else ()):
        yield leaner(match.start(), match.end(), match[0])
    for match in AT_HOST.finditer(text) if " at " in text else ():
        yield Span(match.start("found"), match.end(), "email")
    for match in chain.from_iterable(pattern.finditer(text) for pattern in SPOKEN):
        ending = re.split(r"[\W_]+", match["host"] or match["said"] or match["told"])[-1]
        if SPELLED.search(match[0]) and ending.isalpha() and 2 <= len(ending) <= 10:
            yield leaner(match.start(), match.end(), match[0])


def leaner(start: int, end: int, found: str) -> Span:
    """An e-mail address without the punctuation before it."""
    return Span(start + len(found) - len(found.lstrip(".-%+")), end, "email")


def handles(text: str) -> Iterator[Span]:
    """`@name`, and what follows the name of a network if it looks like no word."""
    for match in HANDLE.finditer(text):
        if match["name"].lower().strip(".-") not in NO_HANDLES:
            yield Span(match.start(), match.start() + len(match[0].rstrip(".-")), "handle")
    for match in CUED.finditer(text):
        name = match["name"].rstrip(".-#")
        if re.search(r"[a-z]", name, re.IGNORECASE) and re.search(r"[0-9_#]|[a-z]\.[a-z]", name):
            yield Span(match.start("name"), match.start("name") + len(name), "handle")
    for match in ELSEWHERE.finditer(text):
        yield Span(match.start(), match.end(), "handle")


def contacts(text: str) -> Iterator[Span]:
    """All of them; they may overlap."""
    yield from emails(text)
    yield from links(text)
    yield from handles(text)
