"""The words of a theme, from its PO files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from digest.theme.catalogues import read_catalogues
from digest.theme.chain import Catalogue
from tests.sites import CONFIG, article, build, differences_from_clean, make_site, page, problems_of, put, warnings_of

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
RULE = "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"
POLISH = f'{HEADER}"Plural-Forms: nplurals=3; plural={RULE};\\n"\n'
ARTICLES = 'msgid "{count} article"\nmsgid_plural "{count} articles"\n'


def problems_in(text: str, language: str = "pl") -> list[str]:
    return list(map(str, read_catalogues([Catalogue("pl.po", text)], language).problems))


def test_a_catalogue_has_messages_and_plurals() -> None:
    text = f"""{POLISH}
# to the front page
msgid "Front page"
msgstr "Strona "
"główna"

{ARTICLES}msgstr[0] "{{count}} artykuł"
msgstr[1] "{{count}} artykuły"
msgstr[2] "{{count}} artykułów"

msgid "Archive"
msgstr ""

#, fuzzy
msgid "Topics"
msgstr "Temat"

#~ msgid "Old"
#~ msgstr "Stary"
"""
    found = read_catalogues([Catalogue("pl.po", text)], "pl")
    assert found.problems == ()
    assert found.words.messages == {"Front page": "Strona główna"}
    assert found.words.plurals == {"{count} article": ("{count} artykuł", "{count} artykuły", "{count} artykułów")}
    assert found.words.count("{count} article", "{count} articles", 22) == "22 artykuły"


def test_later_catalogues_override_earlier_ones() -> None:
    texts = ('msgid "A"\nmsgstr "1"\n\nmsgid "B"\nmsgstr "1"\n', 'msgid "B"\nmsgstr "2"\n')
    found = read_catalogues([Catalogue("de.po", text) for text in texts], "de-AT")
    assert (found.words.messages, found.words.language) == ({"A": "1", "B": "2"}, "de-AT")


def test_a_catalogue_without_a_header_has_the_plurals_of_its_language() -> None:
    text = f'{ARTICLES}msgstr[0] "{{count}} a"\nmsgstr[1] "{{count}} b"\nmsgstr[2] "{{count}} c"\n'
    assert problems_in(text) == []
    assert problems_in(text.rpartition("msgstr")[0], "tlh") == []  # as in English, where the language is not known


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "hello",
            "pl.po:1: this is no line of a PO file: hello Write msgid or msgstr, and a text between quotation marks.",
        ),
        ('msgid "A\nmsgstr "B"', 'pl.po:1: this is no line of a PO file: msgid "A '),
        ('msgid "A"\n\nmsgid "B"\nmsgstr "C"', "pl.po:1: missing msgstr for msgid 'A'."),
        ('"A"', 'pl.po:1: Got line starting with " but not in msgid, msgstr or msgctxt.'),
        (
            f'{HEADER}"Plural-Forms: nplurals=2; plural=n(;\\n"\n',
            "pl.po:1: the header of this PO file cannot be read: ",
        ),
        (
            'msgctxt "x"\nmsgid "A"\nmsgstr "B"',
            "pl.po:2: 'A' has a msgctxt, and the theme's words have none. Take it out.",
        ),
        (
            '\nmsgid "By {names}"\nmsgstr "Autor"',
            "pl.po:2: 'Autor' has no place for {names}, and 'By {names}' has one.",
        ),
        (
            '\nmsgid "By {names}"\nmsgstr "{namse} i {names}"',
            "pl.po:2: '{namse} i {names}' has a place for {namse}, and 'By {names}' has none. Keep what stands in {…}.",
        ),
        (
            f'{POLISH}\n{ARTICLES}msgstr[0] "{{count}}"\nmsgstr[1] "{{count}}"\n',
            "pl.po:6: '{count} article' has 2 forms, and its language 3. They are told apart by: ",
        ),
        (
            f'{POLISH}\n{ARTICLES}msgstr[0] "jeden"\nmsgstr[1] "kilka"\nmsgstr[2] "{{count}}"\n',
            "pl.po:6: 'kilka' has no place for {count}, and '{count} article' has one.",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, said: str) -> None:
    (problem,) = problems_in(text)
    assert problem.startswith(said)


def test_a_theme_adds_to_the_words_of_the_one_below(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        {
            "content/a.md": article(),
            "themes/mine/locale/de.po": 'msgid "Front page"\nmsgstr "Seite eins"\n\nmsgid "Notice"\nmsgstr "Hinweis"\n',
            "themes/mine/locale/de-AT.po": 'msgid "Archive"\nmsgstr "Archiv (Wien)"\n',
            "themes/mine/templates/base.html": '{% extends "default/base.html" %}'
            '{% block footer_text %}{{ "Notice"|t }}, {{ "Other"|t }}{% endblock %}',
        },
        f"{CONFIG}language: de-AT\ntheme: mine\n",
    )
    assert warnings_of(site) == ["themes/mine/locale/de-AT.po: not translated, so they stay English: 'Other'."]
    home = page(site, "")
    for text in (">Seite eins<", ">Archiv (Wien)<", ">Themen<", "Hinweis, Other", 'lang="de-AT" dir="ltr"'):
        assert text in home
    assert "<h1>Archiv (Wien)</h1>" in page(site, "archive/")
    assert "8. März 2023" in page(site, "2023/03/08/")


def test_a_changed_catalogue_is_seen_by_pages_and_planners(tmp_path: Path) -> None:
    file = "themes/mine/locale/de.po"
    site = make_site(
        tmp_path,
        {"content/a.md": article(), file: 'msgid "Archive"\nmsgstr "Archiv"\n'},
        f"{CONFIG}language: de\ntheme: mine\n",
    )
    build(site)
    assert build(site).rendered == ()
    put(site, {file: 'msgid "Archive"\nmsgstr "Alles"\n\nmsgid "Week {week} of {year}"\nmsgstr "{year}/{week}"\n'})
    build(site)
    assert ">Alles<" in page(site, "2023/03/08/a/")
    assert "<h1>Alles</h1>" in page(site, "archive/")
    assert "<h1>2023/10</h1>" in page(site, "weeks/2023-W10/")
    assert differences_from_clean(site) == []


def test_a_language_without_words_is_told_with_the_file_to_write(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()}, f"{CONFIG}language: it\n")
    assert warnings_of(site) == [
        "digest.yaml:4: the theme has no words in 'it': its own stay English. "
        "Write them into themes/default/locale/it.po, as docs/themes.md tells."
    ]
    assert warnings_of(site) != []  # also when nothing was to be done
    assert "<h1>Mercoledì 8 marzo 2023</h1>" in page(site, "2023/03/08/")
    assert ">Archive<" in page(site, "")
    put(site, {"themes/default/locale/it.po": 'msgid "Archive"\nmsgstr "Archivio"\n'})
    (warning,) = warnings_of(site)
    start = "themes/default/locale/it.po: not translated, so they stay English: 'About this site', "
    assert warning.startswith(start)
    assert re.search(r", and \d+ more\.$", warning)
    assert ">Archivio<" in page(site, "")


def test_a_faulty_catalogue_stops_the_build(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        {"content/a.md": article(), "themes/default/locale/de.po": '\nmsgid "By {names}"\nmsgstr "Von"\n'},
        f"{CONFIG}language: de\n",
    )
    for _ in range(2):
        assert problems_of(site) == [
            "themes/default/locale/de.po:2: 'Von' has no place for {names}, and 'By {names}' has one. "
            "Keep what stands in {…}."
        ]
