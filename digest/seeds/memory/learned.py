"""`learned.yaml`: what a site has learnt of each source, by editors' corrections of imported articles and by lines that
recur. It is the editor's as well: what stands there is what imports go by, and nothing else.

    Example Wire:
      out:                                 # lines that are left out
        - Sign up for the Example briefing
      in: [What we know so far]            # lines that stay, whatever else says
      source: The Example Wire             # how the publisher's name is spelt
      title_without: ["| Example Wire"]    # what is cut off the ends of titles
      author: {Ann Doe Example: Ann Doe}   # how authors are spelt
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from digest.errors import Problem
from digest.seeds.label.learned_lines import FILE, NOTHING, Learned, known_by, lines_known_by
from digest.seeds.read.stated import Source
from digest.seeds.words.folding import folded
from digest.seeds.words.hosts import host_of
from digest.text import read_text
from digest.typed_yaml.load import decode_each
from digest.typed_yaml.places import line_of

Text = Annotated[str, Meta(min_length=1, title="text")]
What: TypeAlias = Literal["out", "in", "source", "title_without", "author"]


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What learned.yaml says of a source, below its name."""

    out: Annotated[tuple[Text, ...], Meta(description="Lines that are left out.")] = ()
    stay: Annotated[tuple[Text, ...], Meta(description="Lines that stay, whatever else says.")] = msgspec.field(
        name="in", default=()
    )
    source: Annotated[str, Meta(description="How the publisher's name is spelt.")] = ""
    title_without: Annotated[tuple[Text, ...], Meta(description="What is cut off the ends of titles.")] = ()
    author: Annotated[dict[str, Text], Meta(description="Authors as texts have them, each as it is spelt.")] = (
        msgspec.field(default_factory=dict)
    )


class Lesson(msgspec.Struct, frozen=True):
    """Something that is learnt of a source: `what` is the key below which it stands, `text` what stands there (of an
    author, how texts have the name, and `spelt` how it is spelt), `why` the article that taught it, or in how many
    texts a line recurs."""

    source: str
    what: What
    text: str
    why: str
    spelt: str = ""

    def __str__(self) -> str:
        said = {
            "out": f"left out is “{self.text}”",
            "in": f"kept is “{self.text}”",
            "source": f"the source is spelt “{self.text}”",
            "title_without": f"titles are without “{self.text}”",
            "author": f"the author {self.text} is spelt “{self.spelt}”",
        }
        return f"{self.source}: {said[self.what]} ({self.why})"


def key_of(source: Source) -> str:
    """By what a source stands in learned.yaml for the first time: its name, or the host of its address; "" if it has
    neither."""
    return source.name or host_of(source.url)


class Sources:
    """What a site knows of its sources."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = dict(entries)
        self._names: dict[str, list[str]] = {}
        for name, entry in self.entries.items():
            for known in dict.fromkeys((folded(name), folded(entry.source))):
                if known:
                    self._names.setdefault(known, []).append(name)
        self._found: dict[tuple[str, str], Learned] = {}
        self._own: dict[str, Learned] = {}

    def named(self, source: Source) -> list[str]:
        """Under which names a source stands there: its own, one that is spelt as it is, and its host."""
        forms = dict.fromkeys((folded(source.name), folded(host_of(source.url))))
        return list(dict.fromkeys(name for form in forms if form for name in self._names.get(form, ())))

    def of(self, source: Source) -> Learned:
        """What is known of a source, as texts name it."""
        at = (folded(source.name), host_of(source.url))
        if at not in self._found:
            self._found[at] = _joined([(name, self.entries[name]) for name in self.named(source)])
        return self._found[at]

    def new(self, lessons: Iterable[Lesson]) -> list[Lesson]:
        """Those of the lessons that say something else than what stands there, each once, below the name under which
        their source stands. What an editor has put down is never contradicted."""
        found: dict[tuple[str, str, str], Lesson] = {}
        for lesson in lessons:
            name = next(iter(self.named(Source(lesson.source))), lesson.source)
            if name not in self._own:
                self._own[name] = _joined([(name, self.entries.get(name, Entry()))])
            if not _has(self._own[name], lesson):
                form = "" if lesson.what == "source" else folded(lesson.text)
                found.setdefault((name, lesson.what, form), msgspec.structs.replace(lesson, source=name))
        return list(found.values())


def _has(known: Learned, lesson: Lesson) -> bool:
    match lesson.what:
        case "out":
            return any(form in known.stay or form in known.out for form in known_by(lesson.text))
        case "in":
            return any(form in known.stay for form in known_by(lesson.text))
        case "source":
            return bool(known.source)
        case "title_without":
            return lesson.text in known.title_without
        case "author":
            return lesson.text in dict(known.authors)


def _joined(entries: list[tuple[str, Entry]]) -> Learned:
    if not entries:
        return NOTHING
    every = [entry for _, entry in entries]
    return Learned(
        entries[0][0],
        lines_known_by([text for entry in every for text in entry.out]),
        lines_known_by([text for entry in every for text in entry.stay]),
        next((entry.source for entry in reversed(every) if entry.source), ""),  # a host is the surer of the two
        tuple(dict.fromkeys(text for entry in every for text in entry.title_without)),
        tuple({name: spelt for entry in every for name, spelt in entry.author.items()}.items()),
    )


def load_learned(site: Path) -> tuple[dict[str, Entry], tuple[Problem, ...]]:
    """What `site`/learned.yaml (UTF-8) says, by source, and every problem in it."""
    if not os.path.lexists(site / FILE):
        return {}, ()
    text, problem = read_text(site / FILE, FILE)
    return ({}, (problem,)) if problem else read_learned(text)


def read_learned(text: str) -> tuple[dict[str, Entry], tuple[Problem, ...]]:
    entries, problems = decode_each(text, Entry, path=FILE)
    return entries, (*problems, *(() if problems else _repeated(entries, text)))


def _repeated(entries: Mapping[str, Entry], text: str) -> Iterator[Problem]:
    names: dict[str, str] = {}
    for name in entries:
        if (other := names.setdefault(folded(name), name)) != name:
            fact = f"'{name}' is the same source as '{other}'."
            yield Problem(FILE, line_of(text, (name,)), fact, "Put what stands below them together.")
