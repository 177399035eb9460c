"""HTML in articles: nothing in it can run, unless the site trusts its authors."""

from __future__ import annotations

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.content.html import MAY_LOSE, allowed_attributes, allowed_tags, is_address, make_safe
from digest.content.links import Links
from digest.content.parse import ParseSettings, parse
from digest.model.shown import Body, Embed
from digest.model.urls import quoted
from digest.settings.config import Engine
from digest.settings.sources import Rights, Terms
from digest.theme.bodies import expand
from digest.theme.chain import shipped_themes
from tests.sites import (
    CONFIG,
    article,
    attributes_in,
    body_of,
    build,
    html_files,
    make_site,
    page,
    tags_in,
    warnings_of,
)

DANGEROUS_TAGS = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "base",
    "meta",
    "link",
    "svg",
    "math",
}


ENGINES: tuple[Engine, ...] = get_args(Engine)

TAGS = allowed_tags()
ATTRIBUTES = {**allowed_attributes(), "div": {"tabindex", "aria-label"}}


def stored(body: str, engine: Engine, safe: bool = True) -> str:
    text = f"---\ntitle: T\ndate: 2023-03-08\n---\n{body}\n"
    parsed = parse(ParseSettings("UTC", (), safe, engine), "a.md", text.encode())
    return parsed.html


def dangers(html: str) -> list[object]:
    """What in this HTML could run, as a browser reads it."""
    found: list[object] = [tag for tag in tags_in(html) if tag in DANGEROUS_TAGS]
    for tag, name, value in attributes_in(html):
        scheme = "".join(value.split()).partition(":")[0].lower()
        scheme = "".join(sign for sign in scheme if sign > " ")
        if (
            name.startswith("on")
            or (scheme in ("javascript", "vbscript", "data") and name not in ("alt", "title"))  # those are text
            or (name == "style" and value.replace(" ", "").partition(":")[0] not in ("", "text-align"))
            or name in ("srcdoc", "formaction")
        ):
            found.append((tag, name, value))
    return found


