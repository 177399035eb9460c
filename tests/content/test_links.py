"""Links in bodies, and the files beside articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import pytest

from digest.settings.config import Engine
from digest.site import references
from digest.site.references import SOUGHT
from tests.sites import (
    CONFIG,
    Files,
    article,
    body_of,
    build,
    differences_from_clean,
    links_in,
    make_site,
    page,
    png,
    problems_of,
    put,
    tree,
    warnings_of,
)

OTHERS: dict[str, str | bytes | None] = {
    "content/2023/war/b.md": article("B", "2023-03-09", body="## Part 2\n\n### X\n\n### Z"),
    "content/2023/a file & more.md": article("Spaced", "2023-03-10"),
    "content/pages/about.md": article("About", None, aliases="[/was/]"),
    "content/2023/map.png": png(30, 20),
    "content/2023/war/report 1.pdf": b"%PDF",
    "content/top.png": png(5, 7),
}
UP = "../../../../"
ENGINES: tuple[Engine, ...] = get_args(Engine)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("war/b.md", "2023/03/09/b/"),
        ("./war/../war/b.md", "2023/03/09/b/"),
        ("war/b.md#part-2", "2023/03/09/b/#part-2"),
        ("war/b.md?x=1&y=2#z", "2023/03/09/b/?x=1&y=2#z"),
        ("a%20file%20&%20more.md", "2023/03/10/spaced/"),
        ("<a file & more.md>", "2023/03/10/spaced/"),
        ("../pages/about.md", "about/"),
        ("/pages/about.md", "about/"),
        ("/2023/war/b.md#x", "2023/03/09/b/#x"),
        ("map.png", "2023/map.png"),
        ("../top.png", "top.png"),
        ("/top.png", "top.png"),
        ("war/report%201.pdf", "2023/war/report%201.pdf"),
        ("/tags/", "tags/"),
        ("/", ""),
        ("/2023/03/09/b/#x", "2023/03/09/b/#x"),
        ("/feed.xml", "feed.xml"),
        ("/tags/x/feed.xml", "tags/x/feed.xml"),
        ("/was/", "was/"),
        ("/static/style.css", "static/style.css"),
        ("a.md", "2023/03/08/a/"),
    ],
)
def test_links_into_the_site(tmp_path: Path, written: str, meant: str) -> None:
    site = make_site(
        tmp_path, {**OTHERS, "content/2023/a.md": article(tags="[x]", body=f"See [that]({written}).\n\n## Part")}
    )
    assert warnings_of(site) == []
    assert links_in(body_of(site, "2023/03/08/a/")) == [UP + meant]


@pytest.mark.parametrize(
    "written",
    [
        "https://nato.int/a.md",
        "mailto:desk@example.org",
        "#part",
        "//cdn.example/x.png",
        "http://example.org/?a=1&b=2",
        "tel:+32",
    ],
)
def test_links_out_of_the_site_stay(tmp_path: Path, written: str) -> None:
    site = make_site(tmp_path, {"content/2023/a.md": article(body=f"See [that]({written}).")})
    build(site)
    assert links_in(body_of(site, "2023/03/08/a/")) == [written]


def test_links_in_feeds_are_whole(tmp_path: Path) -> None:
    body = "See [b](war/b.md#x), ![map](map.png) and [tags](/tags/)."
    site = make_site(tmp_path, {**OTHERS, "content/2023/a.md": article(body=body)})
    build(site)
    base = "https://example.org/news/"
    feed = json.loads(page(site, "feed.json"))
    html = next(item["content_html"] for item in feed["items"] if item["title"] == "A")
    assert links_in(html) == [base + "2023/03/09/b/#x", base + "2023/map.png", base + "tags/"]


def test_links_that_name_the_file(tmp_path: Path) -> None:
    body = "[b](war/b.md#x) ![map](map.png) [tags](/tags/) [home](/)"
    site = make_site(tmp_path, {**OTHERS, "content/2023/a.md": article(body=body)}, CONFIG + "links: file\n")
    build(site)
    assert links_in(body_of(site, "2023/03/08/a/")) == [
        UP + "2023/03/09/b/index.html#x",
        UP + "2023/map.png",
        UP + "tags/index.html",
        UP + "index.html",
    ]


def test_same_link_twice_and_one_that_begins_like_another(tmp_path: Path) -> None:
    body = "[1](war/b.md) [2](war/b.md#y) [3](war/b.markdown)"
    more = {"content/2023/war/b.markdown": article("Other", "2023-03-11")}
    site = make_site(tmp_path, {**OTHERS, **more, "content/2023/a.md": article(body=body)})
    build(site)
    assert links_in(body_of(site, "2023/03/08/a/")) == [
        UP + path for path in ("2023/03/09/b/", "2023/03/09/b/#y", "2023/03/11/other/")
    ]


def test_link_follows_an_article_that_moves(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**OTHERS, "content/2023/a.md": article(body="[b](war/b.md)")})
    build(site)
    put(site, {"content/2023/war/b.md": article("B", "2023-03-09", slug="renamed")})
    build(site)
    assert links_in(body_of(site, "2023/03/08/a/")) == [UP + "2023/03/09/renamed/"]


def test_link_to_what_is_not_published_is_text_with_a_warning(tmp_path: Path) -> None:
    files = {"content/a.md": article(body="One.\n\nSee [that](b.md#x)."), "content/b.md": article("B", draft="true")}
    site = make_site(tmp_path, files)
    assert warnings_of(site) == [
        "content/a.md:8: links to content/b.md, which is not published now. The link is left out until it is."
    ]
    assert links_in(body_of(site, "2023/03/08/a/")) == []
    assert "that" in body_of(site, "2023/03/08/a/")
    build(site, drafts=True)
    assert links_in(body_of(site, "2023/03/08/a/")) == [UP + "2023/03/08/b/#x"]


def test_unknown_address_from_the_root_is_a_warning(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(body="See [that](/nowhere/).")})
    assert warnings_of(site) == [
        "content/a.md:6: links to /nowhere/, which is not a page of this site. Check the address."
    ]


@pytest.mark.parametrize("written", ["../../etc/passwd", "../digest.yaml", "b.txt", "sub/"])
def test_links_to_what_is_not_in_content_are_problems(tmp_path: Path, written: str) -> None:
    site = make_site(tmp_path, {"content/a.md": article(body=f"[x]({written})")})
    found = problems_of(site)
    assert len(found) == 1
    assert found[0].startswith("content/a.md:6: links to '")


def test_pictures_are_copied_and_sized(tmp_path: Path) -> None:
    picture = png(30, 20)
    body = "![A map](map.png)"
    site = make_site(tmp_path, {"content/2023/map.png": picture, "content/2023/a.md": article(body=body)})
    build(site)
    assert (site / "output/2023/map.png").read_bytes() == picture
    found = body_of(site, "2023/03/08/a/")
    assert ' width="30" height="20" ' in found
    assert ' alt="A map"' in found
    assert f' src="{UP}2023/map.png"' in found


def test_sizes_that_authors_give_stay(tmp_path: Path) -> None:
    body = '<img src="map.png" alt="x" width="15">\n\n![y](map.png)'
    site = make_site(tmp_path, {"content/map.png": png(30, 20), "content/a.md": article(body=body)})
    build(site)
    found = body_of(site, "2023/03/08/a/")
    assert (found.count('width="15"'), found.count('width="30"'), found.count('height="20"')) == (1, 1, 1)


def test_new_picture_of_another_size_renews_the_page(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/map.png": png(30, 20), "content/a.md": article(body="![A map](map.png)")})
    build(site)
    put(site, {"content/map.png": png(31, 21)})
    build(site)
    assert 'width="31" height="21"' in body_of(site, "2023/03/08/a/")
    assert differences_from_clean(site) == []


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"<svg", b"GIF89a", b"\xff\xd8\xff\xe0\0\x10JFIF", b"RIFF"]
)
@pytest.mark.parametrize("ending", ["png", "svg", "gif", "jpg", "webp", "tif", "avif"])
def test_damaged_pictures_are_copied_all_the_same(tmp_path: Path, data: bytes, ending: str) -> None:
    files: dict[str, str | bytes | None] = {
        f"content/x.{ending}": data,
        "content/a.md": article(body=f"![x](x.{ending})"),
    }
    site = make_site(tmp_path, files)
    build(site)
    assert (site / f"output/x.{ending}").read_bytes() == data
    assert "width=" not in body_of(site, "2023/03/08/a/")


def test_other_files_are_copied_and_what_editors_leave_is_not(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "content/data/table.csv": "a,b\n",
        "content/.well-known/security.txt": "Contact: x\n",
        "content/CNAME": "example.org\n",
        "content/.hidden": "x",
        "content/.git/config": "x",
        "content/a.md~": "x",
        "content/a.md.bak": "x",
        "content/.a.md.swp": "x",
        "content/a.md": article(),
    }
    site = make_site(tmp_path, files)
    build(site)
    built = tree(site / "output")
    assert {"data/table.csv", ".well-known/security.txt", "CNAME"} <= built.keys()
    assert not [path for path in built if path.endswith((".hidden", "config", "~", ".bak", ".swp"))]


def test_site_may_bring_its_own_robots(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/robots.txt": "User-agent: *\nDisallow: /\n"})
    build(site)
    assert page(site, "robots.txt") == "User-agent: *\nDisallow: /\n"


def test_links_inside_code_are_text(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(body='`[x](nowhere.md)` and `<a href="no.md">`')})
    assert problems_of(site) == []


@pytest.mark.parametrize("html", ["<a href='b.md'>x</a>", '<a class="y" href="b.md">x</a>', '<A HREF="b.md">x</A>'])
@pytest.mark.parametrize("trust", ["safe", "trusted"])
def test_links_in_html(tmp_path: Path, html: str, trust: str) -> None:
    files = {"content/a.md": article(body=html), "content/b.md": article("B", "2023-03-09")}
    site = make_site(tmp_path, files, CONFIG + f"markdown: {{html: {trust}}}\n")
    build(site)
    assert links_in(body_of(site, "2023/03/08/a/")) == [UP + "2023/03/09/b/"]


def test_srcset_is_resolved_like_src(tmp_path: Path) -> None:
    body = (
        '<img src="map.png" srcset="map.png 1x, ../top.png 2x" alt="x"> <picture><source srcset="../top.png"></picture>'
    )
    site = make_site(tmp_path, {**OTHERS, "content/2023/a.md": article(body=body)})
    build(site)
    assert f'srcset="{UP}2023/map.png 1x, {UP}top.png 2x"' in page(site, "2023/03/08/a/")
    assert f'<source srcset="{UP}top.png">' in page(site, "2023/03/08/a/")
    base = "https://example.org/news/"
    feed = json.loads(page(site, "feed.json"))
    html = next(item["content_html"] for item in feed["items"] if item["title"] == "A")
    assert f'srcset="{base}2023/map.png 1x, {base}top.png 2x"' in html
    put(
        site,
        {"content/2023/a.md": article(body=body.replace("../top.png 2x", "gone.png 2x, https://example.org/b.png 3x"))},
    )
    assert problems_of(site) == [
        "content/2023/a.md:6: links to '2023/gone.png', which is not in content/. "
        "Links to files start from the article's own folder."
    ]


@pytest.mark.parametrize("written", ["?page=2", "?", "#", ""])
def test_a_link_to_the_page_itself_stays(tmp_path: Path, written: str) -> None:
    site = make_site(tmp_path, {"content/2023/a.md": article(body=f'<a href="{written}">x</a>')})
    assert warnings_of(site) == []
    assert links_in(body_of(site, "2023/03/08/a/")) == [written]


def test_what_stands_in_comments_and_scripts_of_trusted_html_is_no_link(tmp_path: Path) -> None:
    raw = "<!-- <a href=\"gone.md\">x</a> -->\n\n<script>var x='<img src=\"'+u+'\">';</script>\n\n"
    raw += "<a title='1 > 0' href='war/b.md' data-x>b</a>\n"
    site = make_site(
        tmp_path, {**OTHERS, "content/2023/a.md": article(body=raw)}, CONFIG + "markdown: {html: trusted}\n"
    )
    assert warnings_of(site) == []
    found = body_of(site, "2023/03/08/a/")
    assert '<!-- <a href="gone.md">x</a> -->' in found
    assert "<script>var x='<img src=\"'+u+'\">';</script>" in found
    assert f'<a title="1 &gt; 0" href="{UP}2023/03/09/b/" data-x>b</a>' in found


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("The file gone.md is new.\n\n`[x](gone.md)`\n\n[x](gone.md)", 10),
        ("```\n[x](gone.md)\n```\n\nSee [x][1].\n\n[1]: gone.md", 12),
        ('<!-- gone.md -->\n\n<a href="gone.md">x</a>', 8),
        ("[x](gone.md.bak.png) [y](https://example.org/gone.md)\n\n[x](<gone.md>)", 8),
    ],
)
def test_the_line_of_a_link_is_that_on_which_it_stands(tmp_path: Path, body: str, line: int) -> None:
    """And not that on which the name of its file stands first."""
    more = {"content/gone.md.bak.png": png(1, 1)}
    site = make_site(tmp_path, {**more, "content/a.md": article(body=body)})
    assert [found.partition(": ")[0] for found in problems_of(site)] == [f"content/a.md:{line}"]


def test_a_picture_with_signs_in_its_description_has_its_size(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**OTHERS, "content/2023/a.md": article(body='![a > b <img "c"](map.png)')})
    build(site)
    assert f' width="30" height="20" src="{UP}2023/map.png"' in body_of(site, "2023/03/08/a/")


ACCENTED = ("caf\u00e9", "cafe\u0301")


@pytest.mark.parametrize("written", [*ACCENTED, "caf%C3%A9", "cafe%CC%81"])
@pytest.mark.parametrize("name", ACCENTED)
def test_a_file_is_found_however_its_accents_are_written(name: str, written: str, tmp_path: Path) -> None:
    body = f"[c]({written}.md#one) ![p]({written}.png)"
    others: Files = {f"content/{name}.md": article("B", body="## One"), f"content/{name}.png": png(3, 4)}
    site = make_site(tmp_path, {**others, "content/a.md": article(body=body)})
    assert warnings_of(site) == []
    shown = body_of(site, "2023/03/08/a/")
    assert [unquote(link) for link in links_in(shown)] == [f"{UP}2023/03/08/b/#one", f"{UP}{name}.png"]
    assert 'width="3" height="4"' in shown
    for link in links_in(shown)[1:]:
        assert (site / "output" / unquote(link).removeprefix(UP)).exists()


@pytest.mark.parametrize(
    ("written", "near"),
    [("foto.jpg", "Foto.JPG"), ("sub/foto.jpg", "Foto.JPG"), ("B.MD", "b.md"), ("CAFÉ.png", "cafe\u0301.png")],
)
def test_a_name_that_differs_by_case_is_proposed(written: str, near: str, tmp_path: Path) -> None:
    others: Files = {"content/dot.jpg": b"x", "content/Foto.JPG": b"x", "content/b.md": article("B")}
    body = f"![f]({written})"
    site = make_site(tmp_path, {**others, "content/cafe\u0301.png": b"x", "content/a.md": article(body=body)})
    (told,) = problems_of(site)
    assert told.endswith(f"Did you mean '{near}'?")


def test_a_name_is_compared_with_so_many_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"content/good-1.md": article("B"), "content/good-2.md": article("C")}
    site = make_site(tmp_path, {**files, "content/a.md": article(body="[x](godo-2.md)")})
    assert problems_of(site)[0].endswith("Did you mean 'good-2.md'?")
    monkeypatch.setattr(references, "LIKE", 1)
    assert problems_of(site)[0].endswith("Links to files start from the article's own folder.")


def test_names_that_are_near_are_not_looked_for_without_end(tmp_path: Path) -> None:
    body = " ".join(f"[{n}](goof-{n}.md)" for n in range(SOUGHT + 20))
    told = problems_of(make_site(tmp_path, {"content/a.md": article(body=body), "content/good.md": article("B")}))
    assert len(told) == SOUGHT + 20
    assert sum("Did you mean 'good.md'?" in problem for problem in told) == SOUGHT


DEAD: dict[str, tuple[str, list[str]]] = {
    "in the page itself": (
        "## Kyiv\n\n[x](#kyiw)",
        ["content/a.md:8: links to '#kyiw', which is no place on this page. Did you mean '#kyiv'?"],
    ),
    "in another script": (
        "## Київ\n\n[x](#київ) [y](#%D0%9A%D0%B8%D1%97%D0%B2)",
        [
            f"content/a.md:8: links to '#{name}', which is no place on this page. Did you mean '#kiiv'?"
            for name in ("Київ", "київ")
        ],
    ),
    "without headings": (
        "[x](#y)",
        ["content/a.md:6: links to '#y', which is no place on this page. It has no headings."],
    ),
    "in another article": (
        "One.\n\n[x](b.md#nosuch) [y](b.md#part-1) [z](/2023/03/09/b/#prat-1)",
        [
            "content/a.md:8: links to '#nosuch' in content/b.md, which is no place there. There are: #part-1, #x.",
            "content/a.md:8: links to '#prat-1' in content/b.md, which is no place there. Did you mean '#part-1'?",
        ],
    ),
    "that are there": (
        "## One\n\n## Two {#zwei}\n\n<a id='drei'>x</a>[^1]\n\n[a](#one) [b](#zwei) [c](#drei) [d](#) [e](#top) "
        "[f](#TOP) [g](#:~:text=One) [h](#one:~:text=x) [i](b.md#x) [j](b.md#fn:1) [k](c.pdf#page=2) [l](?q#r) "
        "[m](/feed.xml#r)\n\n[^1]: n",
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("body", "told"), DEAD.values(), ids=DEAD.keys())
def test_a_link_to_a_place_that_is_not_there_is_a_warning(
    body: str, told: list[str], engine: str, tmp_path: Path
) -> None:
    others = {"content/b.md": article("B", "2023-03-09", body="## Part 1\n\nA[^1]\n\n[^1]: *b*{#x}")}
    config = CONFIG + f"markdown: {{engine: {engine}}}\n"
    site = make_site(tmp_path, {**others, "content/c.pdf": b"%PDF", "content/a.md": article(body=body)}, config)
    assert sorted(warnings_of(site)) == sorted(told)


@pytest.mark.parametrize("html", ["<h2 id=one>x</h2>", "<H2\nID = 'one'>x</H2>", '<a name="one">x</a>'])
def test_places_in_trusted_html_are_known(html: str, tmp_path: Path) -> None:
    text = article(body=f"{html}\n\n[x](#one) [y](#two)")
    site = make_site(tmp_path, {"content/a.md": text}, CONFIG + "markdown: {html: trusted}\n")
    (told,) = warnings_of(site)
    assert "'#two'" in told


def test_a_heading_that_goes_is_told_where_it_was_linked_to(tmp_path: Path) -> None:
    """The article with the link is not changed, and neither is its page."""
    files = {
        "content/a.md": article(body="[x](b.md#one)"),
        "content/b.md": article("B", "2023-03-09", body="## One"),
        "content/c.md": article("C", body="[x](/2023/03/09/b/#one)"),
    }
    site = make_site(tmp_path, files)
    assert warnings_of(site) == []
    put(site, {"content/b.md": article("B", "2023-03-09", body="## Other")})
    for _ in range(2):  # told again where nothing is planned
        assert [one.partition(":")[0] for one in warnings_of(site)] == ["content/a.md", "content/c.md"]
    put(site, {"content/b.md": article("B", "2023-03-09", body="## Two\n\n## One")})
    assert warnings_of(site) == []
    assert differences_from_clean(site) == []
