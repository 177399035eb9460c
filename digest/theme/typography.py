"""The signs that a text is shown with, in the place of those that it was typed with."""

from __future__ import annotations


def set_text(text: str, language: str) -> str:
    """A plain text, such as a title, with the typographic signs of its language (a BCP 47 tag)."""
    return text


def set_html(html: str, language: str) -> str:
    """As `set_text`, of what HTML says between its tags."""
    return html
