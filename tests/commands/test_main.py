"""Commands: what they do, say and exit with."""

from __future__ import annotations

import json
import os
import re
import shlex
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import digest
from digest.build import session as building
from digest.build.report import Request
from digest.commands.console import Bar, Context
from digest.commands.main import main
from digest.files.folders import PREVIEW
from digest.output import swap as files
from digest.progress import Progress
from tests.json_schema import faults
from tests.seeds.plain_texts import paragraphs, seed
from tests.sites import CONFIG, article, make_site, page, put, tree

FILES = {"content/a.md": article(tags="[NATO]"), "content/d.md": article("Draft", draft="true")}
BAD = {"content/bad.md": "---\ntitle: Bad\ndate: never\n---\n"}

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: str | Path, env: dict[str, str] | None = None, stdin: str = "") -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], env=env, input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, FILES)


# build


def test_build(run: Run, site: Path) -> None:
    result = run("build", "--site", site)
    assert result.exit_code == 0
    assert re.search(
        rf"^1 article, \d+ of \d+ pages made in \d+\.\d\d s → {re.escape(str(site / 'output'))}$", result.stdout, re.M
    )
    assert "1 draft left out; --drafts shows them." in result.stdout
    assert result.stderr == ""
    again = run("build", "--site", site)
    assert re.search(r"^1 article, 0 of \d+ pages made", again.stdout)


def test_build_with_problems(run: Run, site: Path) -> None:
    run("build", "--site", site)
    before = tree(site / "output")
    put(site, BAD)
    result = run("build", "--site", site)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "content/bad.md:3: 'date' must be a date such as 2023-03-08, or with a time 2023-03-08T14:30+01:00, "
        "not 'never'.",
        "1 problem: nothing was written.",
    ]
    assert tree(site / "output") == before


def test_build_in_json(run: Run, site: Path) -> None:
    answer = json.loads(run("build", "--json", "--site", site).stdout)
    assert answer["status"] == "done"
    assert answer["output"] == str(site / "output")
    assert answer["report"]["site"]["articles"] == 1
    assert "2023/03/08/a/index.html" in answer["report"]["written"]
    put(site, BAD)
    result = run("build", "--json", "--site", site)
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["status"] == "problems"
    assert [(problem["path"], problem["line"], problem["level"]) for problem in answer["problems"]] == [
        ("content/bad.md", 3, "error")
    ]
    answer = json.loads(run("build", "--json", "--site", site, "--now", "soon").stdout)
    assert answer["status"] == "usage"
    assert "'soon'" in answer["message"]


def test_quiet(run: Run, site: Path) -> None:
    result = run("build", "-q", "--site", site)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    put(site, BAD)
    result = run("build", "-q", "--site", site)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_warnings_are_told_and_do_not_stop_a_build(run: Run, site: Path) -> None:
    put(site, {"content/a.md": article(body="[x](/nowhere/)")})
    for _ in range(2):
        result = run("build", "--site", site)
        assert result.exit_code == 0
        assert "warning: content/a.md:6: links to /nowhere/" in result.stderr


@pytest.mark.parametrize("before", [True, False])
def test_site_is_named_before_or_after_the_command(run: Run, site: Path, before: bool) -> None:
    named = ["--site", str(site)]
    result = run(*named, "build") if before else run("build", *named)
    assert result.exit_code == 0
    assert (site / "output/index.html").is_file()


def test_nearest_site_upwards(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "content/2023").mkdir()
    monkeypatch.chdir(site / "content/2023")
    assert run("build").exit_code == 0
    assert (site / "output/index.html").is_file()
    assert not (site / "content/2023/output").exists()


@pytest.mark.parametrize("command", ["build", "watch", "serve", "new x", "clean", "import"])
def test_without_a_site(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*command.split())
    assert result.exit_code == 2
    assert result.stderr.startswith("There is no digest.yaml in ")
    assert "digest init" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_drafts(run: Run, site: Path) -> None:
    run("build", "--drafts", "--site", site)
    assert (site / "output/2023/03/08/draft/index.html").is_file()


def test_files_that_wait_are_counted_and_the_first_are_named(run: Run, tmp_path: Path) -> None:
    files = {f"content/x/{number}.png": "x" for number in range(1, 6)}
    site = make_site(tmp_path, {**files, "content/x/a.md": article(body="![](3.png)", draft="true")})
    told = run("build", "--site", site).stdout.splitlines()
    assert told[2:] == [
        "5 files held back with articles that are not published now:",
        "  content/x/1.png (beside content/x/a.md)",
        "  content/x/2.png (beside content/x/a.md)",
        "  content/x/3.png (to which content/x/a.md refers)",
        "  … and 2 more; --json lists them all.",
    ]
    held = json.loads(run("build", "--site", site, "--json").stdout)["report"]["site"]["held"]
    assert held[2] == {"file": "content/x/3.png", "article": "content/x/a.md", "is_referred": True}
    assert "held" not in run("build", "--drafts", "--site", site).stdout


