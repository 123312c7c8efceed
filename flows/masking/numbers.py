"""Finds telephone numbers, numbers of accounts and documents, and dates of birth; must not know names or streets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from flows.masking.spans import Span, before

RUN = re.compile(r"(?<![\w.,/£$€+-])[+(]?+[0-9][0-9 ().\-/]*+")
"""From a digit as far as digits and what stands between them go. A price or a decimal has no such beginning."""
DIGITS = re.compile(r"[0-9]++")
EXTENSION = re.compile(
    r"[,;]? ?\(?(?:ext|extn|extension|toestel|tst|doorkiesnr|doorkiesnummer|dw|durchwahl|apparat|app|nst|nebenstelle"
    r"|ankn|anknytning|poste|p"
    r"|postes|x|#|intern|interne|option|optie|keuze|val)(?:\.|:)? ?(?:nr\.? ?|no\.? ?|number |n° ?)?[0-9]{1,5}+(?![0-9])\)?",
    re.IGNORECASE,
)
INSIDE = re.compile(
    r"(?<!\w)(?:ext|extn|extension|doorkies(?:nr|nummer)|toestel(?:nr|nummer)?|durchwahl|nebenstelle|apparat"
    r"|anknytning|ankn)(?:\.|:)? ?(?:is |nr\.? ?|no\.? ?|number |nummer |ist |är )?(?P<number>[0-9]{3,5})(?![\w/-]|[.,][0-9])",
    re.IGNORECASE,
)
CALL = re.compile(
    r"(?<!\w)(?:tel|tél|phone|telephone|telefoon|telefon|téléphone|telefoonnummer|telefonnummer|call|called|calling|ring"
    r"|mobile|mob|mobil|mobiel|cell|cellphone|handy|portable|fax|text|sms|whatsapp|app|bel|bellen|ruf|rufen|anrufen|nummer"
    r"|appelez|appeler|number|landline|line|dial|reach me on|reach me at|ph)(?: (?:me|us|him|her|no|nr|is|on|at|mij|är|ist|est|le|die|der"
    r"|ons|op|an|moi|my|mijn|the|number|nummer|numéro|office|home)\b|[ .:]){0,6}+$"
)
NO_CALL = re.compile(
    r"(?<!\w)(?:(?:invoice|order|ref|reference|case|ticket|isbn|issn|ean|factuur|bestelling|rechnung|facture|version"
    r"|account|budget|grant|project|permit|contract"
    r"|agreement|job|vacancy|tracking|parcel|barcode|serial|batch|build|docket|claim|complaint|incident|issue|zaak"
    r"|melding|referentie|kenmerk|klacht|bon|vergunning"
    r"|subsidie|dossier|vacature|offerte|kvk|btw|vorgang|aktenzeichen|az|auftrag|bestell|antrag|beschwerde|störung"
    r"|angebot|sendung|förder|hrb|commande|référence|réf"
    r"|devis|réclamation|demande|siret|siren|colis|ärende|dnr|diarie|faktura|beställning|anmälan|felanmälan|orgnr"
    r"|organisations?|ansökan)(?:s)?"
    r"(?:nummer|number|nr|num|id)?)(?:[ .:#-]|(?:no|nr|number|nummer|numéro|num|n°|is|ist|est|är|de|id)\b"
    r"|°){0,6}+(?:[a-z]{1,4}[-/ ]?)?+$"
)
DATED = re.compile(
    r"(?<![0-9])(?<![0-9][-./])(?:[0-3]?[0-9]([-./])[01]?[0-9]\1(?:19|20)?[0-9]{2}|(?:19"
    r"|20)[0-9]{2}([-./])[01]?[0-9]\2[0-3]?[0-9])(?![-./]?[0-9])"
)
AREA = re.compile(
    r"^(?:\(?(?:\+|00)[0-9]{1,3}\)? ?(?:\(0\) ?)?[0-9]{1,5}|\(?0[0-9]{1,5})\)? ?[-/] ?(?=[0-9])"
    r"| ?[-/] ?(?:[1-9][0-9]{0,3}|0{1,2})$"
)
"""A country and an area before a number, a desk behind: what parts them from the rest parts no two numbers ("06 - 5550 1299")."""
TORN = re.compile(r"(?! / )[ ./-]{3}|[ ./-]{4}")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[ .][0-9]{3})++$")
YEARS = re.compile(r"(?:19|20)[0-9]{2}(?:[ /-]+(?:19|20)?[0-9]{2})*+$")
UNITS = re.compile(r" ?(?:%|€|£|\$|euros?\b|pounds?\b|km\b|kg\b|people\b|mensen\b|hours\b|uur\b)", re.IGNORECASE)

PAIRED = re.compile(r"0[1-9][ /][0-9]{2}/[0-9]{2}/[0-9]{2}/[0-9]{2}")
"""As the French write a telephone with slashes."""
LONGEST = 8
"""Groups of digits a number may have; a longer row of numbers is searched group by group."""


def phones(text: str) -> Iterator[Span]:
    """Telephone numbers, international or in a national writing, with an extension behind."""
    for run in RUN.finditer(text):
        yield from numbers_within(text, run.start(), run[0])


def extensions(text: str) -> Iterator[Span]:
    """The extension of somebody's telephone at work, where it is told alone."""
    for match in INSIDE.finditer(text):
        if not YEARS.match(match["number"]) and not UNITS.match(text, match.end()):
            yield Span(match.start("number"), match.end(), "phone")


