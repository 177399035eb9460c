"""A page that is shown is followed to the new name of its file, where it is plain which that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from digest.build import renamed as renamed_module
from digest.build.proof import Proof, Renewed
from digest.build.renamed import Text, renamed
from tests.sites import NOW, Files, article, make_site, put

WORDS = "The ministers met in Helsinki on Tuesday and agreed on a common plan for the harbours of the north"
LONG = f"{WORDS}, *which* all of them will sign in March."
OTHER = "Nothing of this text stands in any other one, for it was written apart from them by somebody else entirely."
ABOUT = "about/index.html"


class Shown:
    """A site of which pages are shown."""

    def __init__(self, site: Path) -> None:
        self.site, self.proof = site, Proof(site)

    def begin(self, files: Files, shown: Sequence[str] = (ABOUT,)) -> None:
        put(self.site, files)
        self.proof.renew(NOW)
        for path in shown:
            assert self.proof.read(path)

    def change(self, files: Files, *, is_told: bool = True) -> Renewed:
        """Writes and removes files, and looks at them together."""
        put(self.site, files)
        return self.proof.renew(NOW, frozenset(self.site / name for name in files) if is_told else None)

    def text(self, path: str) -> str:
        found = self.proof.read(path)
        assert isinstance(found, bytes)
        return found.decode()


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    made = Shown(make_site(tmp_path))
    yield made
    made.proof.__exit__()


def page(title: str = "About", body: str = LONG, **fields: str) -> str:
    return article(title, None, body, **fields)


@pytest.mark.parametrize("is_told", [True, False])
@pytest.mark.parametrize(
    ("now", "is_followed"),
    [
        (page(), True),
        (page("Contact"), True),
        (page("Contact", f"More.\n\n{LONG}"), True),
        (page("Contact", LONG.replace("Helsinki", "Oslo")), True),
        (page("About", OTHER), True),
        (page("Contact", OTHER), False),
        (page("Contact", ""), False),
    ],
)
def test_a_standing_page_whose_file_is_renamed(shown: Shown, now: str, is_followed: bool, is_told: bool) -> None:
    shown.begin({"content/pages/about.md": page()})
    renewed = shown.change({"content/pages/about.md": None, "content/pages/contact.md": now}, is_told=is_told)
    assert renewed.moved == ({ABOUT: "contact/index.html"} if is_followed else {})
    assert ABOUT in renewed.files
    assert shown.proof.read(ABOUT) is None


def test_an_article_whose_file_title_and_date_change_together(shown: Shown) -> None:
    before = "2023/03/08/harbours/index.html"
    shown.begin({"content/a.md": article("Harbours", body=LONG)}, [before])
    renewed = shown.change({"content/a.md": None, "content/b.md": article("The north", "2023-03-09", LONG)})
    assert renewed.moved == {before: "2023/03/09/the-north/index.html"}
    assert not shown.change({"content/b.md": None, "content/c.md": article("The north", "2023-03-09", LONG)}).moved


def test_each_of_several_is_followed_to_its_own(shown: Shown) -> None:
    texts = {"a": LONG, "b": OTHER, "c": "", "d": ""}
    shown.begin(
        {f"content/pages/{name}.md": page(name, body) for name, body in texts.items()},
        [f"{name}/index.html" for name in texts],
    )
    renewed = shown.change(
        {
            **{f"content/pages/{name}.md": None for name in texts},
            **{f"content/pages/new/{name}.md": page(name, body) for name, body in texts.items()},
        }
    )
    assert renewed.moved == {f"{name}/index.html": f"new/{name}/index.html" for name in texts}


def test_what_is_not_plain_is_left_alone(shown: Shown) -> None:
    shown.begin({"content/pages/about.md": page()})
    two = {f"content/pages/{name}.md": page(name) for name in ("contact", "imprint")}
    assert shown.change({"content/pages/about.md": None, **two}).moved == {}


def test_of_two_with_the_same_text_that_of_the_same_title_is_meant(shown: Shown) -> None:
    shown.begin({"content/pages/about.md": page()})
    two = {"content/pages/contact.md": page(), "content/pages/imprint.md": page("Imprint")}
    assert shown.change({"content/pages/about.md": None, **two}).moved == {ABOUT: "contact/index.html"}


def test_nobody_looks_for_a_page_that_nobody_asked_for(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    shown.begin({"content/pages/about.md": page(), "content/a.md": article()}, ["2023/03/08/a/index.html"])

    def never(*given: object) -> None:
        raise AssertionError

    monkeypatch.setattr(renamed_module, "renamed", never)
    assert shown.change({"content/pages/about.md": None, "content/pages/contact.md": page()}).moved == {}
    assert shown.change({"content/a.md": None}).moved == {}


MARKED = " ".join(f"<b>{word}</b>" if n % 3 else word for n, word in enumerate(WORDS.split()))


@pytest.mark.parametrize(
    ("gone", "came", "found"),
    [
        ([("a", b"1", "", "")], [("x", b"1", "", "")], {"a": "x"}),
        ([("a", b"1", "", ""), ("b", b"1", "", "")], [("x", b"1", "", "")], {}),
        ([("a", b"1", "", ""), ("b", b"2", "T", "")], [("x", b"1", "T", "")], {"a": "x"}),
        ([("a", b"1", "T", "")], [("x", b"1", "", ""), ("y", b"2", "T", "")], {"a": "x"}),
        ([("a", b"1", "T", LONG)], [("x", b"2", "", LONG), ("y", b"3", "T", OTHER)], {"a": "x"}),
        ([("a", b"1", "", MARKED)], [("x", b"", "", WORDS)], {"a": "x"}),
        ([("a", b"", "", "")], [("x", b"", "", "")], {}),
    ],
)
def test_bodies_count_before_texts_and_texts_before_titles(
    gone: list[tuple[str, bytes, str, str]], came: list[tuple[str, bytes, str, str]], found: dict[str, str]
) -> None:
    assert renamed([Text(*each) for each in gone], [Text(*each) for each in came]) == found


def test_pages_without_a_body_are_not_one_for_that(shown: Shown) -> None:
    shown.begin({"content/pages/about.md": page(body="")})
    assert shown.change({"content/pages/about.md": None, "content/pages/b.md": page("Contact", "")}).moved == {}


def test_of_more_than_a_few_the_same_body_alone_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renamed_module, "FEW", 2)
    old = [Text("a", b"a", "", LONG)]
    near, *others = [Text("x", b"x", "", f"{LONG} More."), Text("y", b"y", "", OTHER), Text("z", b"z", "", "")]
    assert renamed(old, [near, others[0]]) == {"a": "x"}
    assert renamed(old, [near, *others]) == {}
    assert renamed(old, [Text("w", b"a", "", LONG), *others]) == {"a": "w"}


def test_of_many_none_is_looked_at(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renamed_module, "MANY", 1)
    shown.begin({"content/pages/about.md": page()})
    came = {"content/pages/contact.md": page(), "content/b.md": article("B", body=OTHER)}
    assert shown.change({"content/pages/about.md": None, **came}).moved == {}


BROKEN = f"---\ntitle: [\n---\n\n{LONG}\n"


@pytest.mark.parametrize("is_broken_before", [True, False])
def test_a_broken_article_that_is_renamed_stands_as_it_was(shown: Shown, is_broken_before: bool) -> None:
    shown.begin({"content/pages/about.md": page(), "content/a.md": article(body="[there](pages/about.md)")})
    if is_broken_before:
        shown.change({"content/pages/about.md": BROKEN})
    for told in (True, False):
        files: Files = {"content/pages/about.md": None, "content/pages/contact.md": BROKEN} if told else {}
        renewed = shown.change(files, is_told=told)
        assert renewed.moved == {}
        assert any(problem.path == "content/pages/contact.md" for problem in renewed.problems)
        assert WORDS in shown.text(ABOUT)
    shown.proof.__exit__()
    shown.proof = Proof(shown.site)
    shown.proof.renew(NOW)
    assert shown.proof.read(ABOUT)
    renewed = shown.change({"content/pages/contact.md": page("Contact")})
    assert renewed.moved == {ABOUT: "contact/index.html"}
    assert shown.proof.read(ABOUT) is None
    assert "Contact" in shown.text("contact/index.html")


def test_what_is_mended_to_what_it_was_has_the_address_of_its_new_name(shown: Shown) -> None:
    """The bytes are those that were last good, and yet not the page that they were."""
    shown.begin({"content/pages/about.md": page()})
    shown.change({"content/pages/about.md": None, "content/pages/contact.md": BROKEN})
    assert shown.change({"content/pages/contact.md": page()}).moved == {ABOUT: "contact/index.html"}


def test_a_broken_article_that_was_there_before_takes_nobodys_place(shown: Shown) -> None:
    shown.begin({"content/pages/about.md": page(), "content/pages/other.md": BROKEN})
    shown.change({"content/pages/about.md": None, "content/b.md": article("B", body=OTHER)})
    assert shown.proof.read(ABOUT) is None


def test_a_broken_article_of_another_text_takes_nobodys_place(shown: Shown) -> None:
    shown.begin({"content/pages/about.md": page()})
    shown.change({"content/pages/about.md": None, "content/pages/contact.md": BROKEN.replace(LONG, OTHER)})
    assert shown.proof.read(ABOUT) is None
