"""The order in which a text's lines are labelled: a declared tuple of passes over one frozen state.

A pass takes the state and gives it back with more of the lines marked, or more of the fields known. Those before the
model undo how a text arrived; the model says of each line how probably it is what; those after it read the lines that
name something, and rules mark what a page around an article has, where the model does not know better.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

import msgspec

from digest.seeds.label.around import mark_above_headline, mark_after_text, mark_bio, mark_deck
from digest.seeds.label.author_lines import mark_authors
from digest.seeds.label.boilerplate import mark_below, mark_boilerplate, mark_related
from digest.seeds.label.bylines import mark_bare_name, mark_byline
from digest.seeds.label.captions import mark_captions
from digest.seeds.label.date_lines import cut_glued_date, mark_crawl_date, mark_dates
from digest.seeds.label.footnotes import mark_footnotes
from digest.seeds.label.glued import mark_glued_opening
from digest.seeds.label.head import mark_addresses, mark_fields, mark_newswire, mark_tags
from digest.seeds.label.headline import mark_repeated_title, mark_title, tidied, without_kicker
from digest.seeds.label.learned_lines import mark_learned, restore_learned
from digest.seeds.label.lines import Lines, mark
from digest.seeds.label.page_lines import (
    OF_FORM,
    OF_PLACE,
    going,
    headline_of,
    labelled,
    may_overrule,
    named_around,
    weighed,
)
from digest.seeds.label.paragraphs import blocks, wrap_width
from digest.seeds.label.publisher_lines import cut_publisher, mark_publishers
from digest.seeds.label.repeated import mark_said_again, mark_spoken_lists
from digest.seeds.label.running_heads import mark_running_heads
from digest.seeds.label.state import Pass, State, marking
from digest.seeds.words.byline import Byline, read_byline
from digest.seeds.words.folding import folded

_with = msgspec.structs.replace


def _wrapped(state: State) -> State:
    return _with(state, width=wrap_width(blocks(state.lines)))


def _fields(state: State) -> State:
    lines, stated = mark_fields(state.lines, state.lexicon)
    return _with(state, lines=lines, fields=stated.filled_from(state.fields))


def _addresses(state: State) -> State:
    lines, address = mark_addresses(state.lines)
    return _with(state, lines=lines, address=address)


def _glued(state: State) -> State:
    lines, byline = mark_glued_opening(state.lines, state.lexicon)
    return _with(state, lines=lines, byline=byline)


def _model(state: State) -> State:
    """The headline, and what the model takes for the page's; but for what may name author and date."""
    found = labelled(state.lines, state.width, state.lexicon)
    title = None if state.fields.title else headline_of(state.lines, found, state.lexicon)
    lines, headline, rival = weighed(state.lines, found), "", ""
    if title is not None:
        # A line that goes on in small letters below it may be the byline: `von Ann Doe`.
        own = tuple(takewhile(lambda n: read_byline(lines[n].text, state.lexicon) is None, title.unit.indices))
        lines = mark(lines, frozenset(own), "title", "headline")
        headline = tidied(title.unit.text if own == title.unit.indices else " ".join(lines[n].text for n in own))
        rival = title.rival
        if not may_overrule(found) and mark_title(state.lines, state.width, state.lexicon)[1] == headline:
            rival = ""  # the rule takes it for the headline too
    around = named_around(found, title.unit if title else None)
    page = {n: found.units[n].indices for n in going(lines, found, title.unit if title else None, state.marked)}
    far = {index for n, indices in page.items() if n not in around for index in indices if lines[index].is_text}
    near = frozenset(
        (lines[index].number, lines[index].text) for n, indices in page.items() if n in around for index in indices
    )
    lines = mark(lines, far, "boilerplate", "page")
    return _with(state, lines=lines, headline=headline, rival=rival, near=near, overrules=may_overrule(found))


def _tags(state: State) -> State:
    lines, offered = mark_tags(state.lines)
    return _with(state, lines=lines, offered=offered)


