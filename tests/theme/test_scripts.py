"""Scripts of a theme: what stands in a page is what its policy lets run, and no other text."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from digest.theme.chain import shipped_themes
from tests.sites import CONFIG, article, attributes_in, build, html_files, make_site, page, problems_of, put

FOOT = '{% extends "default/base.html" %}{% block footer %}{{ "own.js"|script }}{% endblock %}'
SHIPPED = sorted((shipped_themes() / "default/scripts").glob("*.js"))
"""Scripts of the default theme, which an empty one takes away."""

MINE = CONFIG + "theme: mine\n"


def site_with(tmp_path: Path, script: str | None, foot: str = FOOT) -> Path:
    files = {
        "content/a.md": article(body="<script>x()</script>"),
        "themes/mine/templates/base.html": foot,
        **{f"themes/mine/scripts/{path.name}": "" for path in SHIPPED},
    }
    if script is not None:
        files["themes/mine/scripts/own.js"] = script
    return make_site(tmp_path, files, MINE)


def policy_in(text: str) -> str:
    return next(value for _, name, value in attributes_in(text) if name == "content" and value.startswith("script-src"))


def test_the_policy_names_the_text_that_stands_in_the_page(tmp_path: Path) -> None:
    site = site_with(tmp_path, '\r\nif (1 < 2 && "ż") {\r\n  a()\r\n}\r\n')
    build(site)
    for path in ("", "2023/03/08/a/"):
        text = page(site, path)
        (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        assert script == 'if (1 < 2 && "ż") {\n  a()\n}'
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert policy_in(text).endswith(f"'sha256-{digest}'; object-src 'none'; base-uri 'none'")
        data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        hashes = re.findall(r"'sha256-(.*?)'", policy_in(text))
        assert hashes == [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (*data, script)]
    assert policy_in(page(site, "")) in page(site, "_headers")


def test_a_new_script_renders_all_pages(tmp_path: Path) -> None:
    site = site_with(tmp_path, "a()")
    build(site)
    assert build(site).rendered == ()
    put(site, {"themes/mine/scripts/own.js": "b()"})
    build(site)
    assert "<script>b()</script>" in page(site, "tags/")


def test_a_script_is_taken_from_the_first_theme_of_the_chain(tmp_path: Path) -> None:
    site = site_with(tmp_path, "a()")
    put(site, {"digest.yaml": CONFIG + "theme: yours\n", "themes/yours/theme.yaml": "extends: mine\n"})
    build(site)
    assert "<script>a()</script>" in page(site, "")
    put(site, {"themes/yours/scripts/own.js": "\n"})
    build(site)
    assert "<script>" not in page(site, "")
    assert policy_in(page(site, "")).startswith("script-src 'none';")


def test_a_script_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = "themes/mine/templates/base.html:1: 'own.js'|script: there is no such file in scripts/"
    site = site_with(tmp_path, None)
    put(site, {"themes/mine/scripts/sent.js": "a()"})
    (problem, *_) = problems_of(site)
    known = ", ".join(sorted(["sent.js", *(path.name for path in SHIPPED)]))
    assert problem.startswith(f"{told}: there are {known} (while making")


@pytest.mark.parametrize(
    ("sign", "remedy"), [("</SCRIPT", r"<\x2fSCRIPT"), ("<!--", r"<\x21--"), ("<script", r"<\x73cript")]
)
def test_a_script_that_would_not_end_where_it_ends_is_told(sign: str, remedy: str, tmp_path: Path) -> None:
    assert problems_of(site_with(tmp_path, f'a()\nb("{sign}>")')) == [
        f"themes/mine/scripts/own.js:2: '{sign}' in a script that stands in a page ends it, or keeps it from its end. "
        f"Write it as '{remedy}'."
    ]


def test_a_script_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    site = site_with(tmp_path, "a()")
    (site / "themes/mine/scripts/own.js").write_bytes(b"\xff")
    assert problems_of(site) == ["themes/mine/scripts/own.js:1: this is not UTF-8: byte 0xff. Save the file as UTF-8."]


def test_the_shipped_theme_runs_its_scripts(tmp_path: Path) -> None:
    """Whatever stands in a page without a type is a script, and its text is in the policy."""
    site = make_site(tmp_path, {"content/a.md": article()})
    build(site)
    for path in html_files(site / "output"):
        text = path.read_text(encoding="utf-8")
        for script in re.findall(r"<script>(.*?)</script>", text, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy_in(text), path
