"""The documents tell the truth: what they name exists, and what they show works."""

from __future__ import annotations

import importlib
import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any, get_args
from zoneinfo import ZoneInfo

import click
import msgspec
import pytest

import digest
from digest.article_file.fields import FrontMatter, read_front_matter
from digest.check.finding import RULES
from digest.commands.main import main
from digest.model import views
from digest.model.words import ENGLISH
from digest.settings.config import Config, load_config
from digest.settings.vocabulary import load_vocabulary
from digest.theme.catalogues import read_catalogues
from digest.theme.chain import LOCALE, Catalogue, shipped_themes
from digest.theme.environment import FILTERS
from digest.theme.word_filters import word_filters
from tests.bench import report, results
from tests.bench.chart import chart
from tests.sites import article, body_of, make_site, page, problems_of, put, warnings_of
from tests.test_house import LEVELS, LOOSE
from tests.views_document import DOCUMENT, ROOT, SOURCES, document

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
CONTEXT = click.Context(main)
COMMANDS = {name: main.get_command(CONTEXT, name) or main for name in main.list_commands(CONTEXT)}
README = (ROOT / "README.md").read_text(encoding="utf-8")
THEMES = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PROGRAM = re.compile(r"^(?:uv run |\.venv/bin/|\.venv\\Scripts\\|- run: )?digest(?= |$)")


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(text: str, *languages: str) -> list[str]:
    """The insides of fenced blocks in these languages."""
    return [body for language, body in _FENCED.findall(text) if language in languages]


def commands(text: str) -> Iterator[str]:
    """The arguments of each `digest …` in the blocks of shell commands."""
    for block in blocks(text, "sh", "bat", "yaml"):
        for line in block.splitlines():
            for part in re.split(r" #| > ", line)[0].split("&&"):
                if _PROGRAM.match(part.strip()):
                    yield _PROGRAM.sub("", part.strip()).strip()


def mentions(text: str) -> Iterator[str]:
    """The same of `digest …` within sentences, where arguments may be left out."""
    for found in re.findall(r"`(digest [a-z][^`\n]*)`", _FENCED.sub("", text)):
        yield found.removeprefix("digest ")


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", _FENCED.sub("", text))


