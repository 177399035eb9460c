"""Lines compared by their words alone."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The words alone, in one case, for comparing whole lines: `Share this:` and `share this` are one."""
    return " ".join(_WORD.findall(text.casefold()))


_BEGINNING = 40  # characters


def begin_alike(one: str, other: str) -> bool:
    """Whether two texts can be the same, or one the beginning of the other, once folded: most are told apart by it."""
    first, second = folded(one[:_BEGINNING]), folded(other[:_BEGINNING])
    return first.startswith(second) or second.startswith(first)
