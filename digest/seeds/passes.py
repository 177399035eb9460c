"""One seed's text → the draft of an article: pure, the passes in their order.

What a reader wants to know of a draft — why a line is gone, where a date was found — is in its `lines`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.seeds.draft import Draft
from digest.seeds.fields.day import Day, day_of
from digest.seeds.fields.figures import find_figures
from digest.seeds.fields.source import source_of
from digest.seeds.fields.tagging import find_tags
from digest.seeds.fields.title import derive_title
from digest.seeds.label.headline import without_kicker
from digest.seeds.label.learned_lines import NOTHING, Learned
from digest.seeds.label.lines import Line, Lines, number
from digest.seeds.label.order import in_order
from digest.seeds.label.page_lines import DOUBT
from digest.seeds.label.paragraphs import paragraphs
from digest.seeds.label.state import State
from digest.seeds.read.evidence import HEADINGS, Evidence
from digest.seeds.read.stated import Fields
from digest.seeds.read.unmark import unquoted, without_marks
from digest.seeds.refused import nothing_in
from digest.seeds.words.byline import Byline, read_byline
from digest.seeds.words.datelines import dateline
from digest.seeds.words.gazetteer import Gazetteer
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.publisher_names import name_key
from digest.seeds.words.sentences import cut, is_prose, summary_of

_LEADS = 6  # paragraphs among which the lead is looked for: what stands above it may be left from the page


def draft_article(
    name: str,
    text: str,
    lexicon: Lexicon,
    known: Fields | None = None,
    gazetteer: Gazetteer | None = None,
    learned: Learned = NOTHING,
    first_line: int = 1,
    evidence: Sequence[Evidence | None] = (),
) -> Draft:
    """The draft for the seed called `name` (a path; only its last part is looked at) with the normalised `text`, which
    begins on `first_line` of the seed.

    `known` is what the seed's file says beside its text: the headers of a mail, the metadata of a page. What is only a
    guess there counts where the text says nothing. `gazetteer` has the tags that are looked for, if a site has some of
    its own. `learned` is what the site knows of the text's source. `evidence` is, for each line of the text, what the
    markup of its page says of it.

    Raises SeedError.
    """
    lines = number(without_marks(unquoted(text)), first_line)
    if not any(line.is_text for line in lines):
        raise nothing_in("the seed is empty")
    known = known or Fields()
    guess = known.guessed()
    told = [(line.text, one) for line, one in zip(lines, evidence, strict=False) if one]
    marked = frozenset(text for text, one in told if one.is_of_article)
    state = in_order(State(lines, lexicon, learned, fields=known.certain(), marked=marked))
    lines, width, fields, deck, headline = state.lines, state.width, state.fields, state.deck, state.headline
    byline = state.byline or Byline()
    body = _with_datelines(paragraphs(lines, width), lexicon)
    if not body:  # a picture's page has nothing but its caption
        lines = tuple(Line(line.number, line.text) if line.kind == "caption" else line for line in lines)
        body = _with_datelines(paragraphs(lines, width), lexicon)
    if not body and not headline:
        raise nothing_in("the seed holds no text of an article, only what belongs to a web page")
    title = headline or without_kicker(guess.title) or derive_title(_lead(body, lexicon), lexicon)
    why_title = known.doubts["title"] if guess.title else "the text has no headline; made of its first sentence"
    day = day_of(fields, lines, body, name, lambda: month_first(lines), lexicon)
    if guess.day and day.doubt:
        day = Day(guess.day, known.doubts["day"])
    read = (deck, *body) if deck else body
    source, why_source = source_of(fields, state.address, byline, lines, read, state.behind_title, lexicon)
    if not byline.sure and source.name and name_key(source.name) in map(name_key, byline.authors):
        byline = Byline()  # what only its place told to be a name is the publisher's
    why_author = "" if byline.sure else "a name without “by”; only its place tells that it is the author's"
    if author := "" if byline.authors else fields.author or guess.author:
        byline = read_byline(f"By {author}", lexicon) or Byline((author,))
        why_author = "" if fields.author else known.doubts["author"]
    left_out, doubtful = _left_out(lines), _doubtful(state)
    doubts = {
        "title": _why_look(state.rival) if headline else why_title,
        "date": day.doubt,
        "author": why_author,
        "source": why_source,
        "body": (left_out or doubtful) if body else "the text is only a headline",
    }
    return Draft(
        title=title,
        day=day.day,
        tags=find_tags(title, body, lexicon, (*state.offered, *known.tags), gazetteer),
        summary=known.summary or summary_of(deck or _lead(body, lexicon)),
        authors=byline.authors,
        source=source,
        body=body,
        review={field: why for field, why in doubts.items() if why},
        minor=frozenset({"body"} if body and not left_out else ()),
        lines=lines,
        figures=find_figures(title, body),
        deck=deck,
        kept=known.kept,
        headings=frozenset(text for text, one in told if one.tag in HEADINGS),
    )


_AMERICAN = re.compile(r"\b(?:[Dd]efense|program|[Cc]enter|E[SD]?T|a\.m\.|p\.m\.)\b")
_NOT_AMERICAN = re.compile(r"\b(?:[Dd]efence|programme|[Cc]entre|und|der|les|des|los|del|och|att)\b")


def month_first(lines: Lines) -> bool | None:
    """Whether the text writes 04/05/2006 for a day in April, as Americans do; None if nothing tells."""
    text = " ".join(line.text for line in lines if line.kind in ("kept", "date", "byline"))
    american, other = len(_AMERICAN.findall(text)), len(_NOT_AMERICAN.findall(text))
    return None if american == other else american > other


def _why_look(rival: str) -> str:
    """Why an editor should look at a headline that may be none; "" if nothing could be it too."""
    if not rival:
        return ""
    return f"it may not be the headline; or is it: {cut(rival, 120)}" if rival != "-" else "it may not be the headline"


def _left_out(lines: Lines) -> str:
    """What tells an editor that more of the text's sentences were left out than kept; "" if not."""
    prose = [line for line in lines if is_prose(line.text)]
    gone = sum(len(line.text.split()) for line in prose if line.kind == "boilerplate")
    kept = sum(len(line.text.split()) for line in prose if line.kind in ("kept", "deck"))
    return f"more was left out, {gone} words, than kept, {kept}; see digest import --explain" if gone > kept else ""


_MOST_TOLD = 8  # lines


def _doubtful(state: State) -> str:
    """The lines that stay although the model is not sure of them, where a page is around the article; "" if none do."""
    numbers = (
        [line.number for line in state.lines if line.is_text and line.body < DOUBT and line.text.count(" ") >= 3]
        if state.overrules
        else []
    )
    if not numbers:
        return ""
    told = ", ".join(map(str, numbers[:_MOST_TOLD])) + (" …" if len(numbers) > _MOST_TOLD else "")
    subject = f"line {told} of the seed" if len(numbers) == 1 else f"lines {told} of the seed"
    return f"{subject} may belong to the page around it, and stayed"


def _with_datelines(body: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """A dateline that stands alone goes before the paragraph that it opens."""
    line = dateline(body[0], lexicon) if len(body) > 1 else None
    if line is None or line.end < len(body[0]):
        return body
    return (f"{body[0]} {body[1]}", *body[2:])


def _lead(body: tuple[str, ...], lexicon: Lexicon) -> str:
    """The first paragraph of prose without its dateline, else the first of all; "" where there is no text."""
    first = ""
    for paragraph in body[:_LEADS]:
        line = dateline(paragraph, lexicon)
        lead = paragraph[line.end :].strip() if line else paragraph
        if is_prose(lead):
            return lead
        first = first or lead
    return first