@pytest.mark.parametrize(
    ("arguments", "env", "shown"),
    [
        (["--now", "2023-03-10T05:59+01:00"], {}, False),
        (["--now", "2023-03-10T06:00+01:00"], {}, True),
        (["--now", "2023-03-10T06:00"], {}, True),  # in the site's time zone
        (["--now", "2023-03-10"], {}, False),
        (["--now", "1678424400"], {}, True),
        ([], {"SOURCE_DATE_EPOCH": "1678424399"}, False),
        ([], {"SOURCE_DATE_EPOCH": "1678424400"}, True),
        (["--now", "2023-03-10"], {"SOURCE_DATE_EPOCH": "1678424400"}, False),
        ([], {}, True),
    ],
)
def test_now(run: Run, site: Path, arguments: list[str], env: dict[str, str], shown: bool) -> None:
    put(site, {"content/a.md": article(publish="2023-03-10T06:00+01:00")})
    assert run("build", "--site", site, *arguments, env=env).exit_code == 0
    assert (site / "output/2023/03/08/a/index.html").exists() == shown


@pytest.mark.parametrize("text", ["soon", "2023-02-30", "8 March 2023", "-1"])
@pytest.mark.parametrize("way", ["option", "environment"])
def test_now_that_is_no_time(run: Run, site: Path, text: str, way: str) -> None:
    if way == "option":
        result = run("build", "--site", site, f"--now={text}")
    else:
        result = run("build", "--site", site, env={"SOURCE_DATE_EPOCH": text})
    assert result.exit_code == 2
    assert text in result.stderr
    assert not (site / "output").exists()


