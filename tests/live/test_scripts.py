"""The script in the pages that are served, and the policy that lets it run."""

import pytest

from digest.live.scripts import reload_script, widened, with_script

SCRIPT = b"<script>the preview's</script>"


def served(page: bytes) -> bytes:
    """The page as it is served, with `SCRIPT` for the script."""
    made = with_script(page, "e")
    begin = made.index(b'<script src="/_digest/reload.js" data-edition="e" data-worker="/_digest/worker.js?v=')
    end = made.index(b"</script>", begin) + len(b"</script>")
    return made[:begin] + SCRIPT + made[end:]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<body><p>x</body></html>", b"<body><p>x" + SCRIPT + b"</body></html>"),
        (b"<BODY>x</BODY >", b"<BODY>x" + SCRIPT + b"</BODY >"),
        (
            b"<pre>&lt;/body></pre><!-- </body> --></body>",
            b"<pre>&lt;/body></pre><!-- </body> -->" + SCRIPT + b"</body>",
        ),
        (b"<p>no end \xff", b"<p>no end \xff" + SCRIPT),
    ],
)
def test_the_script_comes_last_in_the_body(page: bytes, expected: bytes) -> None:
    assert served(page) == expected


def test_a_page_is_told_of_what_address_it_is() -> None:
    assert b' data-shows="/a&quot;/404.html" ' in with_script(b"", "e", '/a"/', '/a"/404.html')
    assert b' data-base="/a&quot;/" ' in with_script(b"", "e", '/a"/')
    assert b"data-shows" not in with_script(b"", "e")


@pytest.mark.parametrize(
    "tag",
    [
        b"""<meta http-equiv="Content-Security-Policy" content="script-src &#39;none&#39;; img-src https:">""",
        b"""<META content='script-src "none"; img-src https:' HTTP-EQUIV='content-security-policy'>""".replace(
            b'"none"', b"&#39;none&#39;"
        ),
        b"""<meta\nhttp-equiv=content-security-policy content="script-src 'none'; img-src https:" />""",
    ],
)
def test_the_policy_of_a_page_is_widened(tag: bytes) -> None:
    page = served(tag + b'<meta name="description" content="script-src &#39;none&#39;"></body>')
    assert b'content="script-src &#x27;self&#x27;; img-src https:"' in page
    assert b'<meta name="description" content="script-src &#39;none&#39;">' in page


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("script-src 'none'; object-src 'none'", "script-src 'self'; object-src 'none'"),
        ("script-src 'sha256-A=' 'sha256-B='", "script-src 'self' 'sha256-A=' 'sha256-B='"),
        ("default-src 'none'", "default-src 'none'; script-src 'self'; connect-src 'self'"),
        (
            "default-src https:; img-src *",
            "default-src https:; img-src *; script-src 'self' https:; connect-src 'self' https:",
        ),
        ("connect-src 'none'; worker-src 'none'", "connect-src 'self'; worker-src 'self'"),
        (
            "child-src https:; script-src-elem 'none'",
            "child-src https:; script-src-elem 'self'; worker-src 'self' https:",
        ),
        # What is allowed already stays as it is.
        ("default-src 'self'", "default-src 'self'"),
        ("DEFAULT-SRC 'SELF'; script-src *", "default-src 'SELF'; script-src *"),
        ("object-src 'none'; base-uri 'none'", "object-src 'none'; base-uri 'none'"),
        # The first of two directives holds (CSP 3 §2.2.1).
        ("script-src 'none'; script-src *", "script-src 'self'"),
        (" ; ", ""),
    ],
)
def test_only_what_the_script_needs_is_allowed_beside(policy: str, expected: str) -> None:
    assert widened(policy) == expected


def test_a_page_sees_nothing_of_the_script() -> None:
    assert reload_script().startswith(b"(() => {\n")
    assert reload_script().endswith(b"})();\n")
