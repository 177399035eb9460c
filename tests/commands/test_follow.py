"""What is built, shown and said while the files of a site change."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from digest.build.session import Session
from digest.commands.console import Context
from digest.commands.follow import Follower, Place, Said
from digest.files.folders import OUTPUT, PREVIEW
from digest.live.served import Folder, Source
from tests.sites import CONFIG, Files, article, build, make_site, put, request_for, tree

DRAFT = article("Zebra", draft="true", body="![map](map.png)")


class Browser:
    """What shows the pages, and what it was told."""

    url = "http://localhost/"

    def __init__(self) -> None:
        self.root: Path | None = None
        self.told: list[str] = []

    def show(self, source: Source) -> None:
        assert isinstance(source, Folder)
        self.root = source.root

    def changed(self, paths: Collection[str], moved: Mapping[str, str] = MappingProxyType({})) -> None:
        assert self.root is not None
        self.told.append(f"reload {self.root.name}")

    def failed(self, text: str) -> None:
        self.told.append(text)

    def shows(self, path: str) -> bool:
        assert self.root is not None
        return (self.root / path).exists()


class Followed:
    """A site that is followed: `change` writes files, has it built, and gives the lines that were said."""

    def __init__(self, site: Path, heard: Callable[[], str], context: Context, drafts: bool = False) -> None:
        self.site, self.browser, self._heard = site, Browser(), heard
        public = Session(request_for(site, drafts=drafts, output=site / PREVIEW if drafts else None))
        preview = Session(request_for(site, drafts=True, output=site / PREVIEW))
        self._sessions = (public, preview)
        self.follower = Follower(
            context,
            Place(site / (PREVIEW if drafts else OUTPUT), public),
            None if drafts else Place(site / PREVIEW, preview),
            lambda: 1_700_000_000,
            self.browser,
            Said(context, site),
        )
        self.said = self.renew(None)

    def close(self) -> None:
        for session in self._sessions:
            session.__exit__()

    def change(self, files: Files) -> list[str]:
        put(self.site, files)
        return self.renew(frozenset(self.site / name for name in files))

    def renew(self, changed: frozenset[Path] | None) -> list[str]:
        self.follower.renew(changed)
        return [line.partition(" ")[2] if line[2:3] == ":" else line for line in self._heard().splitlines()]

    @property
    def is_exact(self) -> bool:
        """Whether the folders are as a build from nothing makes them."""
        places = {OUTPUT: False, **({PREVIEW: True} if self.browser.root == self.site / PREVIEW else {})}
        for folder, drafts in places.items():
            scratch = self.site.parent / f"clean-{folder.replace('/', '-')}"
            build(self.site, drafts=drafts, output=scratch)
            if tree(self.site / folder) != tree(scratch):
                return False
        return True


Follow = Callable[..., Followed]


@pytest.fixture
def follow(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Follow]:
    made = []

    def heard() -> str:
        told = capsys.readouterr()
        return told.out + told.err

    def begin(files: Files, context: Context = Context(None, False, False), drafts: bool = False) -> Followed:  # noqa: B008
        made.append(Followed(make_site(tmp_path, files), heard, context, drafts))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def test_what_is_held_is_shown_and_never_published(follow: Follow) -> None:
    zebra = "2023/03/08/zebra/index.html"
    one = follow({"content/a.md": article()})
    assert one.browser.root == one.site / OUTPUT
    assert not (one.site / PREVIEW).exists()  # without drafts there is nothing to be built twice
    said = one.change({"content/x/b.md": DRAFT, "content/x/map.png": "x"})
    assert len(said) == 1
    assert said[0].startswith("x/b.md, x/map.png: ")
    assert one.browser.root == one.site / PREVIEW
    assert one.browser.shows(zebra)
    assert one.browser.shows("x/map.png")
    assert "Draft: not yet published" in (one.site / PREVIEW / zebra).read_text()
    assert not any(
        b"ebra" in data or "ebra" in name or "x/map" in name for name, data in tree(one.site / OUTPUT).items()
    )
    assert one.is_exact
    one.change({"content/a.md": article(body="Other.")})
    assert one.is_exact
    one.change({"content/x/b.md": DRAFT.replace("draft: true", "draft: false")})
    assert one.browser.root == one.site / OUTPUT
    assert one.browser.shows(zebra)
    assert one.browser.shows("x/map.png")
    one.change({"content/a.md": article(body="A third.")})
    one.change({"content/x/b.md": DRAFT})  # meanwhile the preview was not built
    assert one.browser.root == one.site / PREVIEW
    assert one.is_exact


def test_both_folders_are_put_right(follow: Follow) -> None:
    one = follow({"content/a.md": article(), "content/b.md": DRAFT.replace("![map](map.png)", "")})
    for folder in (OUTPUT, PREVIEW):
        (one.site / folder / "index.html").unlink()
        assert any(one.follower.is_output_altered() for _ in range(4))  # it looks at some files at a time
        one.renew(frozenset())
        assert one.is_exact


def test_a_problem_in_what_is_held_stops_nothing_else(follow: Follow) -> None:
    one = follow({"content/a.md": article()})
    told = one.change(
        {"content/a.md": article(body="Other."), "content/b.md": article("Zebra", draft="true", body="[x](x.md)")}
    )
    told = sorted(told)
    assert told[0] == "1 problem: the last good site stays."
    assert told[1].startswith("content/b.md:7: links to 'x.md'")
    assert told[2].startswith("output/ has no drafts, and is built: ")
    assert one.browser.told[-1].startswith("content/b.md:7: links to 'x.md'")
    assert b"Other." in tree(one.site / OUTPUT)["2023/03/08/a/index.html"]
    said = one.change({"content/b.md": article("Zebra", draft="true")})
    assert said[0] == "content/b.md is right again."
    assert one.browser.told[-1] == "reload preview"
    assert one.is_exact


def test_a_problem_in_both_is_told_once(follow: Follow) -> None:
    one = follow({"content/a.md": article(), "content/b.md": DRAFT.replace("![map](map.png)", "")})
    told = one.change({"content/a.md": article(tag="x")})
    assert sum("content/a.md" in line for line in told) == 1
    assert "1 problem: the last good site stays." in told
    told = one.change({"content/b.md": DRAFT.replace("![map](map.png)", "")})
    assert sum("content/a.md" in line for line in told) == 1  # an error is told as long as it is there


def test_a_warning_is_told_once_and_again_if_it_comes_back(follow: Follow) -> None:
    wrong = article(body="[x](/nowhere/)")
    one = follow({"content/a.md": wrong, "content/b.md": article("B")})
    assert sum("warning: content/a.md:6: links to /nowhere/" in line for line in one.said) == 1
    assert not any("nowhere" in line for line in one.change({"content/b.md": article("B", body="Other.")}))
    assert not any("nowhere" in line for line in one.change({"content/a.md": article(body="Above.\n\n[x](/nowhere/)")}))
    assert one.change({"content/a.md": article()})[0] == "content/a.md is right again."
    assert sum("nowhere" in line for line in one.change({"content/a.md": wrong})) == 1
    one.change({"content/a.md": None})
    assert not any("right again" in line for line in one.change({"content/b.md": article("B")}))


def test_warnings_are_counted_as_warnings_and_what_is_mended_is_said(follow: Follow) -> None:
    one = follow({"content/a.md": article()})
    told = one.change({"digest.yaml": CONFIG.replace("base_url", "bas_url"), "content/a.md": article(tag="x")})
    assert "2 problems, 1 warning: the last good site stays." in told
    (mended, _) = one.change({"digest.yaml": CONFIG, "content/a.md": article(body="Other.")})
    assert mended == "content/a.md, digest.yaml are right again."
    many = {f"content/{number}.md": article(tag="x") for number in range(5)}
    one.change(many)
    told = one.change({name: article(f"No {name[8]}") for name in many})
    assert told[0] == "content/0.md, content/1.md, content/2.md and 2 others are right again."
    one.change({"content/c.md": article(tag="x")})
    assert one.change({"content/c.md": None})[0] == "The site can be built again."


def test_files_that_wait_are_told_when_they_change(follow: Follow) -> None:
    files = {"content/x/b.md": article(publish="2030-01-01"), "content/x/map.png": "x"}
    one = follow(files, drafts=True)
    assert "1 file held back with articles that are not published now:" in one.said
    assert len(one.change({"content/a.md": article()})) == 1
    assert "No file is held back any more." in one.change({"content/x/b.md": article("B")})


def test_quiet_is_errors_only(follow: Follow) -> None:
    one = follow({"content/a.md": article(body="[x](/nowhere/)")}, Context(None, False, True))
    assert one.said == []
    (line,) = one.change({"content/a.md": article(tag="x")})
    assert line.startswith("content/a.md:4: 'tag' is not")
    assert one.change({"content/a.md": article()}) == []


def test_machines_get_one_answer_for_each_change(follow: Follow) -> None:
    one = follow({"content/a.md": DRAFT.replace("![map](map.png)", "")}, Context(None, True, False))
    answer = json.loads("\n".join(one.said))
    assert (answer["status"], answer["report"]["site"]["articles"]) == ("done", 1)
