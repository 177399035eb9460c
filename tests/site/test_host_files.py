"""What hosts ask for by name: made, unless the site brings its own."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from digest.model.article import Media
from digest.model.planned import Copy
from digest.site.collecting import collect
from digest.site.host_files import policy_of
from digest.site.plan import plan
from tests.site.made import CONFIG, pages, planned
from tests.sites import CONFIG as SETTINGS
from tests.sites import article, attributes_in, build, differences_from_clean, make_site, page, put, tree

ICON = Copy("static/favicon.ico", "themes/mine/static/favicon.ico", b"digest", "themes/mine/static/favicon.ico")


def icons(*own: str) -> list[str]:
    media = {name: Media(name, b"own") for name in own}
    made = plan(collect(CONFIG, (), media, now=0, drafts=False), [ICON], options={}, now=0)
    return [copy.file for copy in made.copies if copy.path == "favicon.ico"]


def test_the_icon_of_the_theme_is_where_browsers_ask_for_it() -> None:
    assert icons() == [ICON.file]
    assert icons("favicon.ico") == ["content/favicon.ico"]


def test_a_site_may_bring_its_own_headers() -> None:
    assert {"_headers", ".nojekyll"} <= pages(planned()).keys()
    own = pages(planned(media=[Media("_headers", b"own")]))
    assert "_headers" not in own
    assert ".nojekyll" in own


def test_no_script_runs_but_those_of_the_theme() -> None:
    assert policy_of([]) == policy_of([""]) == "script-src 'none'; object-src 'none'; base-uri 'none'"
    digests = [base64.b64encode(hashlib.sha256(text).digest()).decode() for text in (b"a()", "ż()".encode())]
    assert policy_of(["a()", "", "ż()"]).partition(";")[0] == "script-src " + " ".join(f"'sha256-{d}'" for d in digests)


@pytest.mark.parametrize("config", [SETTINGS, "title: No address\n"])
def test_what_hosts_are_told(config: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()}, config)
    build(site)
    lines = page(site, "_headers").splitlines()
    policy = next(value for _, name, value in attributes_in(page(site, "")) if value.startswith("script-src "))
    assert lines[:2] == ["/*", f"  Content-Security-Policy: {policy}; frame-ancestors 'self'"]
    assert ("/feed.xml" in lines) is ("base_url" in config)
    paths = [line for line in lines if not line.startswith("  ")]
    assert all(path.startswith("/") and "\t" not in path for path in paths)
    assert all(": " in line for line in lines if line not in paths)
    assert page(site, ".nojekyll") == ""
    assert (site / "output/favicon.ico").read_bytes().startswith(b"\0\0\1\0")  # of an icon
    put(site, {"digest.yaml": config + "markdown: {html: trusted}\n"})
    build(site)
    assert page(site, "_headers").splitlines()[1] == "  Content-Security-Policy: frame-ancestors 'self'"


def test_hidden_files_come_back_and_go(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    build(site)
    (site / "output/.nojekyll").unlink()
    (site / "output/_headers").write_text("spoilt")
    assert set(build(site).written) == {".nojekyll", "_headers"}
    put(site, {"content/_headers": "/*\n  X-Own: 1\n", "content/favicon.ico": b"own"})
    build(site)
    assert page(site, "_headers") == "/*\n  X-Own: 1\n"
    assert (site / "output/favicon.ico").read_bytes() == b"own"
    for path in (site / ".digest").glob("*.sqlite*"):
        path.unlink()
    before = tree(site / "output")
    assert build(site).notices == ()  # all is known to be the site's own
    assert tree(site / "output") == before
    assert differences_from_clean(site) == []
