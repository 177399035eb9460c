"""Python-Markdown's table of contents, with the ids of headings that both engines give."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.extensions.toc import TocExtension, TocTreeprocessor

from digest.content.engines.headings import Names


class _Contents(TocTreeprocessor):
    def run(self, doc: Element) -> None:
        names = Names(element.attrib["id"] for element in doc.iter() if "id" in element.attrib)
        self.slugify = lambda text, separator: names.of(text)
        super().run(doc)


class NamedHeadings(TocExtension):
    TreeProcessorClass = _Contents
