"""A name behind "het" that is "it" is hidden as it is without; behind the article "het" parks, hospitals and schools stay."""

from __future__ import annotations

import pytest

from flows.masking.hiding import doubtful, find, mask

HIDDEN = """
Vraag het Marieke van Dijk maar => Vraag het [name] maar
Vraag het Kees maar => Vraag het [name] maar
Vraag het Jan de Vries maar => Vraag het [name] maar
Geef het Fatima el Amrani terug => Geef het [name] terug
vraag het kees maar => vraag het [name] maar
vraag het jan maar => vraag het [name] maar
Vraag het KEES maar => Vraag het [name] maar
Vraag het Roos of Rob maar => Vraag het [name] of [name] maar
Vraag het Kees, die weet het => Vraag het [name], die weet het
Laat het Kees weten => Laat het [name] weten
Leg het Mohamed el Idrissi uit => Leg het [name] uit
Waarom vraag je het Sanne niet? => Waarom vraag je het [name] niet?
Kun je het Peter vragen? => Kun je het [name] vragen?
Ik heb het Marieke gevraagd => Ik heb het [name] gevraagd
Ik heb het Kees gisteren na de vergadering gevraagd => Ik heb het [name] gisteren na de vergadering gevraagd
We hebben het Jan de Vries al gezegd => We hebben het [name] al gezegd
We moeten het Jan de Vries laten weten => We moeten het [name] laten weten
als je het Marieke vraagt => als je het [name] vraagt
Ik neem het Kees niet kwalijk => Ik neem het [name] niet kwalijk
Het Kees van Dijk vertellen heeft geen zin => Het [name] vertellen heeft geen zin
Volgens mij was het Jan de Vries. => Volgens mij was het [name].
Was het Kees die dat zei => Was het [name] die dat zei
Ik denk dat het Marieke is => Ik denk dat het [name] is
Vraag dat Marieke van Dijk maar => Vraag dat [name] maar
Geef dit Roos => Geef dit [name]
Geef hem Kees Bakker terug => Geef hem [name] terug
Ik heb haar Marieke genoemd => Ik heb haar [name] genoemd
Ask it Peter Smith => Ask it [name]
Gib es Hans Müller => Gib es [name]
Sag das Frank => Sag das [name]
Donne-le à Jean Dupont => Donne-le à [name]
Fråga det Anna => Fråga det [name]
Ge det Stig => Ge det [name]
"""
HARMLESS = """
Geef het Sint Jansplein terug
Vraag het Rode Kruis
Wij vragen het Rode Kruis om hulp
Geef het Wilhelminapark meer groen
Geef het Kees Boekeplein een bankje
Het Kees Boekeplein is kaal
Vraag het Anne Frank Huis
Geef het Emma Kinderziekenhuis geld
Geef het Willem Lodewijk Gymnasium een fietsenstalling
Geef het Maria Austria plantsoen water
Geef het Pieter Vreedeplein bomen
Laat het Jan Ligthartplein groen
Vraag het Jeroen Bosch Ziekenhuis
geef het jan plein
Bij het Sophia heb ik gevraagd
Is het Sophia open?
Bel het Erasmus
Was het Mei?
vraag het elke dag
laat het roos zijn
geef het hoop
Vraag het UWV
Zeg het Amsterdam
Gib das Rote Kreuz
Sag das Wort
"""


@pytest.mark.parametrize("line", HIDDEN.strip().split("\n"))
def test_to_whom_it_is_handed_is_hidden(line: str) -> None:
    """The whole name, surname and particles too, and nothing is left to doubt."""
    text, shown = line.split(" => ")
    assert mask(text, find(text)) == shown
    assert doubtful(text) == ()


@pytest.mark.parametrize("text", HARMLESS.strip().split("\n"))
def test_what_is_called_after_somebody_stays(text: str) -> None:
    """Squares, hospitals, schools and words stay as they are, also where they are asked or given something."""
    assert find(text) == ()


def test_a_stranger_is_asked_about() -> None:
    """A name in no list is doubtful behind "het" as it is without."""
    for text in ("Vraag Quorvath maar", "Vraag het Quorvath maar"):
        assert [text[span.start : span.end] for span in doubtful(text)] == ["Quorvath"]
