"""What `digest check` tells: a problem, and by which rule it is one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from digest.errors import Problem

BUILD = "build"

RULES: Mapping[str, str] = MappingProxyType(
    {
        BUILD: "What stops a build or makes it warn: links, pictures, addresses, ids, settings, front matter, theme.",
        "image-alt": "A picture has a text in its place.",
        "summary": "An article has a summary.",
        "tag-spelling": "A tag is spelt in one way.",
        "same-title": "No two articles have nearly one title.",
        "same-text": "No two articles have nearly one text.",
        "orphan": "Something refers to each file in content/.",
        "future-date": "What is published has no date in the future.",
        "own-link": "A link to the site by its full address leads to a page of it.",
        "dead-link": "What is linked to on another site is there.",
        "moved-link": "What is linked to on another site has not moved.",
        "private-link": "No link leads into a private network.",
    }
)
"""The rules by their names, with what each of them asks."""


class Finding(Problem, frozen=True, order=True):
    """A problem with the name of the rule that it breaks. It is an error if it stops a build."""

    rule: str = BUILD


def warning(rule: str, path: str, line: int, fact: str, remedy: str) -> Finding:
    return Finding(path, line, fact, remedy, "warning", rule)


def of_build(problem: Problem, line: int) -> Finding:
    """What a build tells; it may not know the line."""
    return Finding(problem.path, line, problem.fact, problem.remedy, problem.level)