ATTACKS = {
    "script": "<script>alert(1)</script>",
    "script in a line": "Text <SCRIPT SRC=//evil.example/x.js></SCRIPT> more",
    "handler": "<img src=x onerror=alert(1)>",
    "handler without spaces": "<img/src=x/onerror=alert(1)>",
    "link": "[x](javascript:alert(1))",
    "link in disguise": "[x](JaVa&#09;Script:alert(1))",
    "link in HTML": '<a href=" javascript:alert(1)">x</a>',
    "data address": '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "frame": '<iframe src="https://evil.example/"></iframe>',
    "style": "<style>body{display:none}</style>",
    "style attribute": '<p style="position:fixed;inset:0">x</p>',
    "style of a cell": '<table><tr><td style="background:url(//evil.example/)">x</td></tr></table>',
    "form": '<form action="//evil.example/"><input name=p><button>Go</button></form>',
    "svg": "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "math": "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "base": '<base href="//evil.example/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "attribute list": "[x](https://nato.int){: onclick=alert(1) style=color:red }",
    "heading": "## <img src=x onerror=alert(1)>",
    "code that ends early": "```html\n</code></pre><script>alert(1)</script>\n```",
    "footnote": "x[^1]\n\n[^1]: <script>alert(1)</script>",
    "abbreviation": 'NATO\n\n*[NATO]: "><script>alert(1)</script>',
    "picture": "![x](javascript:alert(1))",
    "marker": "<a href='\ue000x\ue001 \" onclick=alert(1)'>x</a>",
    "reference": "[x]\n\n[x]: javascript:alert(1)",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "title with a quote": '[x](a.md "\\" onclick=alert(1)")',
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("body", ATTACKS.values(), ids=ATTACKS.keys())
def test_nothing_can_run(body: str, engine: Engine) -> None:
    assert dangers(stored(body, engine)) == []


def test_the_check_sees_dangers() -> None:
    raw = "".join(ATTACKS[name] for name in ("script", "handler", "link in HTML", "style attribute", "frame"))
    assert len(dangers(raw)) == 5


PIECES = st.sampled_from(
    [
        *ATTACKS.values(), "<", ">", '"', "'", "&", "\n\n", "\n", "    ", "`", "```\n", "](", "[x", "<a href=",
        "<img src=", " onclick=", "alert(1)", "javascript:", "<!--", "-->", "]]>", "<![CDATA[", "</p>",
        "<table><tr><td>", "{: ", " }", "\\", "| a | b |", "<svg>", "<math>", "<style>", "</style>", "<noscript>",
        "<template>", "<textarea>", "</textarea>", "<title>",
    ]
)  # fmt: skip


LINKING = st.sampled_from(
    [
        "![", "](/n.png)", "](b.md)", " src='/archive/?x onerror=alert(1) '", ' href="/x onclick=alert(1) "', "srcset=",
        '"s.png 1x, b.png 2x"', "<picture><source ", "<table onclick=alert(1)", 'title="', "title='", "<h1 ", "/a?b=",
        "[x](?page=2)", "[x]( /a\"b )", "&#xE000;0&#xE001;", "&#57344;0", "poster=/p.png ", "<video ", " alt='",
    ]
)  # fmt: skip

TERMS = (Terms(), Terms("excerpt", 12), Terms("summary", 5))


def shown(body: str, engine: Engine, terms: Terms) -> str:
    """A body as its page shows it: with whatever terms, its links resolved."""
    text = f"---\ntitle: T\ndate: 2023-03-08\nsource: S\nsummary: Some words.\n---\n{body}\n"
    parsed = parse(ParseSettings("UTC", (), True, engine), "2023/a.md", text.encode(), Rights(unlisted=terms))
    if parsed.article is None:  # nested too deeply, which is told
        return ""
    embeds = tuple(
        Embed(reference.marker, quoted(reference.path.lstrip("/")) if n % 3 else None, 2 if n % 2 else 0, 3)
        for n, reference in enumerate(parsed.article.references)
    )
    return expand(parsed.html, Body("2023/a.md", b"", embeds), "../../", "")


@pytest.mark.parametrize("engine", ENGINES)
@given(body=st.lists(PIECES | LINKING | st.text(max_size=8), max_size=12).map("".join), terms=st.sampled_from(TERMS))
@example(body="![ src='/archive/?x onerror=alert(1) '](/n.png)", terms=TERMS[0])
@example(body='<a title="<table onmouseover=alert(1)">x</a>', terms=TERMS[0])
@example(body='<img src="s.png" srcset="s.png onerror=alert(1) 1x, b.png 2x">', terms=TERMS[1])
@example(body="![javascript:](/n.png)", terms=TERMS[0])
@example(body="<img src=x>![<img src=x onerror=alert(1)>](/n.png)", terms=TERMS[0])
def test_no_mixture_can_run(engine: Engine, body: str, terms: Terms) -> None:
    """Nor is there any element or attribute on the page that is not on the list."""
    html = shown(body, engine, terms)
    assert dangers(html) == []
    assert {*tags_in(html)} <= TAGS
    assert [
        found for found in attributes_in(html) if found[1] not in ATTRIBUTES["*"] | ATTRIBUTES.get(found[0], set())
    ] == []
    assert not {"\ue000", "\ue001"} & {*html}


@pytest.mark.parametrize("zeros", [0, 1, 9, 13, 20])
@pytest.mark.parametrize("code", ["xE000", "57344", "x8"])
def test_no_reference_makes_a_sign_that_means_something_to_us(code: str, zeros: int) -> None:
    written = f"&#{code.replace('x', 'x' + '0' * zeros) if 'x' in code else '0' * zeros + code};"
    body = f'<p><a href="/x/">x</a> a="{written}1{written}"</p>'
    assert make_safe(body, Links("a.md")) == '<p><a href="\ue0000\ue001">x</a> a="1"</p>'
    assert make_safe("&#xe0;&#000224;") == "àà"


def test_each_body_is_cleaned_with_its_own_links() -> None:
    """Also where threads of one process clean at once."""

    def paths(n: int) -> list[str]:
        links = Links(f"{n}/a.md")
        make_safe('<a href="b.md">x</a><img src="c.png">' * 20, links)
        return [one.path for one in links.references("", 1)[0]]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(paths, range(200))) == [[f"{n}/b.md", f"{n}/c.png"] for n in range(200)]


