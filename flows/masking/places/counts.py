"""What a number says that is no house's: how many, how long, how fast; must not know any text."""

from __future__ import annotations

import re

from flows.masking.places import housewords as words
from flows.masking.spans import words_in

PLURAL = re.compile(
    rf" (?!(?:{words.SAID}|is|was|has|needs|as|this|plus|des|les|dans|sans|pas|ends|floods|smells|leaks|looks|gets|als|bis|es|was"
    r"|uns|stinks|overflows|always|unless|besides|across|sous|vers|depuis|mais|très|nous|vous|puis|alors|dus|samen|tussen|alleen|tegen"
    r"|wanneer|sinds|tijdens|volgens|steeds|soms|nergens|ergens|immers|eens|zelfs|trouwens|gisteren|morgen|dagelijks|bovendien"
    r"|verder|weer|meer|zeer|sindsdien|misschien|want|omdat|weder|sondern|während|gestern|abends|morgens|nachts|meistens|bereits"
    r"|stets|nirgends|anders|unten|oben|hinten|vorn|links|rechts|zusammen|leider|daher|wenn|denn|dann|einen|keinen|fler|mer|igen"
    r"|även|annars|tills|sometimes|often|since|upstairs|downstairs|toujours|jamais|parfois|ailleurs"
    r"|wegen|buiten|binnen|boven|beneden|onder|over|achter|voor|daar|er|hier|maar|zonder|eller|över|under|efter|där|när|här"
    r"|gibts|riechts|stinkts|wirds|ists|hats|oder|aber|hinter|unter|über|neben|gegen|zwischen|seither|immer|wieder|außer|or|for|after|near|under|over|never"
    r"|where|were|later|per|of)\b)(?P<noun>[^\W\d_]+(?:(?<![iuas])s|en|er|ar|or|rn|ln|te|x)|[A-ZÄÖÜ][^\W\d_]+e)\b"
)
"""A word behind that may be what the number counts."""
DESCRIBED = re.compile(
    rf" (?!(?:{words.SAID}|die|eine|keine|meine|unsere|alle|ohne|onze|deze|hele|bra|alla|våra|mina|bara|några|ofta|samma|andra|ilska)\b)"
    r"[^\W\d_]{2,}[ea](?= )"
)
"""An adjective before it: "12 neue Laternen", "8 nya bänkar"."""
MANY = re.compile(r"(?:(?<!')s|men|women|people|children|star|rated|mph|party|league|plan|zone|hour|year)$")
"""How the last word of what is counted ends."""
UNITS = re.compile(
    r" ?(?:km|kmh|mph|pm|m|cm|meters?|metres?|miles?|jaar|jahre?|keer|maal|mal|uur|uhr|stunden?|minut\w*|mins?|x|%|€|euros?"
    r"|tage?n?|dagen|weken|wochen?|år|timmar"
    r"|gånger|dagar|veckor|månader|kvarter|maanden|monate?n?|leute|personen|personer|mensen|kinder\w*|auto\w*|bomen"
    r"|bäume|bilar|träd|days|weeks|months|years"
    r"|times|people|kronor|kr|kilometer|mil|jours|semaines|mois|ans|fois|heures|prozent|procent|percent|pour|plätze"
    r"|haltes|stops|stations)(?!\w)",
    re.IGNORECASE,
)
"""What a number counts that is no house's."""
SPEEDS = words_in("10 15 20 30 40 50 60 70 80 90 100")
SPEED = re.compile(
    r" ?(?:km/?h|mph|fahr\w*|rijd\w*|rijen|köra|kör|roul\w*|driv\w*|zone|ist genug"
    r"|reich[te]\w*|is genoeg|räcker|suffi\w*|is enough|is plenty)(?!\w)"
)
"""Behind a number that is a speed."""


def speed(text: str, start: int, end: int) -> bool:
    """Whether a number is how fast one may go: "30 fahren", "30 zone"."""
    return text[start:end] in SPEEDS and SPEED.match(text, end) is not None
