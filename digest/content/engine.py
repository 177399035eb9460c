"""Markdown → HTML with Python-Markdown, https://python-markdown.github.io/"""

from __future__ import annotations

from functools import lru_cache

import markdown

EXTENSIONS = ("tables", "footnotes", "abbr", "toc", "fenced_code", "attr_list", "admonition", "sane_lists")


class UnknownExtensionError(ValueError):
    """An extension that digest.yaml names cannot be loaded."""


@lru_cache(maxsize=4)
def _converter(extensions: tuple[str, ...]) -> markdown.Markdown:
    return markdown.Markdown(extensions=[*EXTENSIONS, *extensions], output_format="html")


def check_extensions(extensions: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the named extensions that cannot be loaded."""

    def fails(name: str) -> bool:
        try:
            markdown.Markdown(extensions=[name])
        except Exception:  # an extension is foreign code: it may raise anything
            return True
        return False

    return tuple(name for name in extensions if fails(name))


def to_html(text: str, extensions: tuple[str, ...] = ()) -> str:
    """The HTML of a Markdown text (with \\n line ends). `extensions` are added to those always on."""
    converter = _converter(extensions)
    try:
        return converter.convert(text)
    finally:
        converter.reset()
