"""Files to which nothing refers, and all the ways to refer to one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.asked import told
from tests.sites import CONFIG, article, make_site, png

GOOD = article(summary="S.")
MINE = {"digest.yaml": CONFIG + "theme: mine\n"}


@pytest.mark.parametrize(
    "files",
    [
        {"content/a.md": article(summary="S.", body="![A map](map.png)")},
        {"content/a.md": article(summary="S.", body="[map](/map.png)")},
        {"content/a.md": article(summary="S.", body="<video poster='map.png' controls></video>")},
        {"content/a.md": article(summary="S.", image="{file: map.png, alt: A map}")},
        {"content/a.md": article(summary="S.", extra="{chart: map.png}")},
        {"content/a.md": article(summary="S.", body="![A map](https://example.org/news/map.png)")},
        {"content/a.md": article(draft="true", body="![A map](map.png)")},
        {"content/a.md": article(expires="2023-04-01", body="![A map](map.png)")},
        {"content/pages/about.md": article("About", None, body="![A map](../map.png)")},
        {
            "content/tool.html": "<img src='../map.png?v=1'>",
            "content/a.md": article(summary="S.", body="[t](tool.html)"),
        },
        {"content/tool.css": "a{background:url(map.png)}", "content/a.md": article(summary="S.", body="[t](tool.css)")},
        {**MINE, "themes/mine/templates/404.html": '<img src="{{ "map.png" }}">'},
        {**MINE, "themes/mine/static/x.css": "a{background:url(../map.png)}"},
        {"digest.yaml": CONFIG + "theme_options: {logo: map.png}\n"},
    ],
)
def test_what_is_referred_to_is_no_orphan(tmp_path: Path, files: dict[str, str]) -> None:
    site = make_site(tmp_path, {"content/map.png": png(1, 1), **files})
    assert told(site, "orphan") == []


def test_orphans_are_told_in_the_order_of_their_paths(tmp_path: Path) -> None:
    files = {
        f"content/{name}": b"x" for name in ("z.pdf", "a/b.png", "tool.html", "downloads/set.zip", "a/map.png.txt")
    }
    site = make_site(tmp_path, {"content/a.md": article(summary="S.", body="See map.png, tool.html."), **files})
    assert [line.partition(":")[0] for line in told(site, "orphan")] == [
        "content/a/b.png",
        "content/a/map.png.txt",
        "content/downloads/set.zip",
        "content/tool.html",
        "content/z.pdf",
    ]


def test_a_file_that_names_itself_is_an_orphan(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": GOOD, "content/tool.html": "<a href='tool.html'>again</a>"})
    assert told(site, "orphan") == ["content/tool.html:0: nothing refers to it."]


@pytest.mark.parametrize(
    ("name", "written"),
    [("my map.png", "my%20map.png"), ("café.png", "cafe\u0301.png"), ("cafe\u0301.png", "caf%C3%A9.png")],
)
def test_a_name_may_be_written_in_several_ways(tmp_path: Path, name: str, written: str) -> None:
    files: dict[str, str | bytes] = {f"content/{name}": png(1, 1), "content/tool.html": f"<img src='{written}'>"}
    body = "[t](tool.html)"
    site = make_site(tmp_path, {"content/a.md": article(summary="S.", body=body), **files})
    assert told(site, "orphan") == []


@pytest.mark.parametrize("name", ["CNAME", "robots.txt", "favicon.ico", ".well-known/security.txt", "_headers"])
def test_what_hosts_ask_for_by_name_is_no_orphan(tmp_path: Path, name: str) -> None:
    assert told(make_site(tmp_path, {"content/a.md": GOOD, f"content/{name}": "x"}), "orphan") == []
