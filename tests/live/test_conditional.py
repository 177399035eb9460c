"""Entity tags and byte ranges, by the examples of RFC 9110."""

import pytest

from digest.live.conditional import matches, span_of


@pytest.mark.parametrize("header", ['"xyzzy"', '"xyzzy", "r2d2xxxx", "c3piozzzz"', 'W/"xyzzy"', "*", ' "a" ,"xyzzy"'])
def test_what_the_browser_has(header: str) -> None:
    assert matches(header, '"xyzzy"')


@pytest.mark.parametrize("header", [None, "", '"r2d2xxxx"', "xyzzy", '"xyzz"', '"xyzzyy"', '"*"'])
def test_what_the_browser_lacks(header: str | None) -> None:
    assert not matches(header, '"xyzzy"')


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-499", range(500)),
        ("bytes=500-999", range(500, 1000)),
        ("bytes=-500", range(9500, 10000)),
        ("bytes=9500-", range(9500, 10000)),
        ("bytes=9500-99999", range(9500, 10000)),
        ("bytes=-20000", range(10000)),
        ("bytes= 0-0", range(1)),
        ("bytes=10000-", range(0)),
        ("bytes=-0", range(0)),
    ],
)
def test_the_bytes_that_are_asked_for(header: str, span: range) -> None:
    found = span_of(header, 10000)
    assert found is not None
    assert list(found) == list(span)


@pytest.mark.parametrize(
    "header",
    [None, "", "bytes=-", "bytes=5-4", "bytes=0-0,-1", "lines=0-1", "bytes=a-b", "bytes=1", f"bytes={'9' * 30}-"],
)
def test_what_is_passed_over(header: str | None) -> None:
    assert span_of(header, 10000) is None
