"""Markdown files as seeds, with the front matter of several generators or none."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.article_file.fields import FrontMatter, read_front_matter
from digest.seeds.drafting import prose_of
from digest.seeds.outcomes import Imported
from digest.seeds.read.matter import KEPT
from digest.seeds.read.unmark import plain
from digest.seeds.run import import_seeds
from tests.sites import body_of, build, make_site, put

BODY = "It is **done**, [see](https://times.example/x_y).\n\n- one\n- two\n\n<b>Bold</b> &amp; plain *1986.*\n"
HUGO = """---
title: "Harbour: board votes"
date: 2023-03-08T10:00:00+01:00
lastmod: 2023-03-09
draft: true
tags: [Timber, "No"]
categories: [harbour]
author: {name: Ann Doe}
description: What the board did.
source: {name: Example Times, url: "https://times.example/"}
thread: quay
figures: [{value: "4 million", about: the quay}]
extra: {desk: north, rank: 2}
layout: post
---
"""


def imported(tmp_path: Path, name: str, text: str) -> tuple[Imported, str]:
    """The row, and the article's file."""
    site = tmp_path / "site"
    (site / "seeds").mkdir(parents=True, exist_ok=True)
    (site / "seeds" / name).write_text(text, encoding="utf-8")
    (row,) = import_seeds([site / "seeds"], site=site, into=site / "content")
    return row, (site / row.article).read_text(encoding="utf-8") if row.article else ""


def head_of(text: str) -> FrontMatter:
    head, problems = read_front_matter(text, "a.md", ZoneInfo("UTC"), dated=True)
    assert problems == ()
    assert head is not None
    return head.fields


def test_the_keys_that_are_kept_are_those_of_front_matter() -> None:
    read = {"title", "date", "tags", "summary", "author", "source", "seed", "review"}
    left = {"image", "same_as"}  # they name files, which content/ may not have
    assert {*KEPT} | read | left == set(FrontMatter.__struct_fields__)


def test_front_matter_of_hugo(tmp_path: Path) -> None:
    row, text = imported(tmp_path, "a.md", f"{HUGO}\n# Harbour: board *votes*\n\n{BODY}")
    fields = head_of(text)
    assert fields.title == "Harbour: board votes"
    assert fields.date == "2023-03-08T10:00:00+01:00"
    assert fields.updated == "2023-03-09"
    assert fields.tags == ("Timber", "No", "harbour")
    assert (fields.author, fields.summary) == ("Ann Doe", "What the board did.")
    assert (fields.thread, fields.draft) == ("quay", True)
    assert fields.figures[0].value == "4 million"
    assert fields.extra == {"desk": "north", "rank": 2}
    assert text.partition("\n---\n")[2] == f"\n{BODY}"
    assert row.note == "Left out of its front matter: layout."
    assert row.review == ()


@pytest.mark.parametrize(
    ("name", "head", "title", "date"),
    [
        (
            "a.md",
            '+++\ntitle = "The quay"\ndate = 2023-03-08T07:00:00Z\n[extra]\nn = 1\n+++\n',
            "The quay",
            "2023-03-08T07",
        ),
        ("a.md", "Title: The quay\nDate: 2023-03-08 10:20\nTags: a, b\nSlug: quay\n\n", "The quay", "2023-03-08T10:20"),
        ("2023-03-08-the-quay.md", "# The quay\n\n", "The quay", "2023-03-08"),
        ("2023-03-08-quay.markdown", "The *quay*\n==========\n\n", "The quay", "2023-03-08"),
        (
            "a.md",
            "---\ntitle: The quay\ndate: 2023-03-08 10:00:00 +0100\n---\n",
            "The quay",
            "2023-03-08T10:00:00+01",
        ),
        ("a.md", "---\ntitle: The quay\ndate: 8 March 2023\n---\n", "The quay", "2023-03-08"),
    ],
)
def test_other_heads(tmp_path: Path, name: str, head: str, title: str, date: str) -> None:
    row, text = imported(tmp_path, name, head + BODY)
    fields = head_of(text)
    assert fields.title == title
    assert fields.date
    assert fields.date.startswith(date)
    assert text.partition("\n---\n")[2] == f"\n{BODY}"
    assert row.review == ()


def test_no_head_at_all(tmp_path: Path) -> None:
    row, text = imported(tmp_path, "a.md", f"The board of the harbour voted.\n\n{BODY}")
    assert list(row.review) == ["title", "date"]
    assert head_of(text).title == "The board of the harbour voted"
    assert text.endswith(BODY)


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    _, text = imported(tmp_path, "a.md", "---\n\nThe quay is open, said the board.\n\n---\n\nMore.\n")
    assert text.partition("\n---\n")[2] == "\n---\n\nThe quay is open, said the board.\n\n---\n\nMore.\n"


