"""The files of the site, as they are planned: pages that templates make, groups of them, and copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

import msgspec

from digest.model.parts import digest_of_input
from digest.model.views import View


class Page(msgspec.Struct, frozen=True, gc=False):
    """One output file that a template makes: `path` is relative to the output folder, `origin` names what it
    comes from, for messages: the article's file, or the kind of page."""

    path: str
    template: str
    view: View
    origin: str


Input = TypeVar("Input")


class Group(Generic[Input]):
    """Pages that are planned together, of one frozen value: they need not be planned again while its digest stays. What
    grows with no article is planned each time: it has no `name`. The paths of all begin with `start`, and of no other
    paths is it true that they are `among` them, as far as that is known. The value is made by `make` when it is asked
    for, once."""

    __slots__ = ("_input", "_make", "_planner", "among", "name", "start")

    def __init__(
        self,
        name: str,
        start: str,
        make: Callable[[], Input],
        planner: Callable[[Input], Iterable[Page]],
        among: Callable[[str], bool] = lambda path: True,
    ) -> None:
        self.name = name
        self.start = start
        self.among = among
        self._make = make
        self._planner = planner
        self._input: Input | None = None

    @property
    def input(self) -> Input:
        if self._input is None:
            self._input = self._make()
        return self._input

    def pages(self) -> Iterable[Page]:
        return self._planner(self.input)

    def digest(self) -> bytes:
        """The digest of all that the pages are made of; "" if they are planned each time."""
        return digest_of_input(self.input) if self.name else b""


class Copy(msgspec.Struct, frozen=True, gc=False):
    """One output file that is the copy of another. `file` is relative to the site's folder, or absolute."""

    path: str
    file: str
    digest: bytes
    origin: str
