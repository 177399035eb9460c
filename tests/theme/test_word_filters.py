"""What templates make of words, dates and languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from jinja2 import Template as JinjaTemplate
from markupsafe import Markup

from digest.model.words import ENGLISH, Words
from digest.theme.chain import Template
from digest.theme.environment import environment_for

FRENCH = Words(
    "fr",
    {"Front page": "À la <une>", "By {names}": "<Par> {names}"},
    {"{count} article": ("{count} article", "{count} articles sur {topic}")},
    "n > 1",
)


def template_of(source: str, words: Words) -> JinjaTemplate:
    return environment_for((Template("a.html", "a.html", source),), words).get_template("a.html")


def shown(source: str, words: Words = FRENCH, **given: Any) -> str:
    return template_of(source, words).render(**given)


def test_a_message_is_escaped_as_any_text() -> None:
    assert shown("<p>{{ 'Front page'|t }}") == "<p>À la &lt;une&gt;"
    assert shown("{{ 'Front page'|t|json }}") == '"À la \\u003cune\\u003e"'
    assert shown("<p>{{ 'Front page'|t }}", ENGLISH) == "<p>Front page"


def test_values_are_escaped_but_for_markup() -> None:
    source = "<p>{{ 'By {names}'|t(names=names) }}"
    assert shown(source, names="A & B") == "<p>&lt;Par&gt; A &amp; B"
    assert shown(source, names=Markup("<b>A</b> & {names}")) == "<p>&lt;Par&gt; <b>A</b> & {names}"
    assert shown("{% set names %}<i>{{ 'A&B' }}</i>{% endset %}" + source) == "<p>&lt;Par&gt; <i>A&amp;B</i>"


def test_a_plural_has_its_number_and_other_values() -> None:
    source = "{{ '{count} article'|tn('{count} articles', n, topic='<') }}"
    assert [shown(source, n=n) for n in (0, 1, 2345)] == [
        "0 article",
        "1 article",
        "2\u202f345 articles sur &lt;",
    ]
    assert [shown(source, ENGLISH, n=n) for n in (0, 1, 2345)] == ["0 articles", "1 article", "2,345 articles"]


def test_a_constant_message_costs_nothing_when_a_page_is_made() -> None:
    """It is put into the code of the template, with what stands around it."""
    source = "<p>{{ 'Front page'|t }}</p>{{ page }}<p>{{ 'Archive'|t }}</p>"
    environment = environment_for((Template("a.html", "a.html", source),), FRENCH)
    code = environment.compile(source, "a.html", "a.html", raw=True)
    assert "'<p>À la &lt;une&gt;</p>'" in code
    assert "'<p>Archive</p>'" in code
    assert "Front page" not in code


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ 'Front page'|t }}{{ x }}",
        "<p>{{ 'Front page'|t if x else 'Archive'|t }}{{ x }}",
        "{% set words = {'a': 'Front page'|t, x: 2} %}<p>{{ words.a }}{{ x }}",
        "<p>{% for one in ['Front page'|t, x] %}{{ one }}{% endfor %}",
        "<p>{{ 'Front page'|t ~ x }}",
    ],
)
def test_templates_of_two_languages_do_not_meet(source: str) -> None:
    """They are parsed once for all languages."""
    assert [shown(source, words, x=1) for words in (FRENCH, ENGLISH, FRENCH)] == [
        "<p>À la &lt;une&gt;1",
        "<p>Front page1",
        "<p>À la &lt;une&gt;1",
    ]


@pytest.mark.parametrize("value", [dt.date(2023, 3, 8), "2023-03-08T14:30:00+01:00"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("longdate", "8 mars 2023"),
        ("monthname", "mars 2023"),
        ("monthname|capital", "Mars 2023"),
        ("daymonth", "8 mars"),
        ("monthonly", "mars"),
        ("monthshort", "mars"),
        ("weekday", "mercredi"),
        ("weekdayshort", "mer."),
    ],
)
def test_dates_are_those_of_the_language(name: str, text: str, value: object) -> None:
    assert shown(f"{{{{ value|{name} }}}}", value=value) == text


@pytest.mark.parametrize(
    ("language", "expression", "attributes"),
    [
        ("en", "'de'|lang", ' lang="de"'),
        ("en", "'ar'|lang", ' lang="ar" dir="rtl"'),
        ("ar", "'fa'|lang", ' lang="fa"'),
        ("ar", "'fr'|lang", ' lang="fr" dir="ltr"'),
        ("en", "'en'|lang", ""),
        ("en", "''|lang", ""),
        ("en", "'en'|lang('')", ""),  # what surrounds an article in the site's own language
        ("en", "'en'|lang('de')", ' lang="en"'),
        ("ar", "'ar'|lang('de')", ' lang="ar" dir="rtl"'),
        ("en", "'\"<'|lang", ' lang="&#34;&lt;"'),
    ],
)
def test_a_foreign_title_says_its_language(language: str, expression: str, attributes: str) -> None:
    assert shown(f"<p{{{{ {expression} }}}}>", Words(language)) == f"<p{attributes}>"
