"""Every kind of problem: its whole message, that nothing is written, and that the build after the repair is right."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.errors import Problem, ProblemsError, did_you_mean
from digest.installation import how_to_add
from tests.sites import (
    CONFIG,
    article,
    build,
    differences_from_clean,
    make_site,
    nothing_waits,
    page,
    problems_of,
    put,
    snapshot,
)

GOOD = {
    "content/good.md": article("Good"),
    "content/bad.md": article("Bad", "2023-03-09"),
    "content/pages/about.md": article("About", None),
    "themes/mine/theme.yaml": "name: mine\noptions:\n  colour: {default: red}\n",
    "themes/mine/templates/day.html": '{% extends "default/day.html" %}\n',
}
WITH_THEME = CONFIG + "theme: mine\n"
BAD = "content/bad.md"
MINE = "themes/mine/templates/day.html"

NOT_MERGED = (
    "a merge conflict is not resolved. "
    "Keep what holds of the two versions, and take out the lines of <<<<<<<, ======= and >>>>>>>."
)


def conflict(ours: str, theirs: str) -> str:
    """As git leaves it: https://git-scm.com/docs/git-merge#_how_conflicts_are_presented"""
    return f"<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> desk\n"


KINDS: dict[str, tuple[str, str | bytes, list[str]]] = {
    "bad YAML": (
        BAD,
        "---\ntitle: NATO: a story\ndate: 2023-03-08\n---\n",
        [
            "content/bad.md:2: this is not valid YAML: mapping values are not allowed in this context. "
            "Check the indentation, and put values that hold ': ' or start with a sign in quotes."
        ],
    ),
    "a merge in a body": (
        BAD,
        article("Bad", body=f"Start.\n\n{conflict('The ship sank.', 'The ship did not sink.')}"),
        [f"content/bad.md:8: {NOT_MERGED}"],
    ),
    "a merge in front matter": (
        BAD,
        f"---\n{conflict('title: Bad', 'title: Worse')}date: 2023-03-08\n---\n",
        [f"content/bad.md:2: {NOT_MERGED}"],
    ),
    "a merge of which only the end is left": (
        BAD,
        article("Bad", body="Start.\n>>>>>>> 1a2b3c4 (Add ships)"),
        [f"content/bad.md:7: {NOT_MERGED}"],
    ),
    "a merge in a standing page": (
        "content/pages/about.md",
        article("About", None, body=conflict("We.", "They.")),
        [f"content/pages/about.md:5: {NOT_MERGED}"],
    ),
    "a merge in the settings": (
        "digest.yaml",
        "title: T\n" + conflict("language: en", "language: de"),
        [f"digest.yaml:2: {NOT_MERGED}"],
    ),
    "a merge in the tags": ("tags.yaml", conflict("NATO:", "EU:"), [f"tags.yaml:1: {NOT_MERGED}"]),
    "a merge in the sources": (
        "sources.yaml",
        "# ours\n" + conflict("A: {}", "B: {}"),
        [f"sources.yaml:2: {NOT_MERGED}"],
    ),
    "a merge in theme.yaml": (
        "themes/mine/theme.yaml",
        "name: mine\n" + conflict("extends: default", "extends: default"),
        [f"themes/mine/theme.yaml:2: {NOT_MERGED}"],
    ),
    "a merge in a template": (
        MINE,
        '{% extends "default/day.html" %}\n' + conflict("{# a #}", "{# b #}"),
        [f"{MINE}:2: {NOT_MERGED}"],
    ),
    "unclosed list": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-03-08\ntags: [NATO\n---\n",
        [
            "content/bad.md:4: this is not valid YAML: did not find expected ',' or ']'. "
            "Check the indentation, and put values that hold ': ' or start with a sign in quotes."
        ],
    ),
    "front matter is a list": (
        BAD,
        "---\n- title\n---\n",
        ["content/bad.md:2: this must be a mapping, a line 'key: value' for each setting."],
    ),
    "unknown key": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-03-08\ntag: [NATO]\n---\n",
        ["content/bad.md:4: 'tag' is not a key. Did you mean 'tags'?"],
    ),
    "unknown key in a mapping": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-03-08\nsource:\n  name: NATO\n  adress: https://nato.int/\n---\n",
        ["content/bad.md:4: 'source' must be text or a mapping with 'name', 'url', 'licence' (not 'adress')."],
    ),
    "missing title": (
        BAD,
        "---\ndate: 2023-03-08\n---\n",
        ["content/bad.md:2: 'title' is missing. Add a line 'title: …'."],
    ),
    "empty title": (
        BAD,
        "---\ndate: 2023-03-08\ntitle:\n---\n",
        ["content/bad.md:2: 'title' is missing. Add a line 'title: …'."],
    ),
    "missing date": (
        BAD,
        "---\ntitle: Bad\n---\n",
        ["content/bad.md:2: 'date' is missing. Add a line 'date: 2023-03-08'."],
    ),
    "missing title and date": (
        BAD,
        "---\nsummary: Nothing\n---\n",
        ["content/bad.md:2: 'title' is missing. Add a line 'title: …'."],
    ),
    "no such day": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-02-30\n---\n",
        ["content/bad.md:3: 'date' is 2023-02-30: there is no such day or time."],
    ),
    "no such hour": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-03-08\nupdated: 2023-03-08T25:00\n---\n",
        ["content/bad.md:4: 'updated' is 2023-03-08T25:00: there is no such day or time."],
    ),
    "date in words": (
        BAD,
        "---\ntitle: Bad\ndate: last Tuesday\n---\n",
        [
            "content/bad.md:3: 'date' must be a date such as 2023-03-08, or with a time 2023-03-08T14:30+01:00, "
            "not 'last Tuesday'."
        ],
    ),
    "date of a correction": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-03-08\ncorrections:\n  - {date: 2023-03-09, text: One.}\n"
        "  - {date: 2023-13-01, text: Two.}\n---\n",
        ["content/bad.md:6: 'corrections' is 2023-13-01: there is no such day or time."],
    ),
    "wrong type": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-03-08\ndraft: maybe\n---\n",
        ["content/bad.md:4: 'draft' must be true or false, not 'maybe'."],
    ),
    "duplicate key": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-03-08\ntitle: Worse\n---\n",
        ["content/bad.md:4: the key 'title' stands here twice. Keep one of them."],
    ),
    "duplicate URL, two articles": (
        BAD,
        article("Good"),
        [
            "content/bad.md: two sources want the address /2023/03/08/good/: content/bad.md and content/good.md. "
            "Give one of them another 'slug' or name."
        ],
    ),
    "duplicate URL, article and standing page": (
        "content/pages/2023/03/08/good.md",
        article("Good again", None),
        [
            "content/good.md: two sources want the address /2023/03/08/good/: content/good.md and "
            "content/pages/2023/03/08/good.md. Give one of them another 'slug' or name."
        ],
    ),
    "duplicate URL, alias and page": (
        BAD,
        article("Bad", aliases="[/2023/03/08/good/]"),
        [
            "content/bad.md: two sources want the address /2023/03/08/good/: content/bad.md (aliases) and "
            "content/good.md. Take it out of 'aliases'."
        ],
    ),
    "duplicate URL, alias and home page": (
        BAD,
        article("Bad", aliases="[/index.html]"),
        [
            "content/bad.md: two sources want the address /: content/bad.md (aliases) and the home page. "
            "Take it out of 'aliases'."
        ],
    ),
    "duplicate URL, file and page": (
        "content/tags/index.html",
        "<p>",
        [
            "content/tags/index.html: two sources want the address /tags/: content/tags/index.html and "
            "the list of tags. Give one of them another 'slug' or name."
        ],
    ),
    "alias outside the site": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-03-08\naliases:\n  - /old/\n  - /../etc/\n---\n",
        [
            "content/bad.md:6: 'aliases' item 2 must be a former address such as /2019/old-name/ or /old-name.html, "
            "not '/../etc/'."
        ],
    ),
    "unknown theme": (
        "digest.yaml",
        CONFIG + "theme: mien\n",
        ["digest.yaml:4: there is no theme 'mien' that 'theme' could mean. Did you mean 'mine'?"],
    ),
    "unknown theme, none near": (
        "digest.yaml",
        CONFIG + "theme: broadsheet\n",
        ["digest.yaml:4: there is no theme 'broadsheet' that 'theme' could mean. Choose from: default, mine."],
    ),
    "unknown theme to extend": (
        "themes/mine/theme.yaml",
        "name: mine\nextends: defualt\noptions:\n  colour: {default: red}\n",
        ["themes/mine/theme.yaml:2: there is no theme 'defualt' that 'extends' could mean. Did you mean 'default'?"],
    ),
    "unknown theme option": (
        "digest.yaml",
        WITH_THEME + "theme_options:\n  color: blue\n",
        ["digest.yaml:6: 'color' in 'theme_options' is not an option of this theme. Did you mean 'colour'?"],
    ),
    "unknown key in theme.yaml": (
        "themes/mine/theme.yaml",
        "name: mine\nextend: default\n",
        ["themes/mine/theme.yaml:2: 'extend' is not a key. Did you mean 'extends'?"],
    ),
    "template syntax": (
        MINE,
        '{% extends "default/day.html" %}\n\n{% block header %}\n{% if %}\n{% endblock %}\n',
        [f"{MINE}:4: template error: Expected an expression, got 'end of statement block'."],
    ),
    "undefined variable": (
        MINE,
        '{% extends "default/day.html" %}\n{% block header %}\n{{ page.titel }}\n{% endblock %}\n',
        [f"{MINE}:3: 'titel' is not a field of DayView (while making the day 2023-03-10). Did you mean 'title'?"],
    ),
    "unknown name": (
        MINE,
        '{% extends "default/day.html" %}\n{% block header %}\n{{ sitee.title }}\n{% endblock %}\n',
        [f"{MINE}:3: 'sitee' is undefined (while making the day 2023-03-10). Did you mean 'site'?"],
    ),
    "unknown name in a loop": (
        MINE,
        '{% extends "default/day.html" %}\n{% block header %}\n{% for card in [page.edition.lead] %}\n'
        "{{ crad.title }}\n"
        "{% endfor %}{% endblock %}\n",
        [f"{MINE}:4: 'crad' is undefined (while making the day 2023-03-10). Did you mean 'card'?"],
    ),
    "unknown field in a loop": (
        MINE,
        '{% extends "default/day.html" %}\n{% block header %}{% for card in [page.edition.lead] %}\n{{ card.titel }}\n'
        "{% endfor %}{% endblock %}\n",
        [f"{MINE}:3: 'titel' is not a field of Card (while making the day 2023-03-10). Did you mean 'title'?"],
    ),
    "template that extends itself": (
        MINE,
        '\n{% extends "day.html" %}\n',
        [f"{MINE}:2: this template extends itself: 'day.html' is this very file. Write 'default/day.html'."],
    ),
    "link to no file": (
        MINE,
        '{% extends "default/day.html" %}\n{% block header %}\n{{ "static/stile.css"|link }}\n{% endblock %}\n',
        [f"{MINE}:3: 'static/stile.css'|link: there is no such file. Did you mean 'static/style.css'?"],
    ),
    "missing include": (
        MINE,
        '{% extends "default/day.html" %}\n{% block header %}\n{% include "_no.html" %}\n{% endblock %}\n',
        [
            f"{MINE}:3: there is no template '_no.html' (while making the day 2023-03-10). "
            "docs/views.md lists what each page has."
        ],
    ),
    "invalid UTF-8 in an article": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-03-08\n---\n\nThe café is ".encode() + b"caf\xe9.\n",
        ["content/bad.md:6: this is not UTF-8: byte 0xe9. Save the file as UTF-8."],
    ),
    "invalid UTF-8 in the settings": (
        "digest.yaml",
        b"title: Test\ndescription: caf\xe9\n",
        ["digest.yaml:2: this is not UTF-8: byte 0xe9. Save the file as UTF-8."],
    ),
    "invalid UTF-8 in a template": (
        "themes/mine/templates/month.html",
        b"\xff\xfe<\0",
        ["themes/mine/templates/month.html:1: this is not UTF-8: byte 0xff. Save the file as UTF-8."],
    ),
    "invalid UTF-8 in theme.yaml": (
        "themes/mine/theme.yaml",
        b"name: mine\n\xfe\n",
        ["themes/mine/theme.yaml:2: this is not UTF-8: byte 0xfe. Save the file as UTF-8."],
    ),
    "no front matter": (
        BAD,
        "# Bad\n\nText.\n",
        [
            "content/bad.md:1: there is no front matter. "
            "Begin the file with ---, a line 'title: …', a line 'date: …', and --- again."
        ],
    ),
    "empty file": (
        BAD,
        "",
        [
            "content/bad.md:1: there is no front matter. "
            "Begin the file with ---, a line 'title: …', a line 'date: …', and --- again."
        ],
    ),
    "unclosed front matter": (
        BAD,
        "---\ntitle: Bad\ndate: 2023-03-08\n\nText.\n",
        ["content/bad.md:1: the front matter does not end. Add a line --- below its last key."],
    ),
    "broken link": (
        BAD,
        article("Bad", body="One.\n\nSee [that](godo.md)."),
        ["content/bad.md:8: links to 'godo.md', which is not in content/. Did you mean 'good.md'?"],
    ),
    "broken link to a picture": (
        BAD,
        article("Bad", body="![A map](maps/kyiv.png)"),
        [
            "content/bad.md:6: links to 'maps/kyiv.png', which is not in content/. "
            "Links to files start from the article's own folder."
        ],
    ),
    "broken link on a standing page": (
        "content/pages/about.md",
        article("About", None, body="See [that](../bda.md)."),
        ["content/pages/about.md:5: links to 'bda.md', which is not in content/. Did you mean '../bad.md'?"],
    ),
    "unknown time zone": (
        "digest.yaml",
        "title: Test\ntimezone: Europe/Brusels\n",
        ["digest.yaml:2: 'Europe/Brusels' is not a time zone. Did you mean 'Europe/Brussels'?"],
    ),
    "time zone in words": (
        "digest.yaml",
        "title: Test\ntimezone: our own time\n",
        ["digest.yaml:2: 'our own time' is not a time zone. Use an IANA name such as Europe/Brussels."],
    ),
    "unknown setting": (
        "digest.yaml",
        "title: Test\ntimezone: UTC\nbase_uri: https://example.org/\n",
        ["digest.yaml:3: 'base_uri' is not a key. Did you mean 'base_url'?"],
    ),
    "unknown setting in a group": (
        "digest.yaml",
        "title: Test\nfeeds:\n  limit: 20\n  contents: full\n",
        ["digest.yaml:4: 'contents' is not a key in 'feeds'. Did you mean 'content'?"],
    ),
    "settings without a title": (
        "digest.yaml",
        "timezone: UTC\n",
        ["digest.yaml:1: 'title' is missing. Add a line 'title: …'."],
    ),
    "settings that are no YAML": (
        "digest.yaml",
        "title: [\n",
        [
            "digest.yaml:1: this is not valid YAML: did not find expected node content. "
            "Check the indentation, and put values that hold ': ' or start with a sign in quotes."
        ],
    ),
    "address of the site": (
        "digest.yaml",
        "title: Test\nbase_url: example.org\n",
        ["digest.yaml:2: 'base_url' must be an address such as https://example.org/news/, not 'example.org'."],
    ),
}


