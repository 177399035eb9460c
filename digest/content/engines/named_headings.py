"""Python-Markdown's table of contents, with the ids of headings that both engines give."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown.extensions.toc import TocExtension, TocTreeprocessor

from digest.content.engines.headings import Names


class _Contents(TocTreeprocessor):
    def run(self, doc: Element) -> None:
        names = Names(element.attrib["id"] for element in doc.iter() if "id" in element.attrib)
        self.slugify = lambda text, separator: names.of(text)
        self._is_shown = any(element.text and self.marker in element.text for element in doc.iter())
        super().run(doc)

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        """The list of contents; where the text does not ask for it, nothing: half the time of the headings."""
        return super().build_toc_div(toc_list) if self._is_shown else Element("div")


class NamedHeadings(TocExtension):
    TreeProcessorClass = _Contents
