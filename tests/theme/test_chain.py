"""Themes: what overrides what, options, and what a template's page depends on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from digest.settings.config import load_config
from digest.theme.chain import Fingerprints, Template, Theme, load_theme
from digest.theme.fingerprint import find_fingerprints
from tests.sites import (
    CONFIG,
    article,
    build,
    differences_from_clean,
    make_site,
    page,
    problems_of,
    put,
    tree,
    warnings_of,
)

WITH_MINE = CONFIG + "theme: mine\n"
ARTICLE = {"content/a.md": article(tags="[NATO]", summary="S.")}


def block(name: str, text: str, extends: str = "default/article.html") -> str:
    return f'{{% extends "{extends}" %}}\n{{% block {name} %}}{text}{{% endblock %}}\n'


def test_overriding_one_block_changes_only_that(tmp_path: Path) -> None:
    site = make_site(tmp_path, ARTICLE)
    build(site)
    plain = tree(site / "output")
    put(
        site,
        {
            "digest.yaml": WITH_MINE,
            "themes/mine/templates/article.html": block("headline", "<h1>Mine: {{ page.title }}</h1>\n"),
        },
    )
    build(site)
    mine = tree(site / "output")
    path = "2023/03/08/a/index.html"
    assert {name for name in plain.keys() | mine.keys() if plain.get(name) != mine.get(name)} == {path}
    assert mine[path] == plain[path].replace(b"<h1>A</h1>", b"<h1>Mine: A</h1>")
    assert differences_from_clean(site) == []


def test_own_default_theme_overrides_the_shipped_one(tmp_path: Path) -> None:
    files = {**ARTICLE, "themes/default/templates/article.html": block("headline", "<h1>Mine</h1>\n")}
    site = make_site(tmp_path, files)
    assert problems_of(site) == []
    assert "<h1>Mine</h1>" in page(site, "2023/03/08/a/")
    assert 'class="masthead"' in page(site, "2023/03/08/a/")


def test_a_frame_that_is_overridden_serves_all_pages(tmp_path: Path) -> None:
    files = {
        **ARTICLE,
        "themes/mine/templates/base.html": block("footer", "<footer>Mine</footer>", "default/base.html"),
    }
    site = make_site(tmp_path, files, WITH_MINE)
    build(site)
    for path in ("", "2023/03/08/a/", "2023/03/08/", "tags/nato/", "archive/"):
        assert "<footer>Mine</footer>" in page(site, path), path


def test_three_themes(tmp_path: Path) -> None:
    files = {
        **ARTICLE,
        "themes/top/theme.yaml": "name: top\nextends: middle\noptions: {one: {default: top}}\n",
        "themes/top/templates/article.html": block("headline", "<h1>top {{ super() }}</h1>", "middle/article.html"),
        "themes/middle/theme.yaml": "extends: ground\noptions: {one: {default: middle}, two: {default: middle}}\n",
        "themes/middle/templates/article.html": block("headline", "middle {{ super() }}", "ground/article.html"),
        "themes/middle/templates/_card.html": "<b>card of middle</b>\n",
        "themes/middle/static/middle.css": "/* middle */",
        "themes/middle/static/both.css": "/* middle */",
        "themes/ground/theme.yaml": "name: ground\noptions: {two: {default: ground}, three: {default: ground}}\n",
        "themes/ground/templates/article.html": block(
            "headline", "ground {{ site.options.one }} {{ site.options.two }} {{ site.options.three }}"
        ),
        "themes/ground/templates/_card.html": "<b>card of ground</b>\n",
        "themes/ground/static/both.css": "/* ground */",
    }
    site = make_site(tmp_path, files, CONFIG + "theme: top\n")
    assert warnings_of(site) == []
    assert "<h1>top middle ground top middle ground</h1>" in page(site, "2023/03/08/a/")
    assert "card of middle" in page(site, "")
    assert page(site, "static/both.css") == "/* middle */"
    assert page(site, "static/middle.css") == "/* middle */"
    assert (site / "output/static/style.css").is_file()


def test_themes_that_extend_each_other_are_a_problem(tmp_path: Path) -> None:
    files = {**ARTICLE, "themes/one/theme.yaml": "extends: two\n", "themes/two/theme.yaml": "extends: one\n"}
    found = problems_of(make_site(tmp_path, files, CONFIG + "theme: one\n"))
    assert len(found) == 1
    assert found[0].startswith("themes/two/theme.yaml:1: ")


OPTIONS = "options:\n  colour: {default: red, description: Of links.}\n  wide: {default: false}\n"
SHOWS = block("headline", "[{{ site.options.colour }}|{% if site.options.wide %}wide{% else %}narrow{% endif %}]")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("", "[red|narrow]"),
        ("theme_options: {colour: blue}\n", "[blue|narrow]"),
        ("theme_options: {wide: true}\n", "[red|wide]"),
        ("theme_options: {wide: false}\n", "[red|narrow]"),
    ],
)
def test_options(tmp_path: Path, given: str, shown: str) -> None:
    files = {**ARTICLE, "themes/mine/theme.yaml": OPTIONS, "themes/mine/templates/article.html": SHOWS}
    site = make_site(tmp_path, files, WITH_MINE + given)
    assert problems_of(site) == []
    assert shown in page(site, "2023/03/08/a/")


def test_options_of_the_default_theme_stay_in_a_theme_that_extends_it(tmp_path: Path) -> None:
    site = make_site(
        tmp_path, {**ARTICLE, "themes/mine/theme.yaml": OPTIONS}, WITH_MINE + "theme_options: {footer: © Us}\n"
    )
    assert problems_of(site) == []
    assert "<p>© Us</p>" in page(site, "")


def test_block_that_is_nowhere_is_a_warning(tmp_path: Path) -> None:
    files = {**ARTICLE, "themes/mine/templates/article.html": block("headlin", "x")}
    site = make_site(tmp_path, files, WITH_MINE)
    assert warnings_of(site) == [
        "themes/mine/templates/article.html:2: the block 'headlin' is not in default/article.html, "
        "so it is never shown. Did you mean 'headline'?"
    ]


def test_warnings_are_told_by_a_build_that_has_nothing_to_do(tmp_path: Path) -> None:
    files = {**ARTICLE, "themes/mine/templates/article.html": block("headlin", "x")}
    site = make_site(tmp_path, files, WITH_MINE)
    first = warnings_of(site)
    assert len(first) == 1
    assert warnings_of(site) == first


def test_new_block_inside_a_known_one_is_no_warning(tmp_path: Path) -> None:
    inner = "{% block my_own %}x{% endblock %}"
    files = {
        **ARTICLE,
        "themes/mine/theme.yaml": "extends: default\n",
        "themes/mine/templates/article.html": block("headline", inner),
    }
    assert warnings_of(make_site(tmp_path, files, WITH_MINE)) == []


def test_template_file_that_overrides_nothing_is_a_warning(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**ARTICLE, "themes/mine/templates/artikle.html": "x"}, WITH_MINE)
    found = warnings_of(site)
    assert len(found) == 1
    assert found[0].startswith("themes/mine/templates/artikle.html: ")


# Fingerprints


def fingerprints(**templates: str) -> Fingerprints:
    made = tuple(Template(f"{name}.html", f"{name}.html", text) for name, text in templates.items())
    return find_fingerprints(made)


GRAPH = {
    "page": '{% extends "base.html" %}{% block main %}{% include "card.html" %}{% endblock %}',
    "base": '{% from "macros.html" import x %}{% block main %}{% endblock %}',
    "card": "card",
    "macros": "{% macro x() %}{% endmacro %}",
    "alone": "alone",
}
USES = {
    "page": {"page", "base", "card", "macros"},
    "base": {"base", "macros"},
    "card": {"card"},
    "macros": {"macros"},
    "alone": {"alone"},
}


@pytest.mark.parametrize("edited", GRAPH)
def test_fingerprints_change_with_what_they_use_and_nothing_else(edited: str) -> None:
    before, after = fingerprints(**GRAPH), fingerprints(**GRAPH | {edited: GRAPH[edited] + " "})
    changed = {name for name in GRAPH if before.digests[f"{name}.html"] != after.digests[f"{name}.html"]}
    assert changed == {name for name, used in USES.items() if edited in used}


@pytest.mark.parametrize(
    "dynamic",
    [
        "{% include name %}",
        '{% extends "ba" ~ kind %}',
        "{% import name as x %}",
        "{% if a %}{% include b %}{% endif %}",
    ],
)
@pytest.mark.parametrize("edited", GRAPH)
def test_a_name_that_is_computed_may_mean_any_template(dynamic: str, edited: str) -> None:
    before = fingerprints(**GRAPH, dynamic=dynamic)
    after = fingerprints(**GRAPH | {edited: GRAPH[edited] + " "}, dynamic=dynamic)
    assert before.digests["dynamic.html"] != after.digests["dynamic.html"]


@pytest.mark.parametrize(
    ("uses", "named"),
    [
        ('{% include "a.html" ignore missing %}', {"a"}),
        ('{% include ["a.html", "b.html"] %}', {"a", "b"}),
        ('{% include "a.html" if x else "b.html" %}', {"a", "b"}),
        ('{% import "a.html" as a %}', {"a"}),
        ('{% from "a.html" import b with context %}', {"a"}),
    ],
)
def test_forms_of_use(uses: str, named: set[str]) -> None:
    before = fingerprints(a="1", b="1", c="1", it=uses).digests["it.html"]
    for name in "abc":
        texts = dict.fromkeys("abc", "1") | {name: "2"}
        changed = fingerprints(**texts, it=uses).digests["it.html"] != before
        assert changed >= (name in named)


def test_a_template_that_comes_to_be_changes_those_that_wait_for_it() -> None:
    it = '{% include "a.html" ignore missing %}'
    assert fingerprints(it=it).digests["it.html"] != fingerprints(it=it, a="").digests["it.html"]
    assert fingerprints(it=it, a="").digests["it.html"] != fingerprints(it=it, b="").digests["it.html"]


def test_templates_that_use_each_other() -> None:
    found = fingerprints(a='{% include "b.html" %}', b='{% include "a.html" %}')
    changed = fingerprints(a='{% include "b.html" %}', b='{% include "a.html" %} ')
    assert found.digests["a.html"] != changed.digests["a.html"]


def test_theme_is_a_value(tmp_path: Path) -> None:
    site = make_site(
        tmp_path, {"themes/mine/templates/day.html": "x", "themes/mine/templates/.day.html.swp": b"\xff"}, WITH_MINE
    )

    def load() -> tuple[Theme, tuple[object, ...]]:
        return load_theme(site, load_config(site)[0])

    theme, problems = load()
    assert problems == ()
    assert load() == (theme, problems)
    names = {template.name for template in theme.templates}
    assert {"day.html", "mine/day.html", "default/day.html", "article.html", "default/article.html"} <= names
    assert not [name for name in names if name.endswith(".swp")]


def test_a_link_in_a_theme_publishes_no_file_from_elsewhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("Secret.")
    put(tmp_path, {"shared/mine/static/own.css": "a {}", "shared/mine/templates/_own.html": "Own."})
    site = make_site(tmp_path, {**ARTICLE, "logo.svg": "<svg/>"}, WITH_MINE)
    (site / "themes").mkdir()
    (site / "themes/mine").symlink_to(tmp_path / "shared/mine")  # a theme may be kept elsewhere
    (tmp_path / "shared/mine/static/logo.svg").symlink_to(site / "logo.svg")
    (tmp_path / "shared/mine/static/again.css").symlink_to("own.css")
    assert problems_of(site) == []
    assert {"own.css", "again.css", "logo.svg"} <= {path.name for path in (site / "output/static").iterdir()}
    (tmp_path / "shared/mine/static/a.html").symlink_to(secret)
    (tmp_path / "shared/mine/templates/home.html").symlink_to(secret)
    assert problems_of(site) == [
        f"{tmp_path / 'shared/mine' / name}: leads out of the theme, to {secret}. Put the file itself here."
        for name in ("static/a.html", "templates/home.html")
    ]


def test_what_a_theme_writes_stands_in_the_pages_as_it_is(tmp_path: Path) -> None:
    """As the theme guide says: a theme can bring scripts, and take away what keeps them from running."""
    files = {
        **ARTICLE,
        "themes/mine/templates/base.html": block("policy", "<script src='//a.example/'></script>", "default/base.html"),
        "themes/mine/static/mine.js": "alert(1)",
    }
    site = make_site(tmp_path, files, WITH_MINE)
    assert problems_of(site) == []
    assert "<script src='//a.example/'></script>" in page(site, "2023/03/08/a/")
    assert "Content-Security-Policy" not in page(site, "2023/03/08/a/")
    assert (site / "output/static/mine.js").read_text() == "alert(1)"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there")
@pytest.mark.parametrize("kind", ["templates", "static"])
def test_a_name_that_is_no_text_is_told(tmp_path: Path, kind: str) -> None:
    site = make_site(tmp_path, {**ARTICLE, f"themes/mine/{kind}/a.txt": "A"}, WITH_MINE)
    assert problems_of(site) == []
    Path(os.fsdecode(os.fsencode(site / "themes/mine" / kind) + b"/caf\xe9.txt")).write_text("B")
    assert problems_of(site) == [
        f"themes/mine/{kind}/caf\\udce9.txt: its name is not UTF-8, or that of a folder above it. Rename it."
    ]