@pytest.mark.parametrize(("name", "data", "expected"), KINDS.values(), ids=KINDS.keys())
def test_kind(tmp_path: Path, name: str, data: str | bytes, expected: list[str]) -> None:
    _check_nothing_is_written(tmp_path, lambda site: put(site, {name: data}), expected)


def test_a_merge_that_is_shown_between_fences_is_none(tmp_path: Path) -> None:
    shown = "Head\n=======\n\n```\n" + conflict("One.", "Two.") + "```\n\n~~~~\n" + conflict("One.", "Two.") + "~~~~"
    site = make_site(tmp_path, {"content/a.md": article(body=shown)})
    assert problems_of(site) == []
    put(site, {"content/a.md": article(body=shown + "\n\n" + conflict("```", "~~~"))})
    assert len(problems_of(site)) == 1
    put(site, {"content/a.md": article(body=f"<!--\n{conflict('One.', 'Two.')}-->")})
    assert len(problems_of(site)) == 1


def test_unreadable_file(tmp_path: Path) -> None:
    def spoil(site: Path) -> None:
        (site / BAD).unlink()
        (site / BAD).symlink_to("nowhere.md")

    _check_nothing_is_written(tmp_path, spoil, ["content/bad.md: cannot be read: No such file or directory."])


def test_unreadable_link_round_itself(tmp_path: Path) -> None:
    def spoil(site: Path) -> None:
        (site / BAD).unlink()
        (site / BAD).symlink_to("bad.md")

    _check_nothing_is_written(tmp_path, spoil, ["content/bad.md: cannot be read: Too many levels of symbolic links."])


