"""What is left above, between and below once headline and text are known: the page around the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from digest.seeds import data
from digest.seeds.label.boilerplate import may_be_headline
from digest.seeds.label.lines import Lines, mark
from digest.seeds.label.paragraphs import Unit, indices_of, units
from digest.seeds.words.byline import is_name, may_be_author
from digest.seeds.words.datelines import dateline
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.sentences import is_prose

_ITEM = re.compile(r"[-•*–—▪●]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|\|")
_ROW = re.compile(r"\t|\s{3,}\S|\s\|\s")
_CELLS = re.compile(r"\t|\s{3,}|\s\|\s|^[^.!?]{1,40}:\s\S")


def _title_end(lines: Lines) -> int:
    return max((n for n, line in enumerate(lines) if line.kind == "title"), default=-1)


def mark_above_headline(lines: Lines) -> Lines:
    """Nothing above the headline is the article's, unless it is most of the text: then a field at its end named it."""
    title = next((n for n, line in enumerate(lines) if line.kind == "title"), 0)
    above = frozenset(n for n in range(title) if lines[n].is_text)
    if not above or _words(lines[:title]) > _words(lines[title:]):
        return lines
    return mark(lines, above, "boilerplate", "above-headline")


def _words(lines: Lines) -> int:
    return sum(len(line.text.split()) for line in lines if line.is_text)


_DECK_WORDS = (5, 60)


def mark_deck(lines: Lines, width: int, lexicon: Lexicon) -> tuple[Lines, str]:
    """The standfirst below the headline: it ends as no sentence does, or a byline, date or picture parts it from the
    text. "" if there is none."""
    title = _title_end(lines)
    paragraphs = units(lines, width)
    below = [unit for unit in paragraphs if unit.first > title]
    if title < 0 or len(below) < 2:
        return lines, ""
    deck = below[0]
    words = len(deck.text.split())
    text = next((unit.first for unit in below[1:] if is_prose(unit.text)), below[1].first)
    parted = any(line.kind in ("byline", "date") for line in lines[deck.last + 1 : below[1].first])
    if not parted and not deck.text.endswith((".", "!", "?")):
        parted = any(line.kind in ("byline", "date") for line in lines[deck.last + 1 : text])
    fits = _DECK_WORDS[0] <= words <= _DECK_WORDS[1] and not _ITEM.match(deck.text) and not _is_label(deck.text)
    fits = fits and dateline(deck.text, lexicon) is None
    prose_below = any(is_prose(unit.text) for unit in below[1:8])
    ends = deck.text.rstrip("\"'”’»)").endswith((".", "!", "?", "…"))
    if (
        not fits
        or not prose_below
        or deck.text.endswith((":", ";", ","))
        or (ends and not parted)
        or deck.text[0].islower()
    ):
        return lines, ""
    if not ends and not parted and not (is_prose(below[1].text) or may_be_author(below[1].text, lexicon)):
        return lines, ""
    return mark(lines, frozenset(deck.indices), "deck", "standfirst"), deck.text


def _is_label(text: str) -> bool:
    """Whether a line is too short for a standfirst, and begins nothing: a button's, a section's, a number's."""
    words = text.strip("•·▪– ").split()
    row = [label.split() for label in text.split(" | ")]
    return text[-1].isalnum() and (
        len(words) <= _LABEL or (len(row) > _LABEL and all(len(label) <= 3 for label in row))
    )


_LABEL = 2  # words


def mark_after_text(lines: Lines, width: int) -> Lines:
    """Labels and headlines of other stories below the last sentence.

    What belongs to the text stays: items of a list, rows of a table, what follows a colon, what shares a block with
    the sentence above, unless boilerplate was found down there.
    """
    paragraphs = units(lines, width)
    last = max((n for n, unit in enumerate(paragraphs) if _is_sentence(unit.text)), default=None)
    if last is None:
        return lines
    below = paragraphs[last + 1 :]
    start = paragraphs[last].last
    marked_below = any(line.kind == "boilerplate" for line in lines[start + 1 :])
    has_gaps = any(not line.text for line in lines[: start + 1])
    gone: list[Unit] = []
    leads = paragraphs[last].text.endswith(":")
    for place, unit in enumerate(below):
        touches = (unit.first == start + 1 and has_gaps and not marked_below) or len(unit.indices) > 1
        belongs = (
            leads or touches or _ITEM.match(unit.text) or _CELLS.search(unit.text) or not may_be_headline(unit.text)
        )
        following = below[place + 1].text if place + 1 < len(below) else ""
        heads = _heads(following) and not (marked_below and following[0].isdigit())
        if (belongs or heads) and not gone:
            start, leads = unit.last, leads or unit.text.endswith(":")
            continue
        if len(unit.text.split()) <= 16 and not unit.text.endswith("…") and not _SENTENCE_ENDS.match(unit.text):
            gone.append(unit)
    return mark(lines, indices_of(gone), "boilerplate", "after-text")


_SENTENCE_ENDS = re.compile(r"(?:\S+ ){5,}\S*[a-zà-ÿ]{3}[.!?] [A-ZÀ-Þ]\S*(?: \S+){3}")  # and another is begun


def _heads(below: str) -> bool:
    """Whether a line with this below it is the heading of a list or a table."""
    return _ITEM.match(below) is not None or _ROW.search(below) is not None


def _is_sentence(text: str) -> bool:
    return (text.rstrip("\"'”’»)").endswith((".", "!", "?", "…", ":")) and len(text.split()) >= 3) or len(
        text.split()
    ) > 25


@cache
def _profession() -> re.Pattern[str]:
    name = r"(?P<name>[A-ZÀ-Þ][\w.’'-]+(?:\s[A-ZÀ-Þ][\w.’'-]*){0,4})(?:, [^,]{3,60},)?"
    verb = r"(?:is|was|has been|has written|covers|writes|reports|ist|est|es|är|arbeitet|schreibt)"
    return re.compile(rf"{name} {verb} .{{0,120}}?\b(?:{'|'.join(data.people().professions)})\b")


_SIGNED = re.compile(r"[–—-]+\s?(?P<name>\w+(?: \w+)?)")


def mark_bio(lines: Lines, authors: Sequence[str], width: int) -> Lines:
    """A sentence on the author at the end: it begins with a name that the article does not mention elsewhere."""
    paragraphs = units(lines, width)
    known = {word for author in authors for word in author.split()}
    for unit in reversed(paragraphs[-3:]):
        signed = _SIGNED.fullmatch(unit.text)
        if signed is not None and known.issuperset(signed["name"].split()):
            return mark(lines, frozenset(unit.indices), "byline", "signed")
        match = _profession().match(unit.text.strip("*_ "))
        if match is None or unit.first < paragraphs[len(paragraphs) // 2].first:
            continue
        if match["name"] not in authors and not is_name(match["name"]):
            continue
        surname = match["name"].split()[-1]
        elsewhere = any(surname in other.text for other in paragraphs if other is not unit)
        if match["name"] in authors or not elsewhere:
            return mark(lines, frozenset(unit.indices), "boilerplate", "author-bio")
    return lines
