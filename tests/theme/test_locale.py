"""The catalogues of the shipped theme: each translates what the theme says, all of it and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from digest.theme.catalogues import read_catalogues
from digest.theme.chain import LOCALE, Catalogue, shipped_themes
from tests.theme.messages import Message, all_messages, messages_in_code, messages_in_template

CATALOGUES = sorted((shipped_themes() / "default" / LOCALE).glob("*.po"))
FORMS = {"ar": 6, "de": 2, "es": 2, "fr": 2, "pl": 3, "uk": 3}


def test_the_languages_are_those_that_the_guide_names() -> None:
    assert [path.stem for path in CATALOGUES] == sorted(FORMS)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_translates_just_what_the_theme_says(path: Path) -> None:
    found = read_catalogues([Catalogue(path.name, path.read_text(encoding="utf-8"))], path.stem)
    assert found.problems == ()
    translated: set[Message] = {(one,) for one in found.words.messages}
    wanted = all_messages()
    assert translated | {message for message in wanted if message[0] in found.words.plurals} == wanted
    assert found.words.plurals.keys() == {message[0] for message in wanted if len(message) > 1}
    assert {len(forms) for forms in found.words.plurals.values()} <= {FORMS[path.stem]}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_its_rule_for_plurals_is_that_of_cldr(path: Path) -> None:
    """Numbers of which CLDR wants the same form want the same one here, and others another one."""
    with path.open("rb") as file:
        catalog = read_po(file, path.stem)
    words = read_catalogues([Catalogue(path.name, path.read_text(encoding="utf-8"))], path.stem).words
    assert catalog.num_plurals == FORMS[path.stem]
    category = Locale(path.stem).plural_form
    pairs = {(category(n), words.form_of(n)) for n in range(1_000)}
    assert len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs}) == FORMS[path.stem]


def test_messages_are_found_in_templates_and_planners() -> None:
    template = """{{ "A"|t }}<p title="{{ 'B {x}'|t(x=1) }}">{% set y = {"c": "C"|t} %}
        {{ "{count} d"|tn("{count} ds", 2, x=3) }}"""
    assert set(messages_in_template(template, "a.html")) == {("A",), ("B {x}",), ("C",), ("{count} d", "{count} ds")}
    code = "words.text('A'), site.words.value.count('b', 'bs', 3), words.text(x), 'abc'.count('b')"
    assert set(messages_in_code(code)) == {("A",), ("b", "bs")}
    with pytest.raises(TypeError, match=r"a\.html:2: a message is no constant"):
        list(messages_in_template("\n{{ x|t }}", "a.html"))
