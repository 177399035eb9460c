"""Markdown → HTML with Python-Markdown, https://python-markdown.github.io/"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from digest.content.engines.plain_paragraphs import SIGN, put_back, set_apart
from digest.model.parts import digest_bytes

if TYPE_CHECKING:  # loaded when the first article is converted: 30 ms
    import markdown

ALWAYS = ("sane_lists",)

EXTENSIONS = {
    "tables": re.compile(r"\|"),
    "footnotes": re.compile(r"\[\^"),
    "abbr": re.compile(r"\*\["),
    "toc": re.compile(r"#|\[TOC\]|[=-]\s*$", re.MULTILINE),  # headings of both kinds, also in quotations and lists
    "fenced_code": re.compile(r"```|~~~"),
    "attr_list": re.compile(r"\{"),
    "admonition": re.compile(r"!!!"),
}
"""Extensions, and what a text must hold for them to have any effect: each costs time on every text that it sees."""

INLINE = {
    re.compile("`"): ("backtick",),
    re.compile(r"\\"): ("escape",),
    re.compile(r"\["): ("reference", "link", "short_reference"),
    re.compile(r"(?s)!.*\["): ("image_link", "image_reference", "short_image_ref"),
    re.compile("<"): ("autolink", "automail", "html"),
    re.compile(r"[ \t]\n"): ("linebreak",),
    re.compile("&"): ("entity",),
    re.compile("[*_]"): ("not_strong", "em_strong", "em_strong2"),
}
"""What a text must hold for patterns of Python-Markdown's own to have any effect, likewise: with all of them a cold
build of 10,000 articles takes 1.06 times the CPU."""


_CONTENTS = ("toc", "markdown.extensions.toc")


@lru_cache(maxsize=512)
def _converter(extensions: tuple[str, ...], without: tuple[str, ...] = ()) -> markdown.Markdown:
    import markdown

    named: list[str | markdown.Extension] = [name for name in dict.fromkeys(extensions) if name not in _CONTENTS]
    if len(named) < len(extensions):
        from digest.content.engines.named_headings import NamedHeadings

        named.append(NamedHeadings())
    converter = markdown.Markdown(extensions=named, output_format="html")
    for name in without:
        converter.inlinePatterns.deregister(name, strict=False)
    return converter


def unknown_extensions(extensions: tuple[str, ...]) -> dict[str, str]:
    """Those of the named extensions that cannot be loaded, each with the reason."""
    found = {}
    for name in extensions:
        try:
            _converter((name,))
        except Exception as error:  # an extension is foreign code: it may raise anything
            found[name] = str(error)
    return found


def extensions_digest(extensions: tuple[str, ...]) -> bytes:
    """Changes when the code of one of these extensions does: every Python file beside its module is read."""
    parts: list[bytes] = []
    for name in extensions:
        for extension in _converter((name,)).registeredExtensions:
            file = sys.modules[type(extension).__module__].__file__
            if file:
                parts.extend(path.read_bytes() for path in sorted(Path(file).parent.glob("*.py")))
    return digest_bytes(*parts)


def to_html(text: str, extensions: tuple[str, ...] = ()) -> str:
    """The HTML of a Markdown text (with \n line ends).

    `extensions` are added to our own. What they look for is not known, so with them everything is on.
    """
    if extensions:
        return _convert(_converter((*ALWAYS, *EXTENSIONS, *extensions)), text)
    rest, paragraphs = set_apart(text)
    if rest.strip("\n") == SIGN:
        return paragraphs[0]
    ours = tuple(name for name, trigger in EXTENSIONS.items() if trigger.search(rest))
    idle = tuple(name for trigger, names in INLINE.items() if not trigger.search(rest) for name in names)
    return put_back(_convert(_converter((*ALWAYS, *ours), idle), rest), paragraphs)


def _convert(converter: markdown.Markdown, text: str) -> str:
    try:
        return converter.convert(text)
    except BaseException:
        _converter.cache_clear()  # it may have stopped within a list or quotation, and would go on there
        raise
    finally:
        converter.reset()