@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join))
def test_what_is_safe_stays_as_it_is(html: str) -> None:
    once = make_safe(html)
    assert dangers(once) == []
    assert dangers(make_safe(once)) == []


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://nato.int" hreflang="en" rel="nofollow">x</a>',
        '<a href="mailto:desk@example.org">x</a>',
        '<figure><img alt="A map" src="https://nato.int/a.png"><figcaption>Map</figcaption></figure>',
        '<time datetime="2023-03-08">8 March</time>',
        '<video controls="" src="https://nato.int/a.mp4"></video>',
        "<details><summary>More</summary>Text</details>",
        '<p lang="uk" dir="ltr" class="x" id="y" title="z">x</p>',
    ],
)
def test_harmless_html_stays(html: str) -> None:
    kept = make_safe(html)
    assert sorted(attributes_in(kept)) == sorted(attributes_in(html))
    assert tags_in(kept) == tags_in(html)


RAW = '<div onclick="x()" style="color:red"><script>var a = 1;</script></div>\n\n<iframe src="https://example.org/"></iframe>'


@pytest.mark.parametrize("engine", ENGINES)
def test_trusted_html_passes_through(engine: Engine, tmp_path: Path) -> None:
    config = CONFIG + f"markdown: {{html: trusted, engine: {engine}}}\n"
    site = make_site(tmp_path, {"content/a.md": article(body=RAW)}, config)
    build(site)
    found = body_of(site, "2023/03/08/a/")
    assert '<div onclick="x()" style="color:red"><script>var a = 1;</script></div>' in found
    assert '<iframe src="https://example.org/"></iframe>' in found


def test_change_of_trust_renews_the_pages(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(body=RAW)})
    build(site)
    assert dangers(body_of(site, "2023/03/08/a/")) == []
    (site / "digest.yaml").write_text(CONFIG + "markdown: {html: trusted}\n", encoding="utf-8")
    build(site)
    assert "<iframe" in body_of(site, "2023/03/08/a/")
    (site / "digest.yaml").write_text(CONFIG, encoding="utf-8")
    build(site)
    assert dangers(body_of(site, "2023/03/08/a/")) == []


SCRIPT = shipped_themes() / "default/scripts/visit.js"
"""The one script that pages have: it marks what is new on the front page."""

FIELDS = ("title", "summary", "deck", "author", "source", "thread")


@pytest.mark.parametrize("name", FIELDS)
def test_front_matter_is_text_and_not_html(tmp_path: Path, name: str) -> None:
    evil = "'\"><script>alert(1)</script></script>'"
    fields = {name: evil} if name != "title" else {}
    text = article(evil if name == "title" else "A", slug="a", **fields)
    site = make_site(tmp_path, {"content/a.md": text, "content/b.md": article("B", "2023-03-09")})
    build(site)
    for path in html_files(site / "output"):
        scripts = [tag for tag in tags_in(path.read_text(encoding="utf-8")) if tag == "script"]
        # The NewsArticle metadata, and on the front page what marks what is new.
        ours = path.parent.name in ("a", "b") or path == site / "output/index.html"
        assert len(scripts) == (1 if ours else 0), path


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("body", "boxes"),
    [
        ("<table-of-contents>one</table-of-contents>", 0),
        ("<tablet>one</tablet>", 0),
        (f"<TABLE class='a'><tr><td>{'one' * 20}</td></tr></TABLE >", 1),
        (f"<table><tr><td><table><tr><td>{'one' * 20}</td></tr></table></td></tr></table>", 2),
        ("<table><tr><td><table><tr><td>one</td></tr></table></td></tr></table>", 1),
        ("<table><tr><td>left open", 0),
    ],
)
def test_only_whole_tables_are_put_into_a_box(body: str, boxes: int, engine: Engine) -> None:
    """An element whose name begins like a table's got a box that nothing closed."""
    html = stored(body, engine, safe=False)
    assert (html.count("<div"), html.count("</div>")) == (boxes, boxes)
    if boxes:
        box = '<div class="table-scroll" role="group" '
        assert stored(body, engine).count(box) == boxes