def test_unknown_markdown_extension(tmp_path: Path) -> None:
    text = "title: Test\nmarkdown:\n  extensions: [footnote]\n"
    site = make_site(tmp_path, {"content/a.md": article()}, text)
    assert problems_of(site) == [
        "digest.yaml:3: the Markdown extension 'footnote' cannot be loaded: No module named 'footnote'. "
        "Install the package it comes with, or take it out of 'extensions'."
    ]


FAST = "title: Test\nmarkdown:\n  html: safe\n  engine: commonmark\n"


def test_extensions_of_the_other_engine(tmp_path: Path) -> None:
    text = f"{FAST}  extensions: [smarty]\n"
    site = make_site(tmp_path, {"content/a.md": article(tag="x")}, text)
    assert problems_of(site) == [
        "content/a.md:4: 'tag' is not a key. Did you mean 'tags'?",
        "digest.yaml:5: 'extensions' are Python-Markdown's, and the engine is 'commonmark'. "
        "Take out 'extensions', or 'engine: commonmark'.",
    ]


def test_engine_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, {"content/a.md": article(tag="x"), "content/b.md": article(body="[x](y.md)")}, FAST)
    told = problems_of(site)
    monkeypatch.setitem(sys.modules, "pyromark", None)  # as if there were none: Python's own way to say so
    missing = (
        "digest.yaml:4: the engine 'commonmark' is not installed: there is no package pyromark. "
        f"To do without it, take out 'engine'. {how_to_add('fast')}"
    )
    assert problems_of(site) == [*told, missing]
    assert len(told) == 2
    put(site, {"content/a.md": article(), "content/b.md": None})
    assert problems_of(site) == [missing]
    monkeypatch.delitem(sys.modules, "pyromark")
    assert problems_of(site) == []
    assert page(site, "2023/03/08/a/")


