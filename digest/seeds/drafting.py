"""What was read of a seed → the draft of its article: prose goes through the passes, Markdown stays as it is."""

from __future__ import annotations

import re

import msgspec

from digest.seeds.draft import Draft
from digest.seeds.fields.reported import prose_date
from digest.seeds.fields.tagging import find_tags
from digest.seeds.fields.title import derive_title
from digest.seeds.label.learned_lines import NOTHING, Learned
from digest.seeds.label.lines import Line, Lines, marked, number
from digest.seeds.passes import draft_article
from digest.seeds.read.decoding import Decoded
from digest.seeds.read.stated import Fields
from digest.seeds.read.unmark import plain
from digest.seeds.refused import SeedError, nothing_in
from digest.seeds.words.byline import read_byline
from digest.seeds.words.dates import date_in_name
from digest.seeds.words.folding import folded
from digest.seeds.words.gazetteer import Gazetteer
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.sentences import summary_of


def draft_seed(
    name: str,
    decoded: Decoded,
    lexicon: Lexicon,
    gazetteer: Gazetteer | None = None,
    learned: Learned = NOTHING,
) -> Draft:
    """The draft for the seed called `name`. `learned` is what the site knows of its source. Raises SeedError."""
    _check_length(decoded.text)
    if decoded.markdown:
        draft = draft_markdown(name, decoded.text, decoded.fields or Fields(), lexicon, gazetteer)
    else:
        draft = draft_article(
            name, decoded.text, lexicon, decoded.fields, gazetteer, learned, decoded.first_line, decoded.evidence
        )
    return with_learned_fields(draft, learned)


def with_learned_fields(draft: Draft, learned: Learned) -> Draft:
    """The draft with title, source and authors as the site has learnt them of its source."""
    if learned == NOTHING:
        return draft
    spelt = dict(learned.authors)
    new = {
        "title": learned.cut(draft.title),
        "source": learned.spelt(draft.source),
        "authors": tuple(dict.fromkeys(spelt.get(name, name) for name in draft.authors)),
    }
    changed = {field: value for field, value in new.items() if value != getattr(draft, field)}
    told = {_FIELDS[field]: learned.where for field in changed}
    return msgspec.structs.replace(draft, **changed, learned={**draft.learned, **told}) if changed else draft


_FIELDS = {"title": "title", "source": "source", "authors": "author"}


# The longest articles have 200,000 characters.
_MOST, _MOST_LINES, _LONGEST_LINE = 500_000, 20_000, 200_000


def _check_length(text: str) -> None:
    for count, most, what in (
        (len(text), _MOST, "characters"),
        (text.count("\n") + 1, _MOST_LINES, "lines"),
        (max(map(len, text.split("\n"))), _LONGEST_LINE, "characters on a line"),
    ):
        if count > most:
            raise SeedError(f"It has {count:,} {what}: no article has.", "Split it, or take out what is no article's.")


_ATX = re.compile(r"#(?!#)[ \t]*(?P<title>.*?)[ \t]*#*(?:\{[^{}]*\})?")
_SETEXT = re.compile(r"=+")
_FENCE = re.compile(r"(`{3,}|~{3,})")


def draft_markdown(name: str, text: str, known: Fields, lexicon: Lexicon, gazetteer: Gazetteer | None = None) -> Draft:
    """A draft whose body is `text`, without a first heading that is the title. Raises SeedError."""
    lines = number(text)
    if not any(line.is_text for line in lines):
        raise nothing_in("the seed is empty")
    raw = text.split("\n")
    lines, heading = _marked_heading(lines, known.title)
    body = "\n".join(row.rstrip("\r") for row, line in zip(raw, lines, strict=True) if line.kind == "kept").strip("\n")
    prose = prose_of(body)
    title = known.title or plain(heading) or derive_title(prose[0] if prose else body, lexicon)
    day = known.day or date_in_name(name.rpartition("/")[2])
    told = None if day else prose_date(prose, lexicon)
    why_day = "" if day or (told and told.sure) else "the text has none"
    if told and not told.sure:
        why_day = "taken from the prose, where it may be of something else"
    byline = read_byline(f"By {known.author}", lexicon)
    listed = tuple(filter(None, known.author.split(", ")))
    doubts = {
        "title": "" if known.title or heading else "the text has no headline; made of its first sentence",
        "date": why_day,
        "body": _why_look(body),
    }
    return Draft(
        title=title,
        day=day or (told.day if told else None),
        tags=known.tags or find_tags(title, prose, lexicon, (), gazetteer),
        summary=known.summary or (summary_of(prose[0]) if prose else ""),
        authors=byline.authors if byline and not byline.publisher else listed,
        source=known.source,
        body=prose,
        review={field: why for field, why in doubts.items() if why},
        lines=lines,
        kept=known.kept,
        markdown=f"{body}\n" if body else "",
    )


def _marked_heading(lines: Lines, title: str) -> tuple[Lines, str]:
    """The heading of the first level with which the text begins, marked as the title; "" if it is another one."""
    first = next((i for i, line in enumerate(lines) if line.is_text), None)
    if first is None:
        return lines, ""
    out: list[Line] = list(lines)
    atx = _ATX.fullmatch(lines[first].text)
    following = lines[first + 1].text if first + 1 < len(lines) else ""
    if atx and atx["title"]:
        heading, count = atx["title"], 1
    elif _SETEXT.fullmatch(following):
        heading, count = lines[first].text, 2
    else:
        return lines, ""
    if title and folded(plain(heading)) != folded(title):
        return lines, ""
    for index in range(first, first + count):
        out[index] = marked(lines[index], "title", "heading")
    return tuple(out), heading


def prose_of(body: str) -> tuple[str, ...]:
    """The paragraphs that are plain prose, as text: no headings, code, lists, tables, quotations or HTML."""
    out = []
    fence = ""
    for block in re.split(r"\n[ \t]*\n", body):
        opens = [found[1] for found in map(_FENCE.match, block.split("\n")) if found]
        inside = bool(fence)
        for mark in opens:
            fence = "" if fence and mark.startswith(fence) else fence or mark
        first = block.strip("\n")
        other = re.match(r"[ ]{4}|\t|[#>|<]|[-*+] |\d+[.)] |!!!|\[\^|\*\[|\{%|\{\{|[-*_]{3,}\s*$", first)
        if not (inside or opens or other) and (text := plain(first)):
            out.append(text)
    return tuple(out)


_TEMPLATE = re.compile(r"\{\{[<%]?.{0,60}|\{%.{0,60}")
_FILE = re.compile(r"\]\((?!https?:|mailto:|#|/)([^)\s]+)")


def _why_look(body: str) -> str:
    if not body:
        return "the text is only a headline"
    if found := _TEMPLATE.search(body):
        return f"it holds what only another generator understands: {found.group().split('}')[0][:40].strip()}…"
    if files := _FILE.findall(body):
        return f"it links to files that must lie beside the article: {', '.join(dict.fromkeys(files[:3]))}"
    return ""