def test_a_merge_that_is_not_finished_is_told(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "seeds").mkdir(parents=True)
    marks = "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other\n"
    (site / "seeds/a.md").write_text(f"---\ntitle: A\n---\n\n{marks}", encoding="utf-8")
    (row,) = import_seeds([site / "seeds"], site=site, into=site / "content")
    assert "seeds/a.md:5: A merge conflict in it is not resolved." in str(row.problem)


def test_a_heading_that_is_not_the_title_stays(tmp_path: Path) -> None:
    _, text = imported(
        tmp_path, "a.md", "---\ntitle: The quay\ndate: 2023-03-08\n---\n# What is planned\n\nIt is open.\n"
    )
    assert text.endswith("\n# What is planned\n\nIt is open.\n")


def test_values_that_digest_would_refuse_do_not_get_in(tmp_path: Path) -> None:
    odd = "figures: 4\nlang: English\nextra: x\nthread: [a]\nslug: The_Quay\n"
    odd += "aliases: [old, /new/]\nlastmod: soon\ndraft: 'yes'\nid: 42\n"
    row, text = imported(tmp_path, "a.md", f"---\ntitle: The quay\ndate: 2023-03-08\n{odd}---\n{BODY}")
    fields = head_of(text)
    assert (fields.slug, fields.aliases, fields.updated, fields.draft) == ("the-quay", ("/new/",), None, False)
    assert row.note == "Left out of its front matter: figures, lang, extra, thread, slug, lastmod, draft, id."


def test_an_id_for_feeds_is_kept(tmp_path: Path) -> None:
    head = "---\ntitle: The quay\ndate: 2023-03-08\nid: urn:example:quay-1\n---\n"
    assert head_of(imported(tmp_path, "a.md", head + BODY)[1]).id == "urn:example:quay-1"


def test_authors_are_kept_as_they_are_listed(tmp_path: Path) -> None:
    head = "---\ntitle: The quay\ndate: 2023-03-08\nauthors: [{name: Ann Doe}, NATO Press]\n---\n"
    assert head_of(imported(tmp_path, "a.md", head + BODY)[1]).author == ("Ann Doe", "NATO Press")


def test_a_slug_is_kept(tmp_path: Path) -> None:
    row, _ = imported(tmp_path, "a.md", "---\ntitle: The quay\ndate: 2023-03-08\nslug: oak\n---\nText.\n")
    assert row.article == "content/2023/2023-03-08-oak.md"


@pytest.mark.parametrize("head", ["---\ntitle: [\n---\n", "+++\ntitle = \n+++\n"])
def test_a_broken_head_is_told(tmp_path: Path, head: str) -> None:
    row, _ = imported(tmp_path, "a.md", f"{head}Text.\n")
    assert row.status == "failed"
    assert row.problem is not None
    assert row.problem.fact.startswith("Its front matter cannot be read: ")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("![Oak](oak.jpg)", "it links to files that must lie beside the article: oak.jpg"),
        ("See {{< figure x >}}.", "it holds what only another generator understands: {{< figure x >…"),
    ],
)
def test_what_needs_a_look_is_said(tmp_path: Path, body: str, why: str) -> None:
    _, text = imported(tmp_path, "a.md", f"---\ntitle: The quay\ndate: 2023-03-08\n---\n{body}\n")
    assert head_of(text).review == {"body": why}


def test_importing_again(tmp_path: Path) -> None:
    imported(tmp_path, "a.md", f"{HUGO}{BODY}")
    assert imported(tmp_path, "a.md", f"{HUGO}{BODY}")[0].status == "unchanged"
    row, text = imported(tmp_path, "a.md", f"{HUGO}{BODY}\nMore.\n")
    assert row.status == "updated"
    assert text.endswith("\nMore.\n")


def test_the_site_shows_it_as_markdown(tmp_path: Path) -> None:
    site = make_site(tmp_path, {})
    put(site, {"seeds/a.md": f"---\ntitle: The quay\ndate: 2023-03-08\n---\n{BODY}"})
    list(import_seeds([site / "seeds"], site=site, into=site / "content"))
    build(site)
    shown = body_of(site, "2023/03/08/the-quay/")
    assert "<strong>done</strong>" in shown
    assert "<b>Bold</b> &amp; plain <em>1986.</em>" in shown


def test_plain_text_of_markdown() -> None:
    assert plain("*The* [quay](x.md) `is` **open**, \\*so\\* ![x](y) <b>it</b> says_so_here") == (
        "The quay is open, *so* it says_so_here"
    )
    body = "# H\n\nOne *a*.\n\n```\ncode\n\nmore\n```\n\n- item\n\n| a |\n\n> quoted\n\n    code\n\nTwo."
    assert prose_of(body) == ("One a.", "Two.")
