"""`digest doctor`: what stands in a report of a mistake."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import digest
from digest.commands.main import main
from digest.errors import OutputError, Problem
from digest.files.folders import STATE
from tests.sites import CONFIG, article, build, make_site, png, put

NOTHING = (
    "nothing in settings, theme, folders, disks and stores would stop a build; articles are looked at by: digest check"
)


def run(site: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["doctor", "--site", str(site), *options])


def answer_of(site: Path) -> dict[str, Any]:
    done = run(site, "--json")
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.exit_code == (1 if found["status"] == "problems" else 0)
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(
        tmp_path,
        {
            "content/a.md": article(),
            "content/2023/map.png": png(2, 2),
            "digest.yaml": CONFIG + "theme: mine\n",
            "themes/mine/theme.yaml": "name: mine\nextends: other\n",
            "themes/other/theme.yaml": "name: other\n",
        },
    )


def test_what_is_told_of_a_whole_site(site: Path) -> None:
    build(site)
    done = run(site)
    assert done.exit_code == 0
    assert done.stderr == ""
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert [line for line in done.stdout.splitlines() if not line.startswith("  ")] == [
        "program",
        "machine",
        "site",
        NOTHING,
    ]
    assert f"digest {digest.__version__}, in {Path(digest.__file__).parent}".replace(str(Path.home()), "~") in lines
    assert any(line.startswith(f"Python {sys.version.split()[0]} (") for line in lines)
    assert "settings nothing wrong" in lines
    assert "Markdown markdown, HTML safe" in lines
    assert "language en, time zone Europe/Brussels" in lines
    assert "base_url set" in lines
    assert any(line.startswith("theme mine → other → default, ") for line in lines)
    assert "content 1 article, 1 other file" in lines
    assert any(line.startswith("watched 5 folders") for line in lines)
    assert any(line.startswith(".digest/output.sqlite ") and line.endswith(", whole") for line in lines)
    assert any(" free of " in line for line in lines if line.startswith("disk "))


def test_json_has_the_same(site: Path) -> None:
    found = answer_of(site)
    assert (found["status"], found["problems"]) == ("done", [])
    assert found["facts"].keys() == {"program", "machine", "site"}
    assert found["facts"]["site"][STATE] == "no build yet"
    assert not (site / STATE).exists()


def test_mistakes_in_the_settings_are_told(site: Path) -> None:
    put(site, {"digest.yaml": "title: T\nthem: mine\n"})
    found = answer_of(site)
    assert found["facts"]["site"]["settings"] == "1 problem, 1 warning"
    done = run(site)
    assert done.exit_code == 1
    assert done.stdout.endswith(
        "a build would stop\n"
        "  warning: digest.yaml: 'base_url' is not set: feeds, the sitemap, canonical links and link previews are left "
        "out. Once the site has an address, add a line 'base_url: https://…'.\n"
        "  digest.yaml:2: 'them' is not a key. Did you mean 'theme'?\n"
    )


def test_a_theme_that_is_not_there_is_told(site: Path) -> None:
    put(site, {"themes/mine/theme.yaml": "name: mine\nextends: othr\n"})
    found = answer_of(site)
    assert found["facts"]["site"]["theme"] == "mine → othr, which is not there"
    assert [problem["path"] for problem in found["problems"]] == ["themes/mine/theme.yaml"]
    put(site, {"themes/mine/theme.yaml": "name: mine\nextends: mine\n"})
    assert answer_of(site)["facts"]["site"]["theme"] == "mine → mine, which leads round in a circle"
    put(site, {"digest.yaml": CONFIG + "theme: plain\n"})
    found = answer_of(site)
    assert found["facts"]["site"]["theme"] == "plain, which is not there"
    assert [problem["path"] for problem in found["problems"]] == ["digest.yaml"]


@pytest.mark.parametrize(
    ("extends", "told"), [("", "default → default, "), ("extends: other\n", "default → other → default, ")]
)
def test_a_default_theme_of_the_site_is_there(site: Path, extends: str, told: str) -> None:
    put(site, {"digest.yaml": CONFIG, "themes/default/theme.yaml": f"name: default\n{extends}"})
    found = answer_of(site)
    assert found["facts"]["site"]["theme"].startswith(told)
    assert found["problems"] == []


def test_a_folder_that_is_not_there_is_told(site: Path) -> None:
    (site / "content").rename(site / "contents")
    done = run(site)
    assert done.exit_code == 1
    assert "there is no folder content/" in done.stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with pipes")
def test_what_cannot_be_read_is_told(site: Path) -> None:
    os.mkfifo(site / "content" / "pipe.md")
    assert "  content/pipe.md: is no file, but a pipe, a socket or a device." in run(site).stdout


def test_output_that_is_a_file_is_told(site: Path) -> None:
    (site / "output").write_text("mine")
    done = run(site)
    assert done.exit_code == 1
    assert "it is a file. Name a folder." in done.stdout


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        (STATE, "Make it yours: every build writes what it knows there."),
        ("output", "Make it yours, or name another with --output."),
    ],
)
def test_a_folder_that_refuses_is_told(site: Path, name: str, remedy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / name).mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: path != site / name)
    done = run(site)
    assert done.exit_code == 1
    assert f"  {name}: cannot be written. {remedy}\n" in done.stdout


def stopping(site: Path) -> list[str]:
    """What the doctor says stops a build, which it does."""
    done = run(site)
    assert done.exit_code == 1
    assert "\na build would stop\n" in done.stdout
    with pytest.raises(OutputError):
        build(site)
    return [str(Problem(**problem)) for problem in answer_of(site)["problems"]]


@pytest.mark.parametrize("is_link", [False, True])
def test_state_that_is_a_file_is_told(site: Path, *, is_link: bool) -> None:
    if is_link:
        (site / STATE).symlink_to(site / "digest.yaml")
    else:
        (site / STATE).write_text("")
    assert stopping(site) == [
        ".digest: cannot be used: it is a file, and a folder is needed. Take it away: it is made again."
    ]
    assert answer_of(site)["facts"]["site"][STATE] == "no folder, so nothing is known of builds"
    (site / STATE).unlink()
    build(site)


def test_a_store_that_cannot_be_opened_is_told(site: Path) -> None:
    build(site)
    store = site / STATE / "output.sqlite"
    store.unlink()
    store.mkdir()
    (told,) = stopping(site)
    assert told.startswith(".digest/output.sqlite: cannot be used: unable to open database file. Make it yours, ")
    assert told.endswith(" or take it away: it is made again.")
    store.rmdir()
    build(site)


def test_a_store_that_may_not_be_written_is_told(site: Path) -> None:
    build(site)
    store = site / STATE / "output.sqlite"
    store.chmod(0o444)
    if os.access(store, os.W_OK):
        pytest.skip("root may write everything")
    (told,) = stopping(site)
    assert told.startswith(".digest/output.sqlite: cannot be used: it may not be written. Make it yours, ")


def test_a_store_of_another_folder_that_cannot_be_opened_stops_no_build_into_output(site: Path) -> None:
    (site / STATE / "output-0123456789ab.sqlite").mkdir(parents=True)
    found = answer_of(site)
    assert found["status"] == "done"
    assert [problem["level"] for problem in found["problems"]] == ["warning"]
    build(site)


def test_a_lock_that_cannot_be_taken_is_told(site: Path) -> None:
    lock = site / STATE / "output.lock"
    lock.mkdir(parents=True)
    assert stopping(site) == [".digest/output.lock: cannot be used as a lock. Take it away: it is made again."]
    lock.rmdir()
    build(site)


def test_articles_are_left_to_the_check(site: Path) -> None:
    put(site, {"content/a.md": "no head"})
    done = run(site)
    assert done.exit_code == 0
    assert f"\n{NOTHING}\n" in done.stdout


def test_a_damaged_store_is_told_and_stops_nothing(site: Path) -> None:
    build(site)
    store = site / STATE / "output.sqlite"
    data = store.read_bytes()
    for damaged, told in (
        (b"no database at all", "damaged: file is not a database"),
        (data[: len(data) // 2], "damaged: database disk image is malformed"),
        (data[:60] + (99).to_bytes(4) + data[64:], "whole, but of version 99, and this program's is 5"),
    ):
        store.write_bytes(damaged)
        found = answer_of(site)
        assert found["status"] == "done"
        assert found["facts"]["site"][".digest/output.sqlite"].endswith(told)
        assert store.read_bytes() == damaged


def test_outside_of_a_site_there_is_still_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 0
    assert "\nmachine\n" in done.stdout
    assert "There is no digest.yaml in " in done.stdout
    assert done.stdout.endswith("\nthere is no site here, so nothing of one was looked at\n")


def test_a_site_that_no_command_works_on_is_one(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / STATE).symlink_to(site.parent, target_is_directory=True)
    monkeypatch.chdir(site)
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 2
    assert "is a link out of the site" in done.stderr


def test_a_site_that_was_named_and_is_none_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 2


def test_home_is_not_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(site.parent))
    monkeypatch.setenv("USERPROFILE", str(site.parent))
    put(site, {"digest.yaml": f"title: T\nbase_url: https://example.org/\nfollow: [{site.parent}/x]\ntheme: a b\n"})
    done = run(site)
    assert "  folder " in done.stdout
    assert str(site.parent) not in done.stdout
    assert " ~/site" in done.stdout


def test_home_is_not_named_if_it_is_a_link(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / "home2"
    home.symlink_to(site.parent, target_is_directory=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(home / "site")
    done = CliRunner().invoke(main, ["doctor"])
    assert [line.split() for line in done.stdout.splitlines() if "folder " in line] == [["folder", "~/site"]]
    assert str(site.parent) not in done.stdout


def test_quiet_says_problems_alone(site: Path) -> None:
    assert run(site, "--quiet").output == ""
    put(site, {"digest.yaml": "title: T\nthem: mine\n"})
    done = run(site, "--quiet")
    assert (done.stdout, done.stderr) == ("", "digest.yaml:2: 'them' is not a key. Did you mean 'theme'?\n")