def anchors(text: str) -> set[str]:
    """The ids that GitHub gives to a document's headings."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def rows(text: str, heading: str) -> dict[str, tuple[str, ...]]:
    """The first table below a heading: the code in the first cell of each row → its other cells."""
    _, found, rest = text.partition(f"\n## {heading}\n")
    assert found, heading
    table = re.search(r"(?:^\|.*\|\n)+", rest, re.MULTILINE)
    assert table, heading
    made: dict[str, tuple[str, ...]] = {}
    for line in table[0].splitlines():
        name, *cells = (cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])
        if name.startswith("`"):
            made[name.strip("`")] = tuple(cells)
    return made


def settings(kind: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """(dotted name, default) of every setting; NODEFAULT where it must be given."""
    for field in msgspec.structs.fields(kind):
        structs = [part for part in (field.type, *get_args(field.type)) if isinstance(part, type)]
        inner = next((part for part in structs if issubclass(part, msgspec.Struct)), None)
        if inner:
            yield from settings(inner, f"{field.encode_name}.")
        else:
            made = {} if field.default_factory is not msgspec.NODEFAULT else field.default
            yield f"{prefix}{field.encode_name}", made


def test_the_table_of_views_is_up_to_date() -> None:
    made = document(path.read_text(encoding="utf-8") for path in SOURCES)
    assert DOCUMENT.read_text(encoding="utf-8") == made, "run: .venv/bin/python -m tests.views_document"


def test_every_view_and_its_fields_are_in_the_table() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    kinds = [kind for kind in vars(views).values() if isinstance(kind, type) and issubclass(kind, views.View)]
    assert len(kinds) > 10
    for kind in kinds:
        _, found, rest = text.partition(f"\n## {kind.__name__}\n")
        assert found, kind
        section = rest.partition("\n## ")[0]
        inherited = () if kind is views.View else views.View.__struct_fields__
        own = [name for name in kind.__struct_fields__ if name not in inherited]
        assert sorted(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == sorted(own), kind


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    broken = []
    for target in _LINK.findall(without_code(path.read_text(encoding="utf-8"))):
        if target.startswith(("https://", "http://")):
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        if not found.exists() or (anchor and anchor not in anchors(found.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named)
def test_commands_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for line in commands(text):
        name, *arguments = shlex.split(line)
        assert name in COMMANDS, line
        COMMANDS[name].make_context(name, arguments)  # raises click's UsageError
    for line in mentions(text):
        words = shlex.split(line)
        assert words[0] in COMMANDS, line
        options = {option for part in COMMANDS[words[0]].params for option in part.opts}
        assert {word for word in words[1:] if word.startswith("-")} <= options, line


def test_every_command_is_in_the_readme() -> None:
    shown = {line.split()[0] for line in (*commands(README), *mentions(README))}
    assert shown == COMMANDS.keys()


@pytest.mark.parametrize("line", ["biuld", "build --draft", "serve --port x", "new", "schema confg"])
def test_the_check_of_commands_sees_mistakes(line: str) -> None:
    (found,) = commands(f"```sh\n.venv/bin/digest {line}  # so\n```\n")
    name, *arguments = shlex.split(found)
    with pytest.raises((KeyError, click.UsageError)):
        COMMANDS[name].make_context(name, arguments)


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named)
def test_targets_of_make_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    code = "\n".join([*blocks(text, "sh"), *re.findall(r"`([^`\n]+)`", _FENCED.sub("", text))])
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^(?:\w+=\w+ )?make (\w+)", code, re.MULTILINE)) <= targets


def test_the_figures_are_those_of_the_last_benchmark() -> None:
    found = results.load()
    folder = results.FILE.parent
    assert report.readme(README, found) == README, "run: make bench"
    assert (folder / "results.md").read_text(encoding="utf-8") == report.markdown(found)
    assert (folder / "results.svg").read_text(encoding="utf-8") == chart(found)


def test_the_settings_are_those_of_the_config() -> None:
    table = rows(README, "Settings")
    assert table.keys() == {name for name, _ in settings(Config)}
    for name, default in settings(Config):
        if default is msgspec.NODEFAULT or default is None:
            shown = ""
        elif default == "":
            shown = '`""`'
        elif isinstance(default, bool):
            shown = f"`{str(default).lower()}`"
        else:
            shown = f"`{list(default) if isinstance(default, tuple) else default}`"
        assert table[name][0] == shown, name


def test_the_keys_of_front_matter_are_those_that_are_read() -> None:
    table = rows(README, "Front matter")
    fields = {field.encode_name: field for field in msgspec.structs.fields(FrontMatter)}
    assert table.keys() == fields.keys()
    for name, field in fields.items():
        for inner in re.findall(r"\w+Field", str(field.type)):
            kind = getattr(__import__("digest.article_file.fields", fromlist=[inner]), inner)
            missing = [part for part in kind.__struct_fields__ if not re.search(rf"\b{part}\b", table[name][0])]
            assert missing == [], name


def test_the_example_of_front_matter_is_read() -> None:
    (example,) = [block for block in blocks(README, "yaml") if block.startswith("---\n")]
    head, problems = read_front_matter(example, "example.md", ZoneInfo("UTC"), dated=True)
    assert problems == ()
    assert head
    assert head.fields.author == "Jane Doe"


def test_the_rows_of_what_to_write_are_read() -> None:
    """Every `key: value` in the table of drafts, embargoes and so on is front matter."""
    _, _, rest = README.partition("\n## Drafts, embargoes")
    keys = "|".join(FrontMatter.__struct_fields__)
    shown = re.findall(rf"`((?:{keys}): [^`]+)`", rest.partition("\n## ")[0])
    assert len(shown) > 5
    for line in shown:
        rest = "".join(f"{key}\n" for key in ("title: A", "date: 2023-04-04") if key[:5] != line[:5])
        _, problems = read_front_matter(f"---\n{rest}{line}\n---\n", "a.md", ZoneInfo("UTC"), dated=True)
        assert problems == (), line


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named)
def test_the_examples_of_settings_are_read(path: Path, tmp_path: Path) -> None:
    for block in blocks(path.read_text(encoding="utf-8"), "yaml"):
        first = re.match(r"\w+", block)
        if first and first[0] in Config.__struct_fields__:
            lines = block if "title:" in block else f"title: A\n{block}"
            (tmp_path / "digest.yaml").write_text(lines, encoding="utf-8")
            assert [problem for problem in load_config(tmp_path)[1] if problem.level == "error"] == [], block


def test_the_example_of_tags_is_read(tmp_path: Path) -> None:
    (example,) = [block for block in blocks(README, "yaml") if block.startswith("NATO:")]
    vocabulary, problems = load_vocabulary(make_site(tmp_path, {"tags.yaml": example}), Config(title="A"))
    assert problems == ()
    assert vocabulary.tags.keys() == {"NATO", "European Union"}
    assert vocabulary.banned == {"Home page"}


def test_the_example_of_problems_is_what_is_told(tmp_path: Path) -> None:
    (example,) = [block for block in blocks(README, "text") if "nothing was written" in block]
    site = make_site(
        tmp_path,
        {
            "content/2023/finland.md": "---\ntitle: Finland\ndate: 2023-02-31\ntag: [Finland]\n---\n",
            "content/2023/runway.md": "---\ntitle: A\ndate: 2023-04-04\n---\n\n![Snow](runaway.jpg)\n",
            "content/2023/runway.jpg": b"",
        },
    )
    assert [*problems_of(site), "3 problems: nothing was written."] == example.splitlines()


def test_every_rule_of_the_check_is_in_the_readme() -> None:
    section = README.partition("\n### Check\n")[2].partition("\n### ")[0]
    named = [
        name
        for first in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
        for name in re.findall(r"`([\w-]+)`", first)
    ]
    assert sorted(named) == sorted(RULES)


def steps() -> list[Mapping[str, str]]:
    """The files of the theme guide's examples, in series: a file that is named again begins the next."""
    series: list[dict[str, str]] = [{}]
    for name, body in re.findall(r"^`(themes/[^`]+)`:\n\n```\w+\n(.*?)^```$", THEMES, re.MULTILINE | re.DOTALL):
        if name in series[-1]:
            series.append(dict(series[-1]))
        series[-1][name] = body
    return list(series)


