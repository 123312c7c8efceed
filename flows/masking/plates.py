"""Finds registration plates, by a country's writing and a word for a vehicle near it; must not know other numbers.

A writing alone is none: tickets and rooms look the same ("AB-418-KD", "LK19 XWF").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.masking.spans import Span, before

FORMS = (
    r"[A-Z]{2}[0-9]{2} ?[A-Z]{3}",  # United Kingdom
    r"[0-9]{2,3}-[A-Z]{1,2}-[0-9]{2,6}",  # Ireland
    r"[0-9]{1,3}-[A-Z]{2,3}-[0-9]{1,3}|[A-Z]{1,2}-[0-9]{2,3}-[A-Z]{1,2}",  # Netherlands, Belgium, France
    r"[0-9]{2}-[0-9]{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-[0-9]{2}|[A-Z]{2}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[A-Z]{2}-[A-Z]{2}",
    r"[A-ZÄÖÜ]{1,3}(?:-[A-Z]{1,2}[ -]?| [A-Z]{1,2} )[0-9]{1,4}[EH]?",  # Germany
    r"[A-Z]{1,2}-[0-9]{2,5} ?[A-Z]{1,3}",  # Austria
    r"[A-Z]{3}[ -]?[0-9]{2}[0-9A-Z]",  # Sweden
    r"[A-Z]{2}[ -]?(?:[0-9]{4,6}|[0-9]{2,3}[' ][0-9]{3})",  # Switzerland
    r"[A-Z]{2} ?[0-9]{3} ?[A-Z]{2}|[0-9]{3}-[A-Z]{3}",  # France without hyphens, older ones of Belgium
)
PLATE = re.compile(rf"(?<![\w.,/#-])(?:{'|'.join(FORMS)})(?![\w-])", re.IGNORECASE)
VEHICLE = re.compile(
    r"(?<!\w)(?:cars?|vans?|lorry|truck|suv|jeep|taxi|motorbike|moped|scooter|vehicle|transit|reg|registration|plates?|rego"
    r"|auto|wagen|bus(?:je|sje)?|bestelbus|vrachtwagen|kenteken(?:plaat)?|brommer|scooter|pkw|lkw|fahrzeug|lieferwagen"
    r"|transporter|kennzeichen|nummernschild|voiture|camion(?:nette)?|fourgon|véhicule|plaque|immatriculée?|immatriculation"
    r"|bil(?:en)?|skåpbil(?:en)?|lastbil(?:en)?|registreringsnummer|regnr|regnummer|volvo|vw|volkswagen|bmw|audi|opel|ford"
    r"|clio|twingo|mégane|megane|corsa|astra|fiesta|passat|tiguan|yaris|micra|duster|dacia|suzuki|hyundai|mazda|berlingo|kangoo"
    r"|sprinter|vito|camper|pick-?up|motorhome|trailer|lorries|motorcycle|motorrad|roller|laster|lastwagen|anhänger|moto"
    r"|caravane?|remorque|släp|husbil(?:en)?|motorcykeln?|skotern?|aanhanger|taxin|chevrolet|lexus"
    r"|toyota|renault|peugeot|citroën|citroen|mercedes|tesla|fiat|skoda|škoda|kia|honda|nissan|golf|polo|saab|seat|mini)"
    r"(?!\w)[^.!?\n\ufffc]{0,30}$"
)
"""A vehicle somewhere before a plate, in the same sentence."""
NAMED = re.compile(r"(?<!\w)(?:reg|registration|plates?|kenteken|kennzeichen|plaque|regnr|regnummer)(?: is| nr)?[ :]+$")
"""Before a plate in small letters too."""
PARKED = re.compile(
    r"[^.!?\n\ufffc\w]{0,3}(?:\w+[ ,]+){0,3}?(?:park\w*|parkeert|geparkeerd|gar(?:ée?|er)|stationn\w+|speed\w*|drives|blocks"
    r"|bloque|blokkeert|blockiert|blockerar|rijdt|fährt|roule|kör)(?!\w)"
)
"""What a vehicle does, behind its plate."""
MAKERS = re.compile(
    r"(?:bmw|gti|tdi|kia|vw|iso|din|mini|seat|fiat|ford|opel|audi|golf|polo|saab|covid|bus|tram|lijn|zone)(?![a-z])",
    re.IGNORECASE,
)
"""In letters where a plate has some, with the number of a model behind: "BMW 320"."""


def plates(text: str) -> Iterator[Span]:
    """The plates of vehicles that are spoken of."""
    for match in PLATE.finditer(text):
        plate = match[0]
        lead = before(text, match.start(), 50)
        if MAKERS.match(plate) or text.isupper() or not (plate.isupper() or NAMED.search(lead)):
            continue
        if VEHICLE.search(lead) or PARKED.match(text[match.end() : match.end() + 50].lower()):
            yield Span(match.start(), match.end(), "account")
