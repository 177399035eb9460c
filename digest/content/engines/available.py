"""Whether the Markdown engine that the settings name can be had, and its extensions."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from msgspec.structs import replace

from digest.content.engines.python_markdown import unknown_extensions
from digest.errors import Problem
from digest.installation import how_to_add
from digest.settings.config import FILE, Config, line_in_markdown
from digest.text import read_text

_INSTALL_EXTENSION = "Install the package it comes with, or take it out of 'extensions'."


def check_markdown(site: Path, config: Config) -> tuple[Config, tuple[Problem, ...]]:
    """The settings with what there is of Markdown, so that all else can be checked, and what is not there."""
    markdown = config.markdown
    if markdown.engine == "commonmark" and not find_spec("pyromark"):
        fact = "the engine 'commonmark' is not installed: there is no package pyromark."
        remedy = f"To do without it, take out 'engine'. {how_to_add('fast')}"
        problem = Problem(FILE, _line(site, "engine"), fact, remedy)
        return replace(config, markdown=replace(markdown, engine="markdown")), (problem,)
    if markdown.extensions and (unknown := unknown_extensions(markdown.extensions)):
        line = _line(site, "extensions")
        problems = tuple(
            Problem(FILE, line, f"the Markdown extension '{name}' cannot be loaded: {reason}.", _INSTALL_EXTENSION)
            for name, reason in unknown.items()
        )
        return replace(config, markdown=replace(markdown, extensions=())), problems
    return config, ()


def _line(site: Path, key: str) -> int:
    return line_in_markdown(read_text(site / FILE, FILE)[0], key)