def numbers_within(text: str, start: int, run: str) -> Iterator[Span]:
    """The telephone numbers in a run of digits: from each group of digits on, the longest that is one."""
    groups = [(match.start(), match.end()) for match in DIGITS.finditer(run)]
    lead = before(text, start)
    called, barred = bool(CALL.search(lead)), bool(NO_CALL.search(lead))
    first = 0
    while first < len(groups):
        begin = opened(run, groups[first][0], groups[first - 1][1] if first else 0)
        for last in range(min(first + LONGEST, len(groups)) - 1, first - 1, -1):
            number = run[begin : groups[last][1]]
            here = called and first == 0
            if is_phone(number, called=here, barred=barred and first == 0) and not UNITS.match(
                text, start + groups[last][1]
            ):
                end = start + groups[last][1]
                further = EXTENSION.match(text, end)
                yield Span(start + begin, further.end() if further else end, "phone")
                first = last
                break
        first += 1


def opened(run: str, digit: int, limit: int) -> int:
    """Where a number begins whose first digit is given: at its plus sign or bracket, if it has one."""
    at = digit
    while at > limit and run[at - 1] in "+(":
        at -= 1
    return at


def is_phone(number: str, *, called: bool, barred: bool) -> bool:
    """Whether digits written like this are a telephone number, given the words before: "call", or "invoice"."""
    groups = [len(group) for group in DIGITS.findall(number)]
    if PAIRED.fullmatch(number):
        return not barred
    if not 6 <= sum(groups) <= 15 or number.count("(") > 2 or number.count("/") > 1:
        return False
    digits = re.sub(r"[^0-9]", "", number)
    if number.startswith(("+", "(+", "00")):
        return sum(groups) >= 8 and not digits.startswith("000") and not torn(number)
    if barred or (groups.count(1) > 1 and not number.startswith("(")):
        return False
    if not called and not national(number, digits, groups):
        return False
    return not (THOUSANDS.match(number) or YEARS.match(number) or torn(number))


def torn(number: str) -> bool:
    """Whether what stands between the digits makes a date or several numbers of them."""
    inner = AREA.sub("", number) if number.startswith(("0", "+", "(")) else number
    separators = set(re.sub(r"[0-9+()]", "", inner))
    mixed = "." in separators and bool(separators - {".", " "})
    return mixed or bool(DATED.search(number.replace(" ", "")) or TORN.search(inner))


