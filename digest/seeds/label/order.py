"""The order in which a text's lines are labelled: a declared tuple of passes over one frozen state.

A pass takes the state and gives it back with more of the lines marked, or more of the fields known. Those before the
model undo how a text arrived; the model says of each line how probably it is what; those after it read the lines that
name something, and rules mark what a page around an article has, where the model does not know better.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from digest.seeds.label.around import (
    mark_above_headline,
    mark_after_text,
    mark_between,
    mark_bio,
    mark_calls,
    mark_deck,
    mark_picture,
    mark_teasers,
)
from digest.seeds.label.author_lines import mark_authors
from digest.seeds.label.boilerplate import mark_below, mark_boilerplate, mark_related
from digest.seeds.label.bylines import mark_bare_name, mark_byline
from digest.seeds.label.captions import mark_captions
from digest.seeds.label.date_lines import mark_crawl_date, mark_dates
from digest.seeds.label.footnotes import mark_footnotes
from digest.seeds.label.glued import mark_glued_opening
from digest.seeds.label.head import mark_addresses, mark_fields, mark_newswire, mark_tags
from digest.seeds.label.headline import mark_repeated_title
from digest.seeds.label.lines import Lines, mark
from digest.seeds.label.page_lines import going, headline_of, labelled, threshold, weighed
from digest.seeds.label.paragraphs import blocks, wrap_width
from digest.seeds.label.publisher_lines import cut_publisher, mark_publishers
from digest.seeds.label.recurring_lines import mark_recurring
from digest.seeds.label.repeated import mark_said_again
from digest.seeds.label.running_heads import mark_running_heads
from digest.seeds.label.state import Pass, State, marking
from digest.seeds.words.byline import Byline

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
    lines, headline, rival = weighed(state.lines, found), "", ""
    title = None if state.fields.title else headline_of(lines, found)
    if title is not None:
        lines = mark(lines, frozenset(title.unit.indices), "title", "headline")
        headline, rival = title.unit.text, title.rival
    gone = {
        index
        for n in going(found, title.unit if title else None)
        for index in found.units[n].indices
        if lines[index].is_text
    }
    return _with(
        state, lines=mark(lines, gone, "boilerplate", "page"), headline=headline, rival=rival, keep=threshold(found)
    )


def _tags(state: State) -> State:
    lines, offered = mark_tags(state.lines)
    return _with(state, lines=lines, offered=offered)


def _recurring(state: State) -> State:
    return _with(state, lines=mark_recurring(state.lines, state.recurring)) if state.recurring else state


def _byline(state: State) -> State:
    if state.byline is not None:
        return state
    lines, byline = mark_byline(state.lines, state.width, state.lexicon)
    return _with(state, lines=lines, byline=byline)


def _headline(state: State) -> State:
    title, behind = cut_publisher(state.fields.title or state.headline, state.lexicon)
    if not title:
        return state
    lines = mark_above_headline(mark_repeated_title(state.lines, title, state.width))
    return _with(state, lines=lines, headline=title, behind_title=behind)


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


OVERRULED = 0.8
"""A rule does not remove a line of which the model is surer than this that it is of the body."""


def _unless_sure(rule: Callable[..., Lines]) -> Pass:
    """A pass whose rule is overruled where the model knows better."""
    run = marking(rule)

    def ask(state: State) -> State:
        after = run(state)
        if len(after.lines) != len(state.lines):
            return after
        lines = tuple(
            before if before.is_text and now.is_removed and before.body > OVERRULED else now
            for before, now in zip(state.lines, after.lines, strict=True)
        )
        return _with(after, lines=lines)

    return ask


def _left(state: State) -> State:
    """What could have named author, date or publisher and did not, goes where the model says that it is the page's."""
    gone = {n for n, line in enumerate(state.lines) if line.is_text and line.body < state.keep}
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
    _model,
    _unless_sure(mark_boilerplate),
    marking(mark_said_again),
    _unless_sure(mark_calls),
    _tags,
    _unless_sure(mark_related),
    _unless_sure(mark_below),
    _recurring,
    _byline,
    _unless_sure(mark_captions),
    marking(mark_dates),
    marking(mark_publishers),
    _headline,
    _bare_name,
    _left,
    _unless_sure(mark_picture),
    _deck,
    _unless_sure(mark_between),
    _unless_sure(mark_teasers),
    _unless_sure(mark_after_text),
    _authors,
    _bio,
)


def in_order(state: State) -> State:
    """The state after all passes."""
    for step in ORDER:
        state = step(state)
    return state