def _check_nothing_is_written(tmp_path: Path, spoil: Callable[[Path], None], expected: list[str]) -> None:
    """Builds a good site, spoils it, and repairs it; beside that an edit waits to be published all the while."""
    site = make_site(tmp_path, GOOD, WITH_THEME)
    build(site)
    before, good = snapshot(site / "output"), _sources(site)

    put(site, {"content/news.md": article("News", "2023-03-10")})
    spoil(site)
    assert problems_of(site) == expected
    assert problems_of(site) == expected, "the second time they are told as well as the first"
    assert snapshot(site / "output") == before
    assert nothing_waits(site)

    for path in _sources(site).keys() - good.keys() - {"content/news.md"}:
        (site / path).unlink()
    for path, data in good.items():
        (site / path).unlink(missing_ok=True)
        (site / path).write_bytes(data)
    build(site)
    assert "News" in page(site, "")
    assert differences_from_clean(site) == []


def _sources(site: Path) -> dict[str, bytes]:
    found = {path for folder in ("content", "themes") for path in (site / folder).rglob("*")} | {*site.glob("*.yaml")}
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in found if path.is_file()}


def test_all_kinds_are_told_in_one_run(tmp_path: Path) -> None:
    spoiled: dict[str, str | bytes | None] = {
        "digest.yaml": WITH_THEME.replace("Brussels", "Brusels") + "colour: red\ntheme_options:\n  color: blue\n",
        "content/latin.md": b"---\ntitle: caf\xe9\n---\n",
        "content/plain.md": "No head.\n",
        "content/twice.md": article("Good"),
        "content/linking.md": article("Linking", body="[x](nowhere.md)"),
        "content/dated.md": article("Dated", "2023-04-31", draft="perhaps"),
        MINE: "{% if %}",
        "themes/mine/templates/month.html": '{% extends "default/month.html" %}{% block header %}{% endfor %}',
    }
    site = make_site(tmp_path, GOOD, WITH_THEME)
    build(site)
    before = snapshot(site / "output")
    put(site, spoiled)
    found = problems_of(site)
    assert [line.partition(": ")[0] for line in found] == [
        "content/dated.md:3",
        "content/dated.md:4",
        "content/good.md",
        "content/latin.md:2",
        "content/linking.md:6",
        "content/plain.md:1",
        "digest.yaml:3",
        "digest.yaml:5",
        "digest.yaml:7",
        MINE + ":1",
        "themes/mine/templates/month.html:1",
    ]
    assert snapshot(site / "output") == before


