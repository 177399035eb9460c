import pytest

from digest.live.routes import Base, segments


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


@pytest.mark.parametrize(
    ("base_url", "url"),
    [
        ("", "/"),
        ("https://example.org/", "/"),
        ("https://example.org", "/"),
        ("https://example.org/news/", "/news/"),
        ("https://example.org/news", "/news/"),
        ("https://example.org/a/b%20c/", "/a/b%20c/"),
        ("https://example.org/é/", "/%C3%A9/"),
        ("https://example.org/../", "/"),
    ],
)
def test_where_a_site_is_on_its_host(base_url: str, url: str) -> None:
    assert Base(base_url).url == url


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("/news/", "index.html"),
        ("/news/2023/", "2023/index.html"),
        ("/news/a%20b.css", "a b.css"),
        ("/news", None),
        ("/", None),
        ("/newsroom/", None),
        ("/2023/", None),
    ],
)
def test_the_file_at_an_address(target: str, file: str | None) -> None:
    steps = segments(target)
    assert steps is not None
    assert Base("https://example.org/news/").file_at(steps) == file


@pytest.mark.parametrize(
    ("file", "address"),
    [("index.html", "/news/"), ("2023/é/index.html", "/news/2023/%C3%A9/"), ("a/myindex.html", "/news/a/myindex.html")],
)
def test_the_address_of_a_file(file: str, address: str) -> None:
    assert Base("https://example.org/news/").address_of(file) == address