def test_the_examples_of_the_theme_guide_work(tmp_path: Path) -> None:
    block, options, scripts = steps()
    base = "themes/mine/templates/base.html"
    settings = "title: Test Digest\nbase_url: https://example.org/\ntheme: mine\n"
    site = make_site(tmp_path, {"content/a.md": article(), base: block[base]}, settings)
    assert warnings_of(site) == []
    line = '<p>Texts may be reprinted with a link to <a href="../../../../">Test Digest</a>.</p>'
    assert line in page(site, "2023/03/08/a/")

    (given,) = [found for found in blocks(THEMES, "yaml") if "theme_options:" in found]
    put(site, {**options, "digest.yaml": f"title: Test Digest\nbase_url: https://example.org/\n{given}"})
    assert warnings_of(site) == []
    assert '<p class="notice">We have moved from our old address.</p>' in page(site, "tags/")
    assert '<link rel="stylesheet" href="../static/mine.css">' in page(site, "tags/")
    assert (site / "output" / "static" / "mine.css").read_text() == options["themes/mine/static/mine.css"]

    put(site, scripts)
    assert warnings_of(site) == []
    assert '<script>document.title += "!"</script>' in page(site, "tags/")


def test_the_example_of_a_catalogue_is_read_and_its_languages_are_those_of_the_theme() -> None:
    (text,) = blocks(THEMES, "po")
    found = read_catalogues([Catalogue("it.po", text)], "it")
    assert found.problems == ()
    assert found.words.count("{count} article", "{count} articles", 3) == "3 articoli"
    named, *_ = re.findall(r"default theme has its words in (.+?\))\. A site", THEMES, re.DOTALL)
    there = {path.stem for path in (shipped_themes() / "default" / LOCALE).iterdir()}
    assert set(re.findall(r"\(`(\w+)`\)", named)) == there


def test_the_filters_give_what_the_theme_guide_says(tmp_path: Path) -> None:
    table = rows(THEMES, "Filters")
    assert table.keys() == FILTERS.keys() | word_filters(ENGLISH).keys()
    examples = [cells[0].strip("`").replace("\\|", "|") for cells in table.values()]
    site = make_site(
        tmp_path,
        {
            "content/a.md": article("NATO stockpiles", "2023-03-08T14:30+01:00"),
            "themes/mine/scripts/hello.js": 'document.title += "!"\n',
            "themes/mine/templates/article.html": "\n".join(
                ['<div class="article-body">', *examples, "</div>", ""],
            ),
        },
        "title: A\ntimezone: Europe/Brussels\nbase_url: https://example.org/news/\ntheme: mine\n",
    )
    assert warnings_of(site) == []
    shown = body_of(site, "2023/03/08/nato-stockpiles/").splitlines()
    assert shown == [cells[1].strip("`") for cells in table.values()]


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_names_of_the_code_are_there(name: str) -> None:
    """`room.module.thing`, as the documents name what they tell of."""
    rooms = "|".join(chain(*LEVELS))
    named = re.findall(rf"`((?:{rooms})\.[\w.]+)`", (ROOT / name).read_text(encoding="utf-8"))
    missing = []
    for dotted in named:
        found: Any = digest
        for step in dotted.removesuffix(".py").split("."):
            if isinstance(found, ModuleType) and not hasattr(found, step):
                with suppress(ImportError):
                    importlib.import_module(f"{found.__name__}.{step}")
            found = getattr(found, step, None)
        if found is None:
            missing.append(dotted)
    assert missing == []
    assert named or name == "CONTRIBUTING.md"


def test_the_house_is_drawn_as_it_stands() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    plan = text.partition("\ndigest.yaml ")[2].partition("\n```\n")[0]
    assert {*re.findall(r"^  ([a-z_]+)/", plan, re.M)} | LOOSE - {"__init__", "__main__"} == {*chain(*LEVELS)}
    drawn = " → ".join(", ".join(rooms) for rooms in LEVELS)
    assert f"```\n{drawn}\n```" in text
