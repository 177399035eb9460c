"""A site in another language says nothing in English; and what is foreign on a page says in which language it is.

All texts of its articles are Greek, so that every other letter is the theme's.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel import Locale

from digest.build.session import Session
from digest.files.folders import OUTPUT
from digest.model import views
from digest.model.words import PLACE, direction_of
from digest.progress import Progress
from digest.theme.catalogues import read_catalogues
from digest.theme.chain import Catalogue, shipped_themes
from tests.sites import NOW, article, html_files, make_site, request_for
from tests.theme.test_locale import CATALOGUES

TITLE, OTHER, SUMMARY = "Βλήματα για την Ουκρανία", "Νέα πλοία του στόλου", "Μια περίληψη"
SETTINGS = """
title: Νέα
description: Για την άμυνα.
publisher: {name: Εκδότης, url: 'https://example.org/'}
base_url: https://example.org/
timezone: Europe/Athens
desks: topic
tags:
  Άνδρας: {kind: person}
  Αθήνα: {kind: place, description: Μια πόλη.}
  Στόλος: {kind: organisation}
  Πλοίο: {kind: system}
  Θέμα: {kind: topic}
"""
SOURCES = "Πηγή: {republish: excerpt, length: 3}\nΆλλη: {republish: summary, length: 3}\n"
LICENSED = "{name: Τρίτη, url: 'https://example.org/x', licence: 'https://example.org/licence'}"
BODY = (
    "# Αρχή\n\nΤο κείμενο του άρθρου. Και άλλο ένα.\n\n## Μέση\n\n| α | β |\n|---|---|\n| 1 | 2 |\n\n## Τέλος\n\n"
    + "λέξη " * 900
)
WHOLE = {
    "author": "[Συντάκτης, Άλλος]",
    "deck": "Ένας υπότιτλος.",
    "updated": "2023-03-10T08:00+02:00",
    "figures": "[{value: '150', about: βλήματα}]",
    "corrections": "[{date: 2023-03-11, text: Διόρθωση.}, {date: 2023-03-12, text: Άλλη.}]",
    "aliases": "[/παλιά/]",
    "image": "{file: a.png, alt: Εικόνα, credit: Φωτογράφος, caption: Λεζάντα.}",
}
TAGS = "[Άνδρας, Αθήνα, Στόλος, Πλοίο, Θέμα, Άλλο]"


def files_of(lang: str) -> dict[str, str | bytes | None]:
    """Articles of all kinds, with all that their pages can show."""
    spoken = {"lang": lang} if lang else {}
    common = {"tags": TAGS, "summary": f"{SUMMARY}.", "thread": "'77'"} | spoken
    found: dict[str, str | bytes | None] = {
        "sources.yaml": SOURCES,
        "content/a.png": b"x",
        "content/a.md": article(TITLE, "2023-03-08T14:30+02:00", BODY, slug="a", **common, **WHOLE),
        "content/same.md": article(TITLE, "2023-03-08", "Ίδιο.", slug="same", same_as="a.md", source="Τρίτη", **common),
        "content/draft.md": article(OTHER, "2023-03-09", "Κείμενο.", draft="true", **common),
        "content/pages/about.md": article(OTHER, None, BODY, updated="2023-03-10", source="Πηγή", **spoken),
    }
    for n, source in enumerate(("Πηγή", "Άλλη", LICENSED)):
        fields = {"source": source, "slug": f"b{n}"} | common
        found[f"content/b{n}.md"] = article(OTHER, f"2023-03-0{n + 6}", BODY, **fields)
    for n in range(12):
        day = f"2022-0{n % 3 + 1}-{n + 10}T10:00+02:00"
        fields = {"source": "Τρίτη", "author": "Συντάκτης", "slug": f"c{n}"} | common
        found[f"content/c{n}.md"] = article(OTHER, day, "Κείμενο.", **fields)
    return found


def built(folder: Path, language: str, lang: str = "") -> tuple[Path, set[str]]:
    """The output folder of such a site, with drafts, and the templates with which it was made."""
    site = make_site(folder, files_of(lang), f"language: {language}\n{SETTINGS}")
    progress = Progress()
    with Session(request_for(site, drafts=True)) as session:
        session.build(NOW, progress=progress)
    return site / OUTPUT, {found.name for found in progress.profile().templates}


class Reader(HTMLParser):
    """The texts of a page that somebody sees or hears: (tag, text, language, direction)."""

    VOID = frozenset(["meta", "link", "img", "br", "hr", "input", "wbr", "source", "col"])
    HEARD = frozenset(("aria-label", "title", "alt", "placeholder", "aria-description"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, str]] = []
        self.texts: list[tuple[str, str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        _, lang, direction = self.open[-1] if self.open else ("", "", "")
        here = (tag, given.get("lang", lang), given.get("dir", direction))
        is_description = tag == "meta" and given.get("name", given.get("property", "")).endswith("description")
        for name, value in given.items():
            if name in self.HEARD or name.startswith("data-") or (name == "content" and is_description):
                self.texts.append((tag, value, *here[1:]))
        if tag not in self.VOID:
            self.open.append(here)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, lang, direction = self.open[-1] if self.open else ("", "", "")
        if tag not in ("script", "style"):
            self.texts.append((tag, data, lang, direction))


def read(html: str) -> list[tuple[str, str, str, str]]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.texts


def texts_of(path: Path) -> Iterator[str]:
    """What a file of the site shows to people."""
    if path.suffix == ".html":
        yield from (shown for _, shown, *_ in read(path.read_text(encoding="utf-8")))
    elif path.suffix == ".json":
        yield from _strings(json.loads(path.read_text(encoding="utf-8")))
    elif path.suffix == ".csv":
        yield path.read_text(encoding="utf-8-sig")
    elif path.suffix in (".xml", ".opml") and "sitemap" not in path.name:
        for element in ET.fromstring(path.read_text(encoding="utf-8")).iter():
            yield from (shown for _, shown, *_ in read(element.text or "") if not element.tag.endswith("language"))
            yield from (element.get(name, "") for name in ("title", "text", "term"))


def _strings(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _strings(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, key)
    elif isinstance(value, str) and key in ("title", "summary", "tags", "name", "content_html", "content_text"):
        yield from (shown for _, shown, *_ in read(value))


WORD = re.compile(r"[^\W\d_]+")
GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
ADDRESS = re.compile(r"https?://\S+|urn:\S+|\d{4}-\d\d-\d\dT\S+|\w+, \d\d \w+ \d{4} [\d:]+ [+-]\d+")
KNOWN = frozenset(("atom", "rss", "json", "feed", "opml", "eet", "example", "org"))
"""Names of formats, of the site's time zone, and of a source's host."""

TEMPLATES = set(re.findall(r"^ {4}(\S+\.(?:html|xml|json|opml|csv)) +\w+View", views.__doc__ or "", re.MULTILINE))


def words_of(path: Path) -> set[str]:
    """The words of a language that the theme may write: those of its catalogue, and of its dates."""
    words = read_catalogues([Catalogue(path.name, path.read_text(encoding="utf-8"))], path.stem).words
    locale = Locale(path.stem)
    texts = [*words.messages.values(), *(form for forms in words.plurals.values() for form in forms)]
    for names in (locale.months, locale.days):
        texts += (name for widths in names.values() for found in widths.values() for name in found.values())
    for form in (*locale.date_formats.values(), *locale.datetime_skeletons.values()):
        texts += re.findall("'([^']+)'", form.pattern)
    return {word.lower() for text in texts for word in WORD.findall(PLACE.sub(" ", text))}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_no_page_has_a_word_that_is_not_of_its_language(path: Path, tmp_path: Path) -> None:
    folder, templates = built(tmp_path, path.stem)
    assert templates >= TEMPLATES
    allowed = words_of(path) | KNOWN
    strange: dict[str, str] = {}
    for file in sorted(folder.rglob("*.*")):
        for text in texts_of(file):
            for word in WORD.findall(ADDRESS.sub(" ", text)):
                if word.lower() not in allowed and not GREEK.search(word):
                    strange.setdefault(word, f"{file.relative_to(folder)}: {text.strip()[:80]}")
    assert strange == {}
    start = f'<html lang="{path.stem}" dir="{direction_of(path.stem)}">'
    assert [file for file in html_files(folder) if start not in file.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(("language", "lang"), [("en", "el"), ("ar", "el"), ("en", "fa")])
def test_a_foreign_title_says_its_language_wherever_it_stands(language: str, lang: str, tmp_path: Path) -> None:
    folder, _ = built(tmp_path, language, lang)
    wrong, right = [], 0
    for file in html_files(folder):
        for tag, text, *found in read(file.read_text(encoding="utf-8")):
            if tag not in ("title", "meta") and any(one in text for one in (TITLE, OTHER, SUMMARY)):
                right += found == [lang, direction_of(lang)]
                if found != [lang, direction_of(lang)]:
                    wrong.append((str(file.relative_to(folder)), text.strip()[:60], *found))
    assert wrong == []
    assert right > 50


def test_what_surrounds_a_foreign_article_is_in_the_language_of_the_site(tmp_path: Path) -> None:
    folder, _ = built(tmp_path, "ar", "el")
    shown = read((folder / "2023/03/08/a/index.html").read_text(encoding="utf-8"))
    arabic = {(lang, direction) for _, text, lang, direction in shown if re.search(r"[\u0620-\u064a]", text)}
    assert arabic == {("ar", "rtl")}


PHYSICAL = re.compile(
    r"(?<![\w-])(?:left|right|top|bottom)\s*:|-(?:left|right|top|bottom)(?:-[\w-]+)?\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)


def test_style_sheets_follow_the_direction() -> None:
    """They name no side of the screen: not left and right, and of four lengths the second is the fourth."""
    for path in (shipped_themes() / "default" / "static").glob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert PHYSICAL.findall(text) == []
        for sides in re.findall(r"(?<![\w-])(?:margin|padding|inset|border-\w+)\s*:([^;}]*)", text):
            lengths = sides.split()
            assert len(lengths) != 4 or lengths[1] == lengths[3], sides
