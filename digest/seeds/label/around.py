"""What is left above, between and below once headline and text are known: the page around the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from digest.seeds import data
from digest.seeds.label.boilerplate import may_be_headline
from digest.seeds.label.lines import Lines, mark
from digest.seeds.label.paragraphs import Unit, indices_of, units
from digest.seeds.words.byline import is_name, is_role, may_be_author
from digest.seeds.words.datelines import dateline
from digest.seeds.words.dates import date_line
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.outlets import is_section, outlet
from digest.seeds.words.sentences import is_prose

_ITEM = re.compile(r"[-•*–—▪●]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|\|")
_ROW = re.compile(r"\t|\s{3,}\S|\s\|\s")
_CELLS = re.compile(r"\t|\s{3,}|\s\|\s|^[^.!?]{1,40}:\s\S")
_META = ("byline", "date", "source", "caption")


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


def mark_picture(lines: Lines, width: int, lexicon: Lexicon) -> Lines:
    """A picture's caption, and above it the words for readers who cannot see the picture.

    They are two short lines between headline and text, neither of them a sentence, and the only two lines of the text
    with no gap between them.
    """
    title = _title_end(lines)
    paragraphs = units(lines, width)
    touching = [(one, two) for one, two in pairwise(paragraphs) if one.last + 1 == two.first]
    if title < 0 or len(touching) != 1:
        return lines
    pair = touching[0]
    few, more = (len(unit.text.split()) for unit in pair)
    fits = title < pair[0].first and 3 <= few < more <= _CAPTION and all(_is_plain(unit.text, lexicon) for unit in pair)
    if not fits or any(is_prose(unit.text) for unit in paragraphs if unit.first < pair[0].first):
        return lines
    return mark(lines, indices_of(pair), "caption", "picture-described")


def _is_plain(text: str, lexicon: Lexicon) -> bool:
    return text[-1].isalnum() and date_line(text, lexicon) is None and not _ITEM.match(text)


_CAPTION = 16  # words
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
_LONE_ROLE = re.compile(r"[A-ZÀ-Þ]\S*(?: [A-ZÀ-Þ]\S*){1,3}")  # `Times Staff Writer`, with the name gone


def mark_between(lines: Lines, width: int, lexicon: Lexicon) -> Lines:
    """Labels between headline and text: all above the last line of byline, date or picture, and right above the text
    names of sections and publishers."""
    title = _title_end(lines)
    paragraphs = units(lines, width)
    below = [unit for unit in paragraphs if unit.first > title]
    first = next((n for n, unit in enumerate(below) if is_prose(unit.text)), 0)
    if title < 0:
        return _labels_without_headline(lines, below[:first], lexicon)
    text = below[first].first if below else 0
    meta = max((n for n in range(title, text) if lines[n].kind in _META), default=-1)
    # In a text with headings of so few words the first of them may stand above the text.
    last = max((n for n, unit in enumerate(below) if is_prose(unit.text)), default=0)
    headings = any(_is_label(unit.text) for unit in below[first:last])
    gone = [
        unit
        for unit in below[:first]
        if (unit.last < meta and not _is_point(unit.text))
        or ((is_section(unit.text, lexicon) or outlet(unit.text, lexicon)) and not _ITEM.match(unit.text))
        or (is_role(unit.text) and _LONE_ROLE.fullmatch(unit.text))
        or (_is_label(unit.text) and not headings)
    ]
    return mark(lines, indices_of(gone), "boilerplate", "between-headline-and-text")


def mark_teasers(lines: Lines, width: int, lexicon: Lexicon) -> Lines:
    """Other stories at the end, each a headline with its first words: those are cut, or a date stands between."""
    paragraphs = units(lines, width)
    total = sum(len(unit.text.split()) for unit in paragraphs)
    before = 0
    for unit, below in pairwise(paragraphs):
        if total - before < total / 3 and _is_teaser(unit, below, lines, lexicon):
            rest = [other for other in paragraphs if other.first >= unit.first]
            return mark(lines, indices_of(rest), "boilerplate", "teaser")
        before += len(unit.text.split())
    return lines


def _is_teaser(unit: Unit, below: Unit, lines: Lines, lexicon: Lexicon) -> bool:
    """Whether a headline has below it a date, or words that break off."""
    if not may_be_headline(unit.text) or len(unit.text.split()) < 5 or _ITEM.match(unit.text):
        return False
    between = lines[unit.last + 1 : below.first]
    if date_line(below.text, lexicon) or any(line.kind == "date" or date_line(line.text, lexicon) for line in between):
        return True
    ends = below.text.rstrip("\"'”’»)").endswith((".", "!", "?")) and not below.text.endswith("...")
    return not ends and len(below.text.split()) >= 8 and not _heads(below.text)


_POINT = 7  # words, with its mark, of what sums up a story; a breadcrumb or a counter has fewer


def _is_point(text: str) -> bool:
    return _ITEM.match(text) is not None and len(text.split()) >= _POINT


def _labels_without_headline(lines: Lines, above: Sequence[Unit], lexicon: Lexicon) -> Lines:
    """Where no headline was found, what stands above the text are labels and headlines of other stories, if it is more
    than a line, or a section's name."""
    gone = [unit for unit in above if len(above) > 2 or is_section(unit.text, lexicon) or len(unit.text.split()) < 3]
    if len(above) < 4:
        gone = [unit for unit in gone if not _ITEM.match(unit.text) and not unit.text.endswith((":", ".", "?", "!"))]
    return mark(lines, indices_of(gone), "boilerplate", "another-headline")


def mark_calls(lines: Lines, width: int) -> Lines:
    """Calls upon the reader above the first and below the last sentence of the text: `Become a member or sign in.`"""
    paragraphs = units(lines, width)
    own = [n for n, unit in enumerate(paragraphs) if is_prose(unit.text) and not _is_call(unit.text)]
    if not own:
        return lines
    outside = [*paragraphs[: own[0]], *paragraphs[own[-1] + 1 :]]
    return mark(lines, indices_of([unit for unit in outside if _is_call(unit.text)]), "boilerplate", "call")


_LONGEST_CALL = 30  # words


def _is_call(text: str) -> bool:
    words = text.casefold().split()
    if len(words) > _LONGEST_CALL or not is_prose(text) or _calls().match(text) is None:
        return False
    return not data.words().readers.isdisjoint(word.strip(".,;:!?") for word in words)


@cache
def _calls() -> re.Pattern[str]:
    return re.compile(rf"(?:please |already )?(?:{'|'.join(map(re.escape, data.words().calls))})\b", re.I)


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