def national(number: str, digits: str, groups: Sequence[int]) -> bool:
    """Whether a number without cue or country code is written as one country's telephones are."""
    if digits.startswith("0") and digits[1:2] not in {"", "0"}:
        trunk = (
            (9 <= len(digits) <= (13 if len(groups) > 1 else 12) or number.startswith("08-"))
            and not re.match(r"0[ .]", number)
            and not hours(number)
        )
        return trunk and (groups[0] >= 2 or number.startswith("("))
    american = groups[-3:] == [3, 3, 4] and (len(groups) == 3 or (len(groups) == 4 and digits[0] == "1"))
    return american and digits[-10] in "23456789" and digits[-7] in "23456789"


def hours(number: str) -> bool:
    """Whether it is a row of times such as 08.30-12.30: every group of two digits is an hour or minutes."""
    groups = DIGITS.findall(number)
    times = all(len(group) == 2 and int(group) < 60 for group in groups) and "." in number
    return times and len(groups) % 2 == 0 and all(int(group) < 25 for group in groups[::2])


IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "TR": 26,
}  # fmt: skip
IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,32}+", re.IGNORECASE)
INSURED = re.compile(r"(?<!\w)[A-Z]{2} ?-?[0-9]{2} ?-?[0-9]{2} ?-?[0-9]{2} ?-?[A-D](?!\w)")
SOCIAL = re.compile(r"(?<![\w-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![\w-])")
NORDIC = re.compile(r"(?<![\w-])(?:19|20)?[0-9]{2}(?P<month>[01][0-9])(?P<day>[0-3][0-9])[-+][0-9]{4}(?![\w-])")
FRENCH = re.compile(r"(?<![\w-])[12] ?[0-9]{2} ?[01][0-9] ?[0-9][0-9AB] ?[0-9]{3} ?[0-9]{3}(?: ?[0-9]{2})?+(?![\w-])")
DOTTED = re.compile(
    r"(?<![\w.-])(?:756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}|[0-9]{2}\.[01][0-9]\.[0-3][0-9]-[0-9]{3}[. ][0-9]{2})(?![\w-])"
)
"""Insurance in Switzerland and the register of Belgium."""
CARD = re.compile(r"(?<![\w.,-])[0-9]{4}(?:[ -]?[0-9]){8,15}+(?![\w-])")
NAMED = re.compile(
    r"(?<!\w)(?:"
    r"(?P<clear>bsn|burgerservicenummer|nino|ni|national insurance|nhs|ssn|social security|passport|paspoort|reisepass|pass"
    r"|passeport|driving licence|driver'?s licen[sc]e|licen[sc]e|rijbewijs|führerschein|sort code|iban|bic|rekening|konto"
    r"|kontonummer|rekeningnummer|account|acct|a/c|personnummer|personalausweis|ausweis|ausweisnummer|steuer[- ]?id"
    r"|steueridentifikationsnummer|steuernr|steuernummer"
    r"|personnr|medlemsnr|kundnummer|klantnr|idnr|kundennr"
    r"|sozialversicherungsnummer|sécurité sociale|sécu|number ?plate|plate|kenteken|kennzeichen|personeelsnummer|lidnummer"
    r"|klantnummer|personalnummer|mitgliedsnummer|kundennummer|medlemsnummer|matricule|svnr|tax id|nif|dni|codice fiscale"
    r"|ppsn?|ahv|avs|insz|niss"
    r"|rijksregisternummer|bankgiro|plusgiro|postgiro|swish|clearing)"
    r"|(?:staff|employee|member|membership|customer|client|patient|student|payroll|badge|personnel|works|hospital|medical"
    r"|case ?file|id|identity|crew))"
    r"(?P<number>(?: (?:id|card|no|nr|num|number|nummer|numéro|code|reg|is|ist|est|är)(?!\w)|[ .:#]){0,6}+)"
    r"(?P<value>[A-Z0-9](?:[ -]?[A-Z0-9]){0,30}+)",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\b(?:id|card|no|nr|num|number|nummer|numéro|code)\b|[:#]", re.IGNORECASE)
PART = re.compile(r"[A-Za-z0-9]++[ -]?+")
BORN = re.compile(
    r"(?<!\w)(?:date of birth|d\.?o\.?b\.?|birth ?date|birthday|born|geboren|geboortedatum|geb\.?|geburtsdatum|née?|né\(e\)"
    r"|date de naissance|naissance|född|födelsedatum)(?: (?:on|op|am|le|den|is|the)(?= )|[ :,]){1,4}+"
    r"(?P<date>[0-9]{1,4}(?:st|nd|rd|th|\.)? ?[-./ ] ?(?:of )?(?:[0-9]{1,2}|[^\W\d_]{3,10})\.? ?[-./, ] ?[0-9]{1,4})(?![0-9])",
    re.IGNORECASE,
)


def accounts(text: str) -> Iterator[Span]:
    """Numbers of bank accounts, cards, insurance, registers and documents, by their writing or by the word before."""
    yield from banks(text)
    for pattern in (INSURED, SOCIAL, DOTTED):
        yield from (Span(match.start(), match.end(), "account") for match in pattern.finditer(text))
    for match in NORDIC.finditer(text):
        barred = NO_CALL.search(before(text, match.start()))
        if 1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31 and not barred:
            yield Span(match.start(), match.end(), "account")
    for match in FRENCH.finditer(text):
        if match[0][0] in "12" and len(re.sub(r"\W", "", match[0])) in {13, 15}:
            yield Span(match.start(), match.end(), "account")
    for match in CARD.finditer(text):
        if luhn(re.sub(r"[^0-9]", "", match[0])):
            yield Span(match.start(), match.end(), "account")
    yield from named(text)


def banks(text: str) -> Iterator[Span]:
    """International bank account numbers: of a country's length, or shorter or longer behind the word IBAN."""
    for match in IBAN.finditer(text):
        length = IBAN_LENGTHS.get(match[0][:2].upper())
        ends = [at + 1 for at, char in enumerate(match[0]) if char.isalnum()]
        if length and len(ends) >= length:
            end = match.start() + ends[length - 1]
            found = match[0][: ends[length - 1]]
            if not text[end : end + 1].isalnum() and sum(char.isdigit() for char in found) >= 8:
                yield Span(match.start(), end, "account")


def luhn(digits: str) -> bool:
    """The check of card numbers (ISO/IEC 7812-1, annex B); rows of one digit are no cards."""
    doubled = [
        int(digit) if at % 2 == 0 else sum(divmod(2 * int(digit), 10)) for at, digit in enumerate(reversed(digits))
    ]
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and sum(doubled) % 10 == 0


def named(text: str) -> Iterator[Span]:
    """A number behind a word that says whose: only with "number" or a colon where the word alone means little."""
    for match in NAMED.finditer(text):
        if not match["number"] or not (match["clear"] or NUMBERED.search(match["number"])):
            continue
        value = numeric(match["value"])
        said = NUMBERED.search(match["number"]) or (match["clear"] or "").lower().endswith("nummer")
        least = 4 if said else 6
        if (
            sum(char.isdigit() for char in value) >= least
            and not (DATED.fullmatch(value) and value.count("-") != 2)
            and not YEARS.match(value)
        ):
            yield Span(match.start("value"), match.start("value") + len(value), "account")


def numeric(value: str) -> str:
    """The beginning of a text as far as each of its parts holds a digit or is a capital or two."""
    end = 0
    for part in PART.finditer(value):
        word = part[0].rstrip(" -")
        if not (any(char.isdigit() for char in word) or (word.isupper() and len(word) <= 3)):
            break
        end = part.start() + len(word)
    return value[:end]


def births(text: str) -> Iterator[Span]:
    """A full date behind a word such as "born": the date of a meeting has no such word."""
    for match in BORN.finditer(text):
        years = [int(number) for number in DIGITS.findall(match["date"]) if len(number) == 4]
        if all(1900 <= year <= date.max.year for year in years):
            yield Span(match.start("date"), match.end("date"), "birth")


def numbers(text: str) -> Iterator[Span]:
    """All of them; they may overlap."""
    yield from phones(text)
    yield from extensions(text)
    yield from accounts(text)
    yield from births(text)
