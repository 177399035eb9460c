"""PO files → the words of a theme (https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from gettext import c2py

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from digest.errors import Problem
from digest.model.words import ENGLISH_RULE, PLACE, Words, locale_of
from digest.theme.chain import Catalogue, Translated

TRIED = 200
"""Numbers from 0 on that are tried, to see which form of a plural stands for one number alone."""

_LINE = re.compile(r'(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s+)?"(?:[^"\\]|\\.)*"')


def read_catalogues(catalogues: Sequence[Catalogue], language: str) -> Translated:
    """The words of the catalogues: what later ones have overrides what earlier ones have.

    What is not translated, or marked as fuzzy, is left out and stays English; so is a faulty message, which is told.
    """
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    rule = ""
    for one in catalogues:
        catalog = _parsed(one, language)
        if isinstance(catalog, Problem):
            problems.append(catalog)
            continue
        rule = rule or catalog.plural_expr
        for message in catalog:
            if not message.id or message.fuzzy or not any(_forms_of(message)):
                continue
            faults = list(_faults(message, rule))
            problems += (Problem(one.file, message.lineno or 0, *fault) for fault in faults)
            if not faults and isinstance(message.id, str):
                messages[message.id] = _forms_of(message)[0]
            elif not faults:
                plurals[message.id[0]] = _forms_of(message)
    return Translated(Words(language, messages, plurals, rule or ENGLISH_RULE), tuple(problems))


def _parsed(catalogue: Catalogue, language: str) -> Catalog | Problem:
    lines = catalogue.text.split("\n")
    for number, line in enumerate(map(str.strip, lines), 1):
        if line and line[0] != "#" and not _LINE.fullmatch(line):
            fact = f"this is no line of a PO file: {line[:60]}"
            return Problem(catalogue.file, number, fact, "Write msgid or msgstr, and a text between quotation marks.")
    try:
        catalog = read_po(lines, locale_of(language), ignore_obsolete=True, abort_invalid=True)
        _numbers_by_form(catalog.plural_expr)
    except PoFileError as error:
        return Problem(catalogue.file, error.lineno + 1, f"{error.args[0].rpartition(' on ')[0]}.")
    except ValueError as error:
        fact = f"the header of this PO file cannot be read: {error}."
        return Problem(catalogue.file, 1, fact, "Look at 'Plural-Forms'; the other headers may be left out.")
    return catalog


def _forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _faults(message: Message, rule: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a message, and the remedy."""
    one, *many = (message.id,) if isinstance(message.id, str) else message.id
    forms = _forms_of(message)
    numbers = _numbers_by_form(rule) if many else {0: 1}
    if message.context:
        yield f"'{one}' has a msgctxt, and the theme's words have none.", "Take it out."
    if len(forms) != len(numbers) or not all(forms):
        given = sum(map(bool, forms))
        yield f"'{one}' has {given} forms, and its language {len(numbers)}.", f"They are told apart by: {rule}"
        return
    wanted = {place for text in (one, *many) for place in PLACE.findall(text)}
    for n, form in enumerate(forms):
        places = set(PLACE.findall(form))
        unknown = sorted(places - wanted)
        lost = sorted(wanted - places - ({"count"} if many and numbers[n] == 1 else set()))
        if unknown:
            yield f"'{form}' has a place for {_named(unknown)}, and '{one}' has none.", "Keep what stands in {…}."
        if lost:
            yield f"'{form}' has no place for {_named(lost)}, and '{one}' has one.", "Keep what stands in {…}."


def _named(places: Sequence[str]) -> str:
    return ", ".join(f"{{{place}}}" for place in places)


@lru_cache(maxsize=16)
def _numbers_by_form(rule: str) -> dict[int, int]:
    """How many of the numbers that are tried want each form of a plural. Raises ValueError if there is no such rule."""
    found: dict[int, int] = {}
    form_of = c2py(rule)
    for number in range(TRIED):
        form = form_of(number)
        found[form] = found.get(form, 0) + 1
    return found