ADDRESS = "is taken out: links begin with http, https, mailto, tel."
UNREADABLE = "is taken out: no browser could read it. Check its host and port"
LOST = [
    ("[x](ftp://example.org/a)", f"the address 'ftp://example.org/a' {ADDRESS}"),
    ("[x](htps://example.org/)", f"the address 'htps://example.org/' {ADDRESS} Did you mean 'https:'?"),
    ("[x](http://1.2.3.999/)", f"the address 'http://1.2.3.999/' {UNREADABLE}"),
    ("[x](http://xn--a/)", f"the address 'http://xn--a/' {UNREADABLE}"),
    ("[x](https://example.org:99999/a)", f"the address 'https://example.org:99999/a' {UNREADABLE}"),
    ("[x]\n\n[x]: javascript:alert(1)", f"the address 'javascript:alert(1)' {ADDRESS}"),
    ('<iframe src="https://example.org/"></iframe>', "the element <iframe> is taken out."),
    ('<p onclick="x()">x</p>', "'onclick' of <p> is taken out."),
    ('<p style="color: red">x</p>', "'style' of <p> is taken out."),
    ('<table><tr><td style="color: red">x</td></tr></table>', "'style' of <td> keeps nothing but 'text-align'."),
    ("| a |\n|:-:|\n| 1 < 2 & {x} y |", ""),
]


@given(st.from_regex(r"https?://(?:[a-z0-9.:@_-]|xn--){1,14}(?:/[a-z]?)?", fullmatch=True))
def test_no_address_is_taken_out_unseen(address: str) -> None:
    assert is_address(address) or MAY_LOSE.search(f"[x]({address})")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("body", "told"), LOST)
def test_what_is_taken_out_is_told_with_its_line(body: str, told: str, engine: Engine, tmp_path: Path) -> None:
    """As long as it is there, and also where nothing was read again."""
    config = CONFIG + f"markdown: {{engine: {engine}}}\n"
    text = f"`{body.splitlines()[0]}`\n\nText.\n\n{body}"
    site = make_site(tmp_path, {"content/a.md": article(body=text)}, config)
    line = 10 if "\n" not in body else 12
    for _ in range(2):
        found = warnings_of(site)
        assert [one.partition(". If all")[0].rstrip(".") for one in found] == (
            [f"content/a.md:{line}: {told}".rstrip(".")] if told else []
        )
    (site / "digest.yaml").write_text(CONFIG + f"markdown: {{engine: {engine}, html: trusted}}\n", encoding="utf-8")
    assert warnings_of(site) == []


def test_every_page_says_what_it_may_run(tmp_path: Path) -> None:
    """The one script of the theme, and what is no script but stands where one may: the metadata of an article."""
    site = make_site(tmp_path, {"content/a.md": article(aliases="[/old/]", body="<script>x()</script>")})
    build(site)
    run = f"'sha256-{b64encode(sha256(SCRIPT.read_bytes().strip()).digest()).decode()}'"
    data = page(site, "2023/03/08/a/").partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    facts = f"'sha256-{b64encode(sha256(data.encode()).digest()).decode()}'"
    rest = "; object-src 'none'; base-uri 'none'"
    pages = list((site / "output").rglob("*.html"))
    assert len(pages) > 5
    for path in pages:
        allowed = f"{facts} {run}" if path.parent.name == "a" else run
        found = attributes_in(path.read_text(encoding="utf-8"))
        assert ("meta", "content", f"script-src {allowed}{rest}") in found, path
        assert ("meta", "name", "referrer") in found, path
    (site / "digest.yaml").write_text(CONFIG + "markdown: {html: trusted}\n", encoding="utf-8")
    build(site)
    assert "script-src" not in page(site, "2023/03/08/a/")
    assert "Content-Security-Policy" not in (site / "output/index.html").read_text(encoding="utf-8")
