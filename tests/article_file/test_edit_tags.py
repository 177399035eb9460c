"""Tags get other names in articles' front matter, and nothing else of a file changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from digest.article_file.edit import rewrite
from digest.article_file.edit_tags import UnreadableError, changes, retagged, tags_in, uses_of
from digest.content.scan import Scope, article_files
from digest.model.urls import slugify
from digest.seeds.run import import_seeds
from tests.sites import article, make_site, put

EU = frozenset(("eu", "european-commission"))
UNION = "European Union"


def front(tags: str, end: str = "\n") -> str:
    text = (
        f"---\ntitle: '#1: it''s'   # the title\n{tags}\nextra: {{tags: [EU], n: [1, EU]}}\n---\n\ntags: [EU]\n\n---\n"
    )
    return text.replace("\n", end)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tags: [EU]", "tags: [European Union]"),
        ("tags: [ NATO,EU ,  UN ]  # ours", "tags: [ NATO,European Union ,  UN ]  # ours"),
        ("tags: ['EU', NATO]", "tags: ['European Union', NATO]"),
        ('tags: ["EU", NATO]', 'tags: ["European Union", NATO]'),
        ("tags:   [EU, NATO, European Commission]", "tags:   [European Union, NATO]"),
        ("tags: [European Union, NATO, EU, UN]", "tags: [European Union, NATO, UN]"),
        ("tags: [european union, EU, EU]", "tags: [European Union]"),
        ("tags: [EU, European Commission, eu,]", "tags: [European Union,]"),
        ("tags: ['EU', \"European Union\"]", "tags: ['European Union']"),
        ("tags:\n- EU\n- NATO", "tags:\n- European Union\n- NATO"),
        (
            "tags:\n  - NATO # one\n  # two\n  -   'EU'  # three",
            "tags:\n  - NATO # one\n  # two\n  -   'European Union'  # three",
        ),
        ("tags:\n  - EU\n  - NATO\n  - European Commission", "tags:\n  - European Union\n  - NATO"),
        ("tags:\n  - EU\n  - European Commission # x\n  - NATO", "tags:\n  - European Union\n  - NATO"),
        ("tags: [\n  EU, # a\n  NATO,\n  eu, # b\n  UN\n]", "tags: [\n  European Union, # a\n  NATO,\n   # b\n  UN\n]"),
        ("tags: [\n  EU,\n  eu,\n  UN,\n]", "tags: [\n  European Union,\n  UN,\n]"),
        ("tags: [\n  EU,\n  UN,\n  eu\n]", "tags: [\n  European Union,\n  UN,\n]"),
        ('"tags": [EU]', '"tags": [European Union]'),
        ('tags: [NATO, "Zażółć 🛡", EU]', 'tags: [NATO, "Zażółć 🛡", European Union]'),
    ],
)
def test_only_the_tags_are_rewritten(before: str, after: str, mark: str, end: str) -> None:
    assert retagged(mark + front(before, end), EU, UNION) == mark + front(after, end)


@pytest.mark.parametrize("tags", ["tags: [NATO]", "tags: []", "tags:", "tags: ~", "deck: EU", "tags: [European Union]"])
def test_what_has_no_such_tag_stays(tags: str) -> None:
    assert retagged(front(tags), EU, UNION) == front(tags)


def test_a_spelling_is_renamed() -> None:
    assert retagged(front("tags: [Nato, EU, nato]"), frozenset(("nato",)), "NATO") == front("tags: [NATO, EU]")


@pytest.mark.parametrize(
    ("name", "written"),
    [("a: b", '"a: b"'), ("no", '"no"'), ("1986", '"1986"'), ("it's [x]", '"it\'s [x]"'), ("ЗСУ", "ЗСУ")],
)
def test_a_new_name_is_put_in_quotation_marks_where_it_must(name: str, written: str) -> None:
    assert retagged(front("tags: [EU, NATO]"), EU, name) == front(f"tags: [{written}, NATO]")
    assert tags_in(retagged(front("tags: ['EU']"), EU, name)) == (name,)


@pytest.mark.parametrize(
    ("text", "line", "fact"),
    [
        ("tags: [EU]\n", 1, "there is no front matter that ends."),
        ("---\ntags: [EU]\n", 1, "there is no front matter that ends."),
        ("---\na: b\ntags: [EU\n---\n", 4, "its front matter is not valid YAML."),
        ("---\na: b\ntags: EU\n---\n", 3, "'tags' is no list of names."),
        ("---\ntags: {EU: x}\n---\n", 2, "'tags' is no list of names."),
        ("---\ntags: [[EU]]\n---\n", 2, "'tags' is no list of names."),
        ("---\ntags: [EU]\ntags: [EU]\n---\n", 3, "the key 'tags' stands here twice."),
        ("---\n- tags\n---\n", 2, "its front matter is no mapping."),
        (
            "---\nextra: {a: &t [EU]}\ntags: *t\n---\n",
            3,
            "'tags' repeats what is written elsewhere in the front matter.",
        ),
        ("---\nthread: &t EU\ntags: [*t]\n---\n", 3, "'tags' repeats what is written elsewhere in the front matter."),
        ("---\ntags: [&t EU]\nthread: *t\n---\n", 1, "its tags are written in a way that cannot be changed"),
        ("---\ntags:\n  - |\n    EU\n  - NATO\n---\n", 1, "its tags are written in a way that cannot be changed"),
        ("---\ntags: &t [*t]\n---\n", 2, "this holds itself: '*t' stands within '&t'."),
    ],
)
def test_what_cannot_be_read_is_told(text: str, line: int, fact: str) -> None:
    with pytest.raises(UnreadableError) as told:
        retagged(text, EU, UNION)
    assert str(told.value).startswith(fact)
    assert told.value.line == line


NAMES = st.sampled_from(["EU", "eu", "European Union", "NATO", "UN", "ЗСУ", "a, b", "it's", 'say "x"', "- d", "x # y"])
SPACE = st.sampled_from(["", " ", "  ", "\n  ", " # note, EU\n  "])


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[str], str]:
    names = draw(st.lists(NAMES, min_size=1, max_size=6))
    quoted = ["'" + name.replace("'", "''") + "'" if draw(st.booleans()) else yaml_text(name) for name in names]
    if draw(st.booleans()):
        notes = [draw(st.sampled_from(["", "  # note", "\n# between"])) for _ in quoted]
        return names, "tags:\n" + "\n".join(f"- {name}{note}" for name, note in zip(quoted, notes, strict=True))
    inside = ",".join(f"{draw(SPACE)}{name}{draw(SPACE)}" for name in quoted)
    return names, f"tags: [{inside}{draw(st.sampled_from(['', ',', ' , ']))}]"


def yaml_text(name: str) -> str:
    plain = name.replace(" ", "").isalpha()
    return name if plain else '"' + name.replace('"', '\\"') + '"'


@given(given=lists(), new=NAMES)
def test_any_list(given: tuple[list[str], str], new: str) -> None:
    names, tags = given
    text = front(tags)
    changed = retagged(text, EU, new)
    expected = [new if slugify(name) in EU | {slugify(new)} else name for name in names]
    if EU.isdisjoint(map(slugify, names)):
        expected = names
    elif new in expected:
        first = expected.index(new)
        expected = [name for n, name in enumerate(expected) if name != new or n == first]
    assert list(tags_in(changed)) == expected
    assert changed.partition("\ntags:")[0] == text.partition("\ntags:")[0]
    assert changed[changed.index("\nextra:") :] == text[text.index("\nextra:") :]
    notes = [line for line in text.splitlines() if line.startswith("# ")]
    assert [line for line in changed.splitlines() if line.startswith("# ")] == notes
    assert yaml.safe_load(changed.split("---\n")[1])["tags"] == expected


def test_files_are_rewritten_whole_and_others_left(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/a.md": article("A", tags="[EU, NATO]"),
        "content/sub/b.md": article("B", tags="[NATO]"),
        "content/pages/c.markdown": "\ufeff---\r\ntitle: C\r\ntags: [eu]\r\n---\r\n",
        "content/bad.md": article("Bad", tags="EU"),
        "content/latin.md": b"---\ntitle: caf\xe9\ntags: [EU]\n---\n",
        "content/EU.txt": "tags: [EU]\n",
    }
    site = make_site(tmp_path, files)
    (site / "content/a.md").chmod(0o640)
    times = {path: path.stat().st_mtime_ns for path in (site / "content").rglob("*.*")}
    planned, problems = changes(article_files(Scope(site / "content"), []), EU, UNION)
    assert {path: path.stat().st_mtime_ns for path in (site / "content").rglob("*.*")} == times
    done, failed = rewrite(planned)
    assert [(one.told.article, one.told.before, one.told.after) for one in done] == [
        ("content/a.md", ("EU", "NATO"), (UNION, "NATO")),
        ("content/pages/c.markdown", ("eu",), (UNION,)),
    ]
    assert [str(problem) for problem in problems] == [
        "content/bad.md:4: 'tags' is no list of names. It was left as it is.",
        "content/latin.md:2: this is not UTF-8. It was left: save the file as UTF-8.",
    ]
    assert failed == ()
    changed = {path for path, time in times.items() if path.stat().st_mtime_ns != time}
    assert changed == {site / "content/a.md", site / "content/pages/c.markdown"}
    assert (site / "content/pages/c.markdown").read_bytes() == (
        "\ufeff---\r\ntitle: C\r\ntags: [European Union]\r\n---\r\n".encode()
    )
    assert (site / "content/a.md").stat().st_mode & 0o777 == 0o640
    assert {path.name for path in (site / "content").iterdir()} == {
        *("a.md", "sub", "pages", "bad.md", "latin.md", "EU.txt")
    }


def test_a_file_that_was_saved_meanwhile_is_left(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(tags="[EU]"), "content/b.md": article("B", tags="[EU]")})
    planned, _ = changes(article_files(Scope(site / "content"), []), EU, UNION)
    put(site, {"content/a.md": article("Mine", tags="[EU]")})
    done, failed = rewrite(planned)
    assert [one.told.article for one in done] == ["content/b.md"]
    assert [str(one) for one in failed] == ["content/a.md: was changed meanwhile. It was left: run the command again."]
    assert "Mine" in (site / "content/a.md").read_text()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"kept/a.md": article(tags="[EU]")})
    (site / "content/a.md").symlink_to(site / "kept/a.md")
    rewrite(changes(article_files(Scope(site / "content"), []), EU, UNION)[0])
    assert (site / "content/a.md").is_symlink()
    assert tags_in((site / "kept/a.md").read_text()) == (UNION,)


def test_how_often_tags_are_used(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        {
            "content/a.md": article(tags="[EU, Nato]"),
            "content/b.md": article("B", tags="[NATO, nato]", draft="true"),
            "content/c.md": article("C", tags="[NATO, '']"),
        },
    )
    uses, problems = uses_of(article_files(Scope(site / "content"), []))
    assert [(use.tag, use.articles) for use in uses] == [("NATO", 3), ("EU", 1)]
    assert problems == ()


SEED = "Estonia hosts the EU staff\n\nBy Ann Doe\n\n8 March 2023\n\nThe EU staff met in Estonia, and will again.\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_untouched_import_counts_as_untouched_still(tmp_path: Path, end: str) -> None:
    site = make_site(tmp_path, {"seeds/a.txt": SEED})
    (row,) = import_seeds([site / "seeds"], site=site, into=site / "content")
    path = site / row.article
    path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))  # as a clone on another system has it
    assert "Estonia" in tags_in(path.read_bytes().decode())
    rewrite(changes(article_files(Scope(site / "content"), []), frozenset(("estonia",)), "Eesti")[0])
    assert "Eesti" in tags_in(path.read_bytes().decode())
    put(site, {"seeds/a.txt": SEED + "\nMore will follow.\n"})
    (row,) = import_seeds([site / "seeds"], site=site, into=site / "content")
    assert row.status == "updated"


def test_an_edited_import_counts_as_edited_still(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"seeds/a.txt": SEED})
    (row,) = import_seeds([site / "seeds"], site=site, into=site / "content")
    path = site / row.article
    path.write_text(path.read_text().replace("hosts", "welcomes"))
    rewrite(changes(article_files(Scope(site / "content"), []), frozenset(("estonia",)), "Eesti")[0])
    put(site, {"seeds/a.txt": SEED + "\nMore will follow.\n"})
    (row,) = import_seeds([site / "seeds"], site=site, into=site / "content")
    assert row.status == "edited"
