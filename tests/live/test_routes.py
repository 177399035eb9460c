from pathlib import Path

import pytest

from digest.live.routes import find, segments, with_script


@pytest.mark.parametrize(
    ("target", "steps"),
    [
        ("/", ("",)),
        ("/tags/nato/", ("tags", "nato", "")),
        ("/r%C3%A9sum%C3%A9.html", ("résumé.html",)),
        ("/100%25.html", ("100%.html",)),
        ("/..a/b..", ("..a", "b..")),
    ],
)
def test_the_steps_of_a_path(target: str, steps: tuple[str, ...]) -> None:
    assert segments(target) == steps


@pytest.mark.parametrize(
    "target",
    [
        "*",
        "http://elsewhere/",
        "/../secret",
        "/tags/%2e%2e/%2e%2e/secret",
        "/tags/..%2f..%2fsecret",
        "/tags/..%5csecret",
        "/tags\\..\\secret",
        "/./a",
        "/a//b",
        "/a%00.html",
        "/C:/secret",
        "/%ff",
    ],
)
def test_paths_that_no_link_has(target: str) -> None:
    assert segments(target) is None


def test_links_are_followed_inside_the_site_only(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    site = tmp_path / "site"
    site.mkdir()
    (site / "page.html").write_text("p")
    (site / "inside.html").symlink_to(site / "page.html")
    (site / "outside.html").symlink_to(tmp_path / "secret")
    (site / "circle.html").symlink_to(site / "circle.html")
    (tmp_path / "link-to-site").symlink_to(site)
    assert find(site, ("inside.html",)) == (site / "page.html").resolve()
    assert find(site, ("outside.html",)) is None
    assert find(site, ("circle.html",)) is None
    assert find(site, ("x" * 5000,)) is None
    assert find(tmp_path / "link-to-site", ("page.html",)) == (site / "page.html").resolve()


SCRIPT = b'<script src="/_digest/reload.js" data-edition="e" async></script>'


@pytest.mark.parametrize(
    ("page", "served"),
    [
        (b"<body><p>x</body></html>", b"<body><p>x" + SCRIPT + b"</body></html>"),
        (b"<BODY>x</BODY >", b"<BODY>x" + SCRIPT + b"</BODY >"),
        (
            b"<pre>&lt;/body></pre><!-- </body> --></body>",
            b"<pre>&lt;/body></pre><!-- </body> -->" + SCRIPT + b"</body>",
        ),
        (b"<p>no end \xff", b"<p>no end \xff" + SCRIPT),
        (
            b"script-src &#39;none&#39;; object-src &#39;none&#39;</body>",
            b"script-src &#39;self&#39;; object-src &#39;none&#39;" + SCRIPT + b"</body>",
        ),
        (
            b"script-src &#39;sha256-A=&#39; &#39;sha256-B=&#39;; object-src</body>",
            b"script-src &#39;self&#39; &#39;sha256-A=&#39; &#39;sha256-B=&#39;; object-src" + SCRIPT + b"</body>",
        ),
    ],
)
def test_the_script_comes_last_in_the_body(page: bytes, served: bytes) -> None:
    assert with_script(page, "e") == served