def test_failing_templates_are_all_told_once_each(tmp_path: Path) -> None:
    extends = '{{% extends "default/{}.html" %}}{{% block header %}}\n{{{{ page.no }}}}{{% endblock %}}'
    site = make_site(
        tmp_path,
        {**GOOD, **{f"themes/mine/templates/{name}.html": extends.format(name) for name in ("day", "month")}},
        WITH_THEME,
    )
    found = problems_of(site)
    assert [line.partition(" (while ")[0] for line in found] == [
        "themes/mine/templates/day.html:2: 'no' is not a field of DayView",
        "themes/mine/templates/month.html:2: 'no' is not a field of MonthView",
    ]
    assert not (site / "output").exists() or not any((site / "output").iterdir())


def test_problems_are_sorted_and_told_once() -> None:
    twice = [
        Problem("b.md", 2, "no."),
        Problem("a.md", 10, "no."),
        Problem("a.md", 9, "no."),
        Problem("b.md", 2, "no."),
    ]
    assert [str(problem) for problem in ProblemsError(twice).problems] == ["a.md:9: no.", "a.md:10: no.", "b.md:2: no."]


def test_message_leaves_out_what_is_not_known() -> None:
    assert str(Problem("", 0, "something is wrong.")) == "something is wrong."
    assert str(Problem("a.md", 0, "is empty.", "Fill it.")) == "a.md: is empty. Fill it."


@pytest.mark.parametrize(
    ("word", "answer"),
    [("Tgas", "Did you mean 'tags'?"), ("xyz", "Choose from: date, tags, title.")],
)
def test_did_you_mean(word: str, answer: str) -> None:
    assert did_you_mean(word, ["title", "tags", "date"]) == answer