def _byline(state: State) -> State:
    if state.byline is not None:
        return state
    lines, byline = mark_byline(state.lines, state.width, state.lexicon)
    return _with(state, lines=lines, byline=byline)


def _headline(state: State) -> State:
    if not (state.headline or state.fields.title):  # of a text of a few lines the rule knows more than the model
        lines, headline = mark_title(state.lines, state.width, state.lexicon)
        state = _with(state, lines=lines, headline=headline, rival="-" if headline else "")
    title, behind = cut_publisher(_own(state.fields.title, state) or state.headline, state.lexicon)
    if not title:
        return state
    title = without_kicker(title)
    lines = mark_repeated_title(state.lines, title, state.width)
    again = (cut_publisher(line.text, state.lexicon)[1] for line in lines if line.kind == "title")
    behind = behind or next(filter(None, again), "")
    lines = mark_above_headline(lines)
    return _with(state, lines=lines, headline=title, behind_title=behind)


def _own(subject: str, state: State) -> str:
    """The headline in a text whose field has it with something before it, as a mail's subject: `FW: Release: …`."""
    words = folded(subject)
    own = (line.text for line in state.lines if line.is_text and line.text.count(" ") >= 3)
    return next((text for text in own if len(text) < len(subject) and words.endswith(f" {folded(text)}")), subject)


def _bare_name(state: State) -> State:
    if state.byline is None:
        return state
    lines, byline = mark_bare_name(state.lines, state.byline, state.lexicon)
    return _with(state, lines=lines, byline=byline)


def _deck(state: State) -> State:
    lines, deck = mark_deck(state.lines, state.width, state.lexicon)
    found = _with(state, lines=lines, deck=deck)
    return _bare_name(found) if deck else found


def _authors(state: State) -> State:
    lines, byline = mark_authors(state.lines, state.byline or Byline(), state.lexicon)
    has_deck = any(line.kind == "deck" for line in lines)  # what was taken for one may name the author
    return _with(state, lines=lines, byline=byline, deck=state.deck if has_deck else "")


def _bio(state: State) -> State:
    authors = state.byline.authors if state.byline else ()
    return _with(state, lines=mark_bio(state.lines, authors, state.width))


def _unless(sure: float, rule: Callable[..., Lines]) -> Pass:
    """A pass whose rule does not remove a line of which the model is surer than this that it is of the body."""
    run = marking(rule)

    def ask(state: State) -> State:
        after = run(state)
        if not state.overrules or len(after.lines) != len(state.lines):
            return after
        lines = tuple(
            before if before.is_text and now.is_removed and before.body > sure else now
            for before, now in zip(state.lines, after.lines, strict=True)
        )
        return _with(after, lines=lines)

    ask.__name__ = rule.__name__
    return ask


def _left(state: State) -> State:
    """What could have named author, date or publisher and did not, goes where the model says that it is the page's."""
    gone = {n for n, line in enumerate(state.lines) if line.is_text and (line.number, line.text) in state.near}
    return _with(state, lines=mark(state.lines, gone, "boilerplate", "page"))


ORDER: tuple[Pass, ...] = (
    marking(mark_newswire),
    marking(mark_crawl_date),
    marking(mark_running_heads),
    _wrapped,
    marking(mark_footnotes),
    _fields,
    _addresses,
    _glued,
    marking(cut_glued_date),
    marking(mark_boilerplate),
    marking(mark_learned),
    _model,
    marking(mark_spoken_lists),
    marking(mark_said_again),
    _tags,
    _unless(OF_PLACE, mark_related),
    marking(mark_below),
    _byline,
    _unless(OF_FORM, mark_captions),
    marking(mark_dates),
    marking(mark_publishers),
    _headline,
    _bare_name,
    _left,
    _deck,
    _unless(OF_PLACE, mark_after_text),
    _authors,
    _bio,
    marking(restore_learned),
)


def in_order(state: State) -> State:
    """The state after all passes."""
    for step in ORDER:
        state = step(state)
    return state