def test_output_elsewhere(run: Run, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build", "--site", site, "--output", "public").exit_code == 0
    assert (tmp_path / "public/index.html").is_file()
    assert not (site / "output").exists()
    assert run("build", "--site", site, "--output", f"{site}/../public/.").exit_code == 0


def test_output_that_is_not_ours(run: Run, site: Path, tmp_path: Path) -> None:
    put(tmp_path / "mine", {"letter.txt": "mine"})
    result = run("build", "--site", site, "--output", tmp_path / "mine")
    assert result.exit_code == 2
    assert "is not empty" in result.stderr
    assert run("build", "--site", site, "--output", site).exit_code == 2


def test_verify(run: Run, site: Path) -> None:
    result = run("build", "--verify", "--site", site)
    assert result.exit_code == 0
    assert "A build from nothing gives the same files." in result.stdout
    put(site, {"output/stranger.txt": "x", "output/index.html": "tampered"})
    result = run("build", "--verify", "--json", "--site", site)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["different"] == ["stranger.txt"]


@pytest.mark.parametrize(
    "arguments", [["build", "--jobs", "0"], ["build", "--nope"], ["nope"], ["schema", "x"], ["new"], ["init"]]
)
def test_wrong_usage(run: Run, site: Path, arguments: list[str]) -> None:
    assert run("--site", site, *arguments).exit_code == 2


def test_damaged_store_is_told_of(run: Run, site: Path) -> None:
    run("build", "--site", site)
    (site / ".digest/output.sqlite").write_bytes(b"x" * 5000)
    result = run("build", "--site", site)
    assert result.exit_code == 0
    assert "The store was damaged" in result.stderr


# new


def test_new(run: Run, site: Path) -> None:
    day = {"SOURCE_DATE_EPOCH": "1678316400"}  # 2023-03-09T00:00 in Brussels, the day before in UTC
    result = run("new", "Finland: the first “F-35” #1", "--site", site, env=day)
    path = "content/2023/2023-03-09-finland-the-first-f-35-1.md"
    assert result.exit_code == 0
    assert path in result.stdout
    text = (site / path).read_text(encoding="utf-8")
    assert text.startswith('---\ntitle: "Finland: the first “F-35” #1"\ndate: 2023-03-09\n')
    assert run("build", "--drafts", "--site", site).exit_code == 0
    assert "Finland: the first “F-35” #1" in page(site, "2023/03/09/finland-the-first-f-35-1/")
    assert run("build", "--site", site).exit_code == 0
    assert not (site / "output/2023/03/09").exists()


def test_new_never_overwrites(run: Run, site: Path) -> None:
    day = {"SOURCE_DATE_EPOCH": "1678316400"}
    made = [json.loads(run("new", "One", "--json", "--site", site, env=day).stdout)["article"] for _ in range(2)]
    assert made == ["content/2023/2023-03-09-one.md", "content/2023/2023-03-09-one-2.md"]
    put(site, {made[0]: "edited"})
    run("new", "One", "--site", site, env=day)
    assert (site / made[0]).read_text(encoding="utf-8") == "edited"


@pytest.mark.parametrize(
    "titles",
    [
        ("One", "One"),
        ("One", "ONE!"),
        ("\u00e4rger", "a\u0308rger"),
        ("か\u3099", "が"),
        ("!!!", "☞?"),
        ("x" * 300, "x" * 301),
    ],
)
def test_two_of_one_name_are_two_articles_that_build(run: Run, site: Path, titles: tuple[str, str]) -> None:
    day = {"SOURCE_DATE_EPOCH": "1678316400"}
    paths = [json.loads(run("new", title, "--json", "--site", site, env=day).stdout)["article"] for title in titles]
    assert paths[1] == paths[0].replace(".md", "-2.md")
    assert "slug:" not in (site / paths[0]).read_text(encoding="utf-8")
    assert run("build", "--drafts", "--site", site).exit_code == 0
    slugs = [Path(path).stem.removeprefix("2023-03-09-") for path in paths]
    assert sorted(os.listdir(site / "output/2023/03/09")) == sorted(["index.html", *slugs])


def test_new_minds_addresses_of_articles_in_other_folders(run: Run, site: Path) -> None:
    put(
        site,
        {
            "content/desk/a.md": article("One", "2023-03-09T08:00"),
            "content/desk/b.md": article("Two", "2023-03-09", slug="one-2"),
            "content/2023/2023-03-09-ONE-3.md": article("Three", "2023-03-08"),
            "content/desk/c.md": article("One", "2023-03-10"),
        },
    )
    pipe = site / "content/desk/pipe.md"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    result = run("new", "One", "--json", "--site", site, env={"SOURCE_DATE_EPOCH": "1678316400"})
    assert json.loads(result.stdout)["article"] == "content/2023/2023-03-09-one-4.md"
    pipe.unlink(missing_ok=True)
    assert run("build", "--drafts", "--site", site).exit_code == 0


@pytest.mark.parametrize("title", ["", "  ", "\n\t", "\u200b", "\u00a0\u2060", "\x07"])
def test_new_without_a_title_is_refused(run: Run, site: Path, title: str) -> None:
    before = tree(site / "content")
    result = run("new", title, "--site", site)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == 'The title is blank. Give the article one: digest new "Finland joins NATO"\n'
    assert tree(site / "content") == before


def test_new_with_bytes_that_are_no_text(run: Run, site: Path) -> None:
    result = run("new", "caf\udce9", "--site", site)
    assert result.exit_code == 2
    assert "no text in UTF-8" in result.stderr


ODD_TITLES = (
    "#1",
    "- a: b",
    "{{ site }}",
    "<b>",
    "🚀",
    "שלום \u202eabc",
    "\ufeffa",
    "a\u2028b",
    "a\x00\x07b",
    "x\ufffe",
    "%a",
    "a\x85b",
)


@pytest.mark.parametrize(
    "title", ["a\nb", "'\"\\", "---", "../../etc/passwd", "ЗСУ", "…", "null", "x" * 300, *ODD_TITLES]
)
def test_new_with_any_title(run: Run, site: Path, title: str) -> None:
    result = run("new", "--json", "--site", site, "--", title)
    assert result.exit_code == 0
    made = site / json.loads(result.stdout)["article"]
    assert made.resolve().is_relative_to(site.resolve() / "content")
    assert run("build", "--drafts", "--site", site).exit_code == 0


# clean


def test_clean(run: Run, site: Path) -> None:
    run("build", "--site", site)
    built = tree(site / "output")
    put(site, {"output/mine.txt": "mine"})
    result = run("clean", "--site", site)
    assert result.exit_code == 0
    assert f"{len(built)} files removed." in result.stdout
    assert tree(site / "output") == {"mine.txt": b"mine"}
    assert (site / "content/a.md").is_file()
    assert json.loads(run("clean", "--json", "--site", site).stdout) == {"status": "done", "removed": []}


def test_clean_of_a_folder_that_is_not_ours(run: Run, site: Path, tmp_path: Path) -> None:
    put(tmp_path / "mine", {"index.html": "mine"})
    result = run("clean", "--site", site, "--output", tmp_path / "mine")
    assert result.exit_code in (0, 2)
    assert tree(tmp_path / "mine") == {"index.html": b"mine"}


def test_clean_although_the_settings_are_faulty(run: Run, site: Path) -> None:
    run("build", "--site", site)
    put(site, {"digest.yaml": "titel: x\n"})
    assert run("clean", "--site", site).exit_code == 0
    assert not (site / "output/index.html").exists()


# schema

FRONT_MATTER: dict[str, Any] = {
    "title": "NATO",
    "date": "2023-03-08T14:30+01:00",
    "updated": "2023-03-09",
    "slug": "nato-x",
    "tags": ["NATO"],
    "author": ["A", "B"],
    "source": {"name": "NATO", "url": "https://nato.int/"},
    "figures": [{"value": "€1", "about": "x"}],
    "corrections": [{"date": "2023-03-10", "text": "x"}],
    "draft": False,
    "publish": "2023-03-10T06:00+01:00",
    "aliases": ["/old/"],
    "lang": "en-GB",
    "extra": {"any": [1, {"thing": None}]},
}
SETTINGS: dict[str, Any] = {
    "title": "News",
    "language": "en",
    "timezone": "Europe/Brussels",
    "base_url": "https://example.org/news",
    "publisher": {"name": "Desk"},
    "theme_options": {"footer": "x", "wide": True},
    "markdown": {"extensions": ["smarty"], "html": "trusted"},
    "home": {"days": 5},
    "feeds": {"limit": 5, "content": "full"},
    "links": "file",
}
SOURCES: dict[str, Any] = {
    "Example Times": {"url": "https://times.example/", "republish": "excerpt", "length": 80, "aliases": ["Times"]},
    "NATO": {},
}


@pytest.mark.parametrize(
    ("what", "sample", "wrong"),
    [
        ("front-matter", FRONT_MATTER, {"tag": ["x"]}),
        ("front-matter", FRONT_MATTER, {"date": "last week"}),
        ("front-matter", FRONT_MATTER, {"title": ""}),
        ("front-matter", FRONT_MATTER, {"source": {"url": "https://x"}}),
        ("front-matter", FRONT_MATTER, {"aliases": ["/../x"]}),
        ("front-matter", FRONT_MATTER, {"slug": "A B"}),
        ("front-matter", FRONT_MATTER | {"author": "A", "source": "NATO"}, {"corrections": [{"text": "x"}]}),
        ("config", SETTINGS, {"base_url": "example.org"}),
        ("config", SETTINGS, {"title": None}),
        ("config", SETTINGS, {"home": {"days": 0}}),
        ("config", SETTINGS, {"links": "neither"}),
        ("config", SETTINGS, {"feed": {}}),
        ("sources", SOURCES, {"NATO": {"republish": "some"}}),
        ("sources", SOURCES, {"NATO": {"length": 0}}),
        ("sources", SOURCES, {"NATO": {"license": "CC BY"}}),
        ("config", SETTINGS | {"tags": {"NATO": None, "EU": False}}, {"tags": {"NATO": {"kind": "club"}}}),
        ("tags", {"NATO": None, "EU": {"kind": "organisation", "aliases": ["E"]}, "X": False}, {"Y": {"alias": ["Z"]}}),
        ("learned", {"Wire": {"out": ["A"], "in": ["B"], "author": {"C": "D"}}}, {"Wire": {"stay": ["A"]}}),
    ],
)
def test_schema_accepts_what_is_right_and_refuses_what_is_wrong(
    run: Run, what: str, sample: dict[str, Any], wrong: dict[str, Any]
) -> None:
    schema = json.loads(run("schema", what).stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert faults(sample, schema) == []
    assert faults(sample | wrong, schema) != []


def test_schema_needs_no_site(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("schema", "config").exit_code == 0


def test_schema_describes_its_keys(run: Run) -> None:
    for what, key in (("config", "timezone"), ("front-matter", "publish")):
        schema = json.loads(run("schema", what).stdout)
        top = schema["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        assert top["properties"][key]["description"]


# init and import


def test_init_makes_a_site_that_builds(run: Run, tmp_path: Path) -> None:
    result = run("init", tmp_path / "my-site")
    assert result.exit_code == 0
    assert f"cd {tmp_path / 'my-site'}" in result.stdout
    result = run("build", "--site", tmp_path / "my-site")
    assert result.exit_code == 0
    assert re.match(r"[1-9]\d* article", result.stdout)
    assert (tmp_path / "my-site/.gitignore").read_text(encoding="utf-8").splitlines().count("/output/") == 1


def test_init_answers_with_what_it_made(run: Run, tmp_path: Path) -> None:
    answer = json.loads(run("init", "--json", tmp_path / "s").stdout)
    assert answer["status"] == "done"
    assert sorted(answer["files"]) == sorted(tree(tmp_path / "s"))


def test_init_never_overwrites(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "full", {"letter.txt": "mine"})
    result = run("init", tmp_path / "full")
    assert result.exit_code == 2
    assert tree(tmp_path / "full") == {"letter.txt": b"mine"}
    (tmp_path / "empty").mkdir()
    assert run("init", tmp_path / "empty").exit_code == 0


SEED = """\
NATO chief presses for larger ammunition stockpiles

By Jane Doe, 8 March 2023

Allied ministers met in Brussels on Wednesday to talk about ammunition. They agreed on little * but talked a lot.

The secretary general asked for more shells. He asked for them soon, and for many.
"""


def test_import(run: Run, site: Path) -> None:
    put(site, {"seeds/one.txt": SEED})
    result = run("import", "--site", site)
    assert result.exit_code == 0
    answer = json.loads(run("import", "--json", "--site", site).stdout)
    assert [row["status"] for row in answer["imported"]] == ["unchanged"]
    made = site / answer["imported"][0]["article"]
    assert made == site / "content/2023/2023-03-08-nato-chief-presses-for-larger-ammunition-stockpiles.md"
    assert run("build", "--site", site).exit_code == 0
    assert "on little * but" in page(site, "2023/03/08/nato-chief-presses-for-larger-ammunition-stockpiles/")


def test_import_of_one_file_from_elsewhere(
    run: Run, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"clip.txt": SEED})
    monkeypatch.chdir(tmp_path)
    result = run("import", "clip.txt", "--site", site, "--into", site / "content/desk")
    assert result.exit_code == 0
    assert len(list((site / "content/desk").rglob("*.md"))) == 1


def test_import_on_trial(run: Run, site: Path) -> None:
    put(site, {"seeds/one.txt": SEED})
    before = tree(site)
    result = run("import", "--dry-run", "--site", site)
    assert result.exit_code == 0
    assert "nothing was written" in result.stdout
    assert tree(site) == before


def test_import_never_overwrites_an_edited_article(run: Run, site: Path) -> None:
    put(site, {"seeds/one.txt": SEED})
    answer = json.loads(run("import", "--json", "--site", site).stdout)
    path = site / answer["imported"][0]["article"]
    edited = path.read_text(encoding="utf-8") + "\nAdded by the editor.\n"
    path.write_text(edited, encoding="utf-8")
    put(site, {"seeds/one.txt": SEED + "\nMore text came in later.\n"})
    result = run("import", "--site", site)
    assert result.exit_code == 1
    assert path.name in result.stderr
    assert path.read_text(encoding="utf-8") == edited
    assert run("import", "--force", "--site", site).exit_code == 0
    assert "More text came in later." in path.read_text(encoding="utf-8")
    assert [kept.read_text(encoding="utf-8") for kept in path.parent.glob("*.bak")] == [edited]
    assert run("build", "--site", site).exit_code == 0
    assert not list((site / "output").rglob("*.bak"))


def test_import_of_nothing(run: Run, site: Path, tmp_path: Path) -> None:
    (site / "seeds").mkdir()
    assert run("import", "--site", site).exit_code == 0
    missing = run("import", tmp_path / "nowhere.txt", "--site", site)
    assert missing.exit_code in (1, 2)
    assert "nowhere.txt" in missing.stderr


def test_import_tells_of_a_text_that_is_there_again(run: Run, site: Path) -> None:
    put(site, {"seeds/one.txt": SEED, "seeds/two.txt": SEED.replace("NATO chief presses", "Alliance asks")})
    first = "content/2023/2023-03-08-nato-chief-presses-for-larger-ammunition-stockpiles.md"
    result = run("import", "--site", site, env={"COLUMNS": "200"})
    assert f"The same text as {first}." in result.stdout
    path = site / "content/2023/2023-03-08-alliance-asks-for-larger-ammunition-stockpiles.md"
    assert f"review:\n  duplicate: the same text as {first}\n" in path.read_text(encoding="utf-8")
    for made in (site / "content").rglob("2023-*.md"):
        made.unlink()
    rows = json.loads(run("import", "--json", "--site", site).stdout)["imported"]
    assert [row["like"] for row in rows] == [None, {"article": first, "share": 100, "longer": "neither"}]
    assert "1 article to review" in run("build", "--site", site).stdout


def test_import_of_many_texts_shows_those_that_need_an_editor(run: Run, site: Path) -> None:
    def texts(count: int) -> dict[str, str]:
        return {f"seeds/{n:03}.txt": seed(f"The Title of Text {n}", paragraphs(n)) for n in range(count)}

    put(site, texts(50))
    assert "The Title of Text 49" in run("import", "--site", site, "--dry-run", env={"COLUMNS": "200"}).stdout
    put(site, {**texts(60), "seeds/again.txt": seed("The Same Again", paragraphs(7)), "seeds/empty.txt": ""})
    result = run("import", "--site", site, "--dry-run", env={"COLUMNS": "200"})
    assert result.exit_code == 1
    assert "The Title of Text" not in result.stdout
    assert "The Same Again" in result.stdout
    assert "seeds/empty.txt" in result.stdout
    assert "\n… and 60 more\n61 created, 1 failed (nothing was written: --dry-run)\n" in result.stdout
    assert len(json.loads(run("import", "--site", site, "--json").stdout)["imported"]) == 62
    put(site, {path: text.replace("By Ann", "By Joan") for path, text in texts(60).items()})
    (site / "seeds" / "empty.txt").unlink()
    assert run("import", "--site", site).stdout == "1 unchanged, 60 updated\n"


def test_import_shows_no_more_than_can_be_read(run: Run, site: Path) -> None:
    put(site, {f"seeds/{n:03}.txt": "" for n in range(1060)})
    result = run("import", "--site", site, "--dry-run", env={"COLUMNS": "200"})
    assert result.stdout.count(".txt") == 50
    assert "\n… and 1,010 more\n1,060 failed" in result.stdout
    assert result.stderr.count(".txt: There is nothing to import") == 1060


def test_import_shows_a_bar(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(Bar, "show", lambda bar, stage, done, total: shown.append(f"{stage} {done}/{total}"))
    put(site, {"seeds/one.txt": SEED, "seeds/two.txt": SEED})
    run("import", "--site", site)
    assert shown[-3:] == ["import 0/2", "import 1/2", "import 2/2"]


def test_import_of_what_is_piped_in(run: Run, site: Path) -> None:
    result = run("import", "-", "--site", site, stdin=SEED)
    assert result.exit_code == 0
    (seed,) = (site / "seeds").iterdir()
    assert seed.name == "2023-03-08-nato-chief-presses-for-larger-ammunition-stockpiles.txt"
    assert seed.read_text(encoding="utf-8") == SEED
    assert f"The text is saved: seeds/{seed.name}" in result.stdout
    again = run("import", "-", "--site", site, stdin=SEED)
    assert f"The text was there before: seeds/{seed.name}" in again.stdout
    assert "1 unchanged" in again.stdout
    assert list((site / "seeds").iterdir()) == [seed]


def test_import_of_what_is_piped_in_on_trial(run: Run, site: Path) -> None:
    before = tree(site)
    (row,) = json.loads(run("import", "-", "--dry-run", "--json", "--site", site, stdin=SEED).stdout)["imported"]
    assert row["status"] == "created"
    assert row["seed"] == "seeds/2023-03-08-nato-chief-presses-for-larger-ammunition-stockpiles.txt"
    assert tree(site) == before
    assert not (site / "seeds").exists()


@pytest.mark.parametrize("stdin", ["", " \n\t\n", "GIF89a"])
def test_import_of_nothing_that_is_piped_in(run: Run, site: Path, stdin: str) -> None:
    result = run("import", "-", "--site", site, stdin=stdin)
    assert result.exit_code == 2
    assert "tandard input" in result.stderr
    assert not (site / "seeds").exists()


def test_import_quietly(run: Run, site: Path) -> None:
    put(site, {"seeds/one.txt": SEED})
    result = run("import", "-q", "--site", site)
    assert (result.exit_code, result.stdout) == (0, "")


# help


@pytest.mark.parametrize("command", sorted(main.commands))
def test_help_has_examples(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert f"digest {command}" in result.stdout


def test_every_command_of_the_readme_is_there() -> None:
    names = {"init", "import", "build", "watch", "serve", "schema", "new", "clean"}
    assert names <= {*main.list_commands(click.Context(main))}


def test_version(run: Run) -> None:
    assert digest.__version__ in run("--version").stdout


def test_now_is_the_time_of_the_build(run: Run, site: Path) -> None:
    in_an_hour = time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(time.time() + 3600))
    an_hour_ago = time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(time.time() - 3600))
    put(
        site,
        {"content/a.md": article("Later", publish=in_an_hour), "content/b.md": article("Now", publish=an_hour_ago)},
    )
    run("build", "--site", site)
    assert sorted(os.listdir(site / "output/2023/03/08")) == ["index.html", "now"]


def test_settings_are_told_with_the_rest(run: Run, site: Path) -> None:
    put(site, {**BAD, "digest.yaml": CONFIG + "them: x\n"})
    result = run("build", "--site", site)
    assert result.exit_code == 1
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == [
        "content/bad.md:3",
        "digest.yaml:4",
        "2 problems",
    ]


def test_site_names_one_folder_and_none_above_it(run: Run, site: Path) -> None:
    run("build", "--site", site)
    before = tree(site / "output")
    result = run("clean", "--site", site / "typo")
    assert result.exit_code == 2
    assert tree(site / "output") == before


def test_drafts_are_previewed_outside_of_what_is_published(site: Path) -> None:
    request = Request(site, site / PREVIEW, 1_700_000_000, drafts=True)
    building.build(request)
    assert (site / PREVIEW / "2023/03/08/draft/index.html").exists()
    assert not (site / "output").exists()


def test_all_that_a_site_is_made_of_is_watched(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    monkeypatch.setattr("digest.live.watch.watch", lambda paths, *_, **__: seen.extend(paths()))
    assert run("watch", "--site", str(site)).exit_code == 0
    names = {path.relative_to(site).as_posix() for path in seen}
    assert names >= {"digest.yaml", "tags.yaml", "sources.yaml", "content", "themes"}


def test_a_disk_that_refuses_is_told(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_all", full)
    result = run("build", "--site", site)
    assert result.exit_code == 1
    assert "cannot be written: No space left on device. The next build goes on from here." in result.stderr
    monkeypatch.undo()
    assert run("build", "--site", site).exit_code == 0
    assert run("build", "--site", site, "--verify").exit_code == 0


def test_profile_tells_what_took_long_and_why_pages_were_made(tmp_path: Path, run: Run) -> None:
    site = make_site(tmp_path, FILES)
    told = run("build", "--site", site, "--profile").output
    assert all(word in told for word in ("parse", "key and render", "a.md", "article.html", "new", "not made"))
    (site / "output/index.html").unlink()
    (site / "output/archive/index.html").write_text("Spoilt.")
    put(site, {"content/a.md": article(body="Other.", tags="[NATO]")})
    override = '{% extends "default/listings.html" %}{% block header %}New.{% endblock %}'
    put(site, {"themes/mine/templates/listings.html": override})
    put(site, {"digest.yaml": CONFIG + "theme: mine\n"})
    answer = json.loads(run("build", "--site", site, "--profile", "--json").stdout)
    profile = answer["profile"]
    assert profile["reasons"]["index.html"] == "file missing"
    assert profile["reasons"]["archive/index.html"] == "file altered"
    assert profile["reasons"]["2023/03/08/a/index.html"] == "view changed"
    assert profile["reasons"]["tags/index.html"] == "template changed"
    assert set(profile["reasons"]) == set(answer["report"]["rendered"])
    assert [slow["path"] for slow in profile["articles"]] == ["a.md"]
    assert sum(used["pages"] for used in profile["templates"]) == sum(
        path.endswith((".html", ".xml", ".json", ".txt")) for path in profile["reasons"]
    )
    assert 0 < sum(profile["stages"].values()) < 60
    put(site, {"digest.yaml": CONFIG + "theme: mine\ndescription: News.\n"})
    answer = json.loads(run("build", "--site", site, "--profile", "--json").stdout)
    assert answer["profile"]["reasons"]["2023/03/08/a/index.html"] == "site or program changed"
    assert "profile" not in json.loads(run("build", "--site", site, "--json").stdout)


def test_a_bar_shows_how_far_long_work_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr(Bar, "PATIENCE", 0.0)
    monkeypatch.setattr(Bar, "PACE", 0.0)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    for context, stages in ((Context(None, False, False), True), (Context(None, True, False), False)):
        with Bar(context) as bar:
            progress = Progress(bar.show)
            progress.enter("parse", 3)
            for _ in range(3):
                progress.advance()
            progress.enter("commit")
            progress.advance()
        told = capsys.readouterr()
        assert told.out == ""
        assert ("parse" in told.err and "3/3" in told.err and "commit" in told.err) is stages


def test_no_bar_without_a_terminal(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bar, "PATIENCE", 0.0)
    assert "━" not in run("build", "--site", make_site(tmp_path, FILES)).output


UNDATED = "Committee Looks at Timber\n\nThe committee met in the town hall and looked at the prices of timber.\n"


def test_an_import_holds_what_it_doubts_until_it_is_reviewed(run: Run, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"seeds/a.txt": UNDATED})
    said = run("import", "--site", site).stdout
    (made,) = (site / "content").rglob("*.md")
    name = made.relative_to(site).as_posix()
    assert f"{name}: a draft until you have looked at date: the text has none; the day on which" in said
    assert "1 article is a draft until it is reviewed ('hold' in digest.yaml). digest serve shows what is held" in said
    assert f"\n  digest review --done {name}\n" in said
    assert "0 articles" in run("build", "--site", site).stdout
    assert "1 field in 1 article, of which 1 is a draft until then." in run("review", "--site", site).stdout
    assert f"{name}: date closed. It is no draft any more." in run("review", "--site", site, "--done", made).stdout
    assert "\n1 article, " in f"\n{run('build', '--site', site).stdout}"
    assert "unchanged" in run("import", "--site", site).stdout


def test_what_import_hold_may_be(run: Run, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"seeds/a.txt": UNDATED}, config=CONFIG + "import: {hold: false}\n")
    assert "draft" not in run("import", "--site", site).stdout
    for wrong in ("holt: true", "hold: some"):
        put(site, {"digest.yaml": f"title: x\nimport: {{{wrong}}}\n"})
        assert run("import", "--site", site).exit_code == 1
    assert "auto, true or false" in run("import", "--site", site).stderr


def test_sources_that_nobody_listed_are_named_at_import(run: Run, tmp_path: Path) -> None:
    text = "{} at the Quay\n\n8 March 2023\n\nThe quay was opened by nine, and {} was there as well.\n\nSource: {}\n"
    seeds = {
        f"seeds/{number}.txt": text.format(word.title(), word, source)
        for number, (word, source) in enumerate(
            [
                ("crane", "Example Times"),
                ("barge", "Example Times"),
                ("winch", "NATO"),
                ("chain", "Quay Board, https://x.example/a"),
            ]
        )
    }
    site = make_site(tmp_path, seeds)
    told = "Example Times (2 articles), NATO (1 article), Quay Board (1 article)"
    assert (
        f"Shown in full, as there is no sources.yaml that says otherwise: {told}\n"
        in run("import", "--dry-run", "--site", site).stdout
    )
    put(site, {"sources.yaml": "NATO: {}\nBoard: {url: 'https://x.example/'}\n"})
    assert json.loads(run("import", "--dry-run", "--json", "--site", site).stdout)["unlisted"] == {"Example Times": 2}
    put(site, {"digest.yaml": CONFIG + "unlisted_sources: {republish: excerpt}\n"})
    assert "Shown in full" not in run("import", "--dry-run", "--site", site).stdout
    put(site, {"digest.yaml": CONFIG})
    assert "though sources.yaml does not list it: Example Times (2 articles)\n" in run("import", "--site", site).stdout
    assert "Shown in full" not in run("import", "--site", site).stdout


# init


@pytest.mark.parametrize("name", ["my site", "it's"])
def test_init_tells_what_to_type_next(run: Run, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", [str(tmp_path / "tools" / "digest")])
    monkeypatch.chdir(tmp_path)
    said = run("init", name).stdout.splitlines()
    assert shlex.split(said[1]) == ["cd", name]
    assert shlex.split(said[2]) == [str(tmp_path / "tools" / "digest"), "serve"]
    assert run("build", "--site", name).exit_code == 0


@pytest.mark.parametrize("there", [True, False])
def test_a_site_that_cannot_be_made_leaves_nothing(
    run: Run, tmp_path: Path, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "seeds")

    folder = tmp_path / "new"
    if there:
        folder.mkdir()
    monkeypatch.setattr("digest.seeds.run.import_seeds", full)
    result = run("init", folder)
    assert (result.exit_code, result.stderr) == (1, "seeds: No space left on device.\n")
    assert tree(tmp_path) == {}
    monkeypatch.undo()
    assert run("init", folder).exit_code == 0


def test_the_help_says_of_each_command_the_whole_line(run: Run) -> None:
    listed = run("--help", env={"COLUMNS": "80"}).stdout.partition("\nCommands:\n")[2].partition("\n\n")[0].splitlines()
    assert len(listed) == len(main.list_commands(click.Context(main)))
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []
