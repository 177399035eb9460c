"""digest.yaml: what it may say, and that the rest is checked although a setting is faulty."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import UsageError
from digest.settings.config import (
    Config,
    FeedSettings,
    HomeSettings,
    MarkdownSettings,
    Publisher,
    ThreadSettings,
    find_site,
    load_config,
)
from tests.sites import make_site, page, warnings_of

FULL = """\
title: Test
description: News.
language: en-GB
timezone: Europe/Brussels
base_url: https://example.org/news
publisher:
  name: The Desk
  url: https://example.org/
theme: default
theme_options:
  footer: "© The Desk"
markdown:
  extensions: [smarty]
  html: trusted
desks: place
threads:
  shells: {title: The ammunition race, description: Who makes shells.}
home:
  days: 5
feeds:
  limit: 7
  content: summary
links: file
"""


def load(tmp_path: Path, text: str) -> tuple[Config, list[str]]:
    config, problems = load_config(make_site(tmp_path, config=text))
    return config, [str(problem) for problem in problems if problem.level == "error"]


def test_every_setting(tmp_path: Path) -> None:
    assert load(tmp_path, FULL) == (
        Config(
            title="Test",
            description="News.",
            language="en-GB",
            timezone="Europe/Brussels",
            base_url="https://example.org/news/",
            publisher=Publisher(name="The Desk", url="https://example.org/"),
            theme="default",
            theme_options={"footer": "© The Desk"},
            markdown=MarkdownSettings(extensions=("smarty",), html="trusted"),
            desks="place",
            threads={"shells": ThreadSettings(title="The ammunition race", description="Who makes shells.")},
            home=HomeSettings(days=5),
            feeds=FeedSettings(limit=7, content="summary"),
            links="file",
        ),
        [],
    )


def test_title_is_enough(tmp_path: Path) -> None:
    assert load(tmp_path, "title: Test\n") == (Config(title="Test"), [])


def test_windows_file(tmp_path: Path) -> None:
    config, problems = load(tmp_path, "\ufefftitle: Test\r\nlanguage: fr\r\n")
    assert (config, problems) == (Config(title="Test", language="fr"), [])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("language: English", "'language' must be a language tag such as en or en-GB (BCP 47), not 'English'."),
        ("theme: ../evil", "'theme' must be a folder name in themes/, not '../evil'."),
        ("links: both", "'links' must be one of: folder, file, not 'both'."),
        ("home: {days: 0}", "'home' 'days' must be a whole number from 1 to 1000, not '0'."),
        ("feeds: {content: none}", "'feeds' 'content' must be one of: full, summary, not 'none'."),
        ("markdown: {html: unsafe}", "'markdown' 'html' must be one of: safe, trusted, not 'unsafe'."),
        ("theme_options: blue", "'theme_options' must be a mapping, not 'blue'."),
        (
            "publisher: {url: https://example.org/}",
            "'publisher' must be a mapping with 'name', 'url' ('name' is missing).",
        ),
    ],
)
def test_faulty_setting_falls_back_to_its_default(tmp_path: Path, line: str, message: str) -> None:
    config, problems = load(tmp_path, f"title: Test\n{line}\ndescription: News.\n")
    assert problems == [f"digest.yaml:2: {message}"]
    assert config == Config(title="Test", description="News.")


def test_a_running_story_is_told_of_once(tmp_path: Path) -> None:
    text = "title: Test\nthreads:\n  shell-race: {title: A}\n  Ships:\n    title: B\n  Shell race: {title: C}\n"
    config, problems = load(tmp_path, text)
    assert problems == [
        "digest.yaml:6: 'Shell race' in 'threads' is the same running story as 'shell-race'. Keep one of them."
    ]
    assert list(config.threads) == ["shell-race", "Ships", "Shell race"]


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b", "https://example.org/#a", "ftp://example.org/", "//example.org/", "https://"]
)
def test_addresses_that_a_site_cannot_have(tmp_path: Path, address: str) -> None:
    config, problems = load(tmp_path, f"title: Test\nbase_url: '{address}'\n")
    assert config.base_url == ""
    assert len(problems) == 1
    assert problems[0].startswith("digest.yaml:2: 'base_url' must be an address such as https://example.org/news/")


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc/localtime", "", "Europe"])
def test_zones_that_are_none(tmp_path: Path, zone: str) -> None:
    config, problems = load(tmp_path, f"title: Test\ntimezone: '{zone}'\n")
    assert config.timezone == "UTC"
    assert [problem.partition(" is not ")[0] for problem in problems] == [f"digest.yaml:2: '{zone}'"]


def test_site_is_found_upwards(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/2023/03/a.md": ""})
    assert find_site(site / "content" / "2023" / "03") == site.resolve()
    assert find_site(site) == site.resolve()


def test_no_site_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no digest\.yaml in .* or in a folder above it\. .*digest init"):
        find_site(tmp_path)


def test_without_an_address_a_warning_says_what_is_left_out(tmp_path: Path) -> None:
    found = warnings_of(make_site(tmp_path, config="title: Test\n"))
    assert len(found) == 1
    assert found[0].startswith("digest.yaml")
    assert "base_url" in found[0]
    assert "feeds" in found[0]


def test_with_an_address_there_is_no_warning(tmp_path: Path) -> None:
    assert warnings_of(make_site(tmp_path, config="title: Test\nbase_url: https://example.org/\n")) == []


def test_home_shows_as_many_as_it_is_told(tmp_path: Path) -> None:
    articles = {f"content/{n}.md": f"---\ntitle: Story {n}\ndate: 2023-03-0{n}\n---\n" for n in range(1, 6)}
    site = make_site(tmp_path, articles, "title: Test\nhome: {days: 2}\n")
    warnings_of(site)
    shown = [n for n in range(1, 6) if f"Story {n}" in page(site, "")]
    assert shown == [4, 5]
