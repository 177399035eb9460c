"""YAML as typed values: scalars as they were typed, and every problem with its line."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from digest.errors import ProblemsError
from digest.model.parts import encode
from digest.typed_yaml.load import decode, decode_each, decode_what_can_be
from digest.typed_yaml.loaders import TextLoader
from digest.typed_yaml.quick import plain_mapping
from digest.typed_yaml.slips import read_slips, slips_in
from tests.profiles import examples


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    count: int = 0


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    flag: bool = False
    number: int = 0
    words: tuple[str, ...] = ()
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()
    direct: Inner = Inner("x")
    free: dict[str, Any] = {}


def read(text: str) -> Sample:
    return decode(text, Sample, path="a.yaml")


def problems(text: str, first_line: int = 1) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        decode(text, Sample, path="a.yaml", first_line=first_line)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "1986",
        "2023-03-08",
        "1_000",
        "0x1F",
        "12:30:45",
        "1e3",
        "on",
        "0777",
        ".inf",
        "true",
        "=",
        "2023-03-08 01:02",
    ],
)
def test_text_is_as_it_was_typed(typed: str) -> None:
    assert read(f"title: {typed}\nwords: [{typed}]") == Sample(typed, words=(typed,))


@pytest.mark.parametrize("null", ["", "~", "null", "Null"])
def test_empty_key_counts_as_absent(null: str) -> None:
    assert read(f"title: x\nnumber: {null}") == Sample("x")


def test_quotes_keep_what_would_be_null() -> None:
    assert read("title: 'null'").title == "null"
    assert read('title: "~"').title == "~"


@pytest.mark.parametrize(("typed", "value"), [("true", True), ("false", False), ("True", True)])
def test_truth(typed: str, value: bool) -> None:
    assert read(f"title: x\nflag: {typed}").flag is value


def test_free_mapping_has_types_of_the_core_schema() -> None:
    text = (
        "title: x\nfree:\n  n: 3\n  f: 1.5\n  b: true\n  no: no\n  d: 2023-03-08\n  o: 0o17\n  deep: [1, {a: false}]\n"
    )
    free = read(text).free
    assert free == {
        "n": 3,
        "f": 1.5,
        "b": True,
        "no": "no",
        "d": "2023-03-08",
        "o": "0o17",
        "deep": [1, {"a": False}],
    }
    assert type(free["n"]) is int
    assert type(free["b"]) is bool


def test_anchors_and_merges() -> None:
    text = "title: x\ninners:\n  - &first {name: a, count: 1}\n  - {<<: *first, name: b}\n"
    assert read(text).inners == (Inner("a", 1), Inner("b", 1))


def test_every_faulty_key_is_told_with_its_line() -> None:
    text = "flga: true\nnumber: many\nwords: one\ninners:\n  - name: a\n  - count: 3\ndirect:\n  nam: x\n"
    assert problems(text) == [
        "a.yaml:1: 'flga' is not a key. Did you mean 'flag'?",
        "a.yaml:1: 'title' is missing. Add a line 'title: …'.",
        "a.yaml:2: 'number' must be a whole number, not 'many'.",
        "a.yaml:3: 'words' must be a list, each item text, not 'one'.",
        "a.yaml:6: 'inners' item 2 must be a mapping with 'name', 'count' ('name' is missing).",
        "a.yaml:7: 'name' is missing in 'direct'. Add a line 'name: …'.",
        "a.yaml:8: 'nam' is not a key in 'direct'. Did you mean 'name'?",
    ]


def test_lines_count_from_the_first_line_of_the_text() -> None:
    assert problems("title: x\nnumber: many\n", first_line=10) == [
        "a.yaml:11: 'number' must be a whole number, not 'many'."
    ]


def test_line_of_a_fault_deep_inside() -> None:
    text = "title: x\ninners:\n  - name: a\n    count: 1\n  - name: b\n    count: few\n"
    assert problems(text) == ["a.yaml:6: 'inners' item 2 'count' must be a whole number, not 'few'."]


def test_lists_and_mappings_are_named_as_such() -> None:
    assert problems("title: [a]\nnumber: {a: 1}") == [
        "a.yaml:1: 'title' must be text, not a list.",
        "a.yaml:2: 'number' must be a whole number, not a mapping.",
    ]


def test_a_mapping_with_any_keys() -> None:
    text = "A b: {name: a, count: 1}\nC:\nD: [x]\nE: x\nF:\n  name: f\n  cuont: 1\nG:\n  count: few\n"
    found, told = decode_each(text, Inner, path="a.yaml")
    assert found == {"A b": Inner("a", 1), "F": Inner("f")}
    assert [str(problem) for problem in sorted(told)] == [
        "a.yaml:3: 'D' must be a mapping with 'name', 'count', not a list.",
        "a.yaml:4: 'E' must be a mapping with 'name', 'count', not 'x'.",
        "a.yaml:7: 'cuont' is not a key in 'F'. Did you mean 'count'?",
        "a.yaml:8: 'name' is missing in 'G'. Add a line 'name: …'.",
        "a.yaml:9: 'G' 'count' must be a whole number, not 'few'.",
    ]
    assert decode_each("- a\n", Inner, path="a.yaml")[0] == {}


@pytest.mark.parametrize("text", ["- a\n", "just text\n"])
def test_what_is_no_mapping(text: str) -> None:
    assert problems(text) == ["a.yaml:1: this must be a mapping, a line 'key: value' for each setting."]


@pytest.mark.parametrize("text", ["", "\n", "# nothing but a comment\n"])
def test_nothing_is_an_empty_mapping(text: str) -> None:
    assert problems(text) == ["a.yaml:1: 'title' is missing. Add a line 'title: …'."]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: x\ntitle: y\n", 2),
        ("title: x\ninner:\n  name: a\n  name: b\n", 4),
        ('title: x\n"title": y\n', 2),
    ],
)
def test_key_that_stands_twice(text: str, line: int) -> None:
    assert len(found := problems(text)) == 1
    assert found[0].startswith(f"a.yaml:{line}: the key '")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: a: b\n", 1),
        ("title: x\n\tnumber: 1\n", 2),
        ("title: 'x\n", 1),
        ("title: @x\n", 1),
        ("a: &b\nc: *d\n", 2),
    ],
)
def test_what_is_no_yaml(text: str, line: int) -> None:
    assert len(found := problems(text)) == 1
    assert found[0].startswith(f"a.yaml:{line}: this is not valid YAML: ")


@pytest.mark.parametrize("text", ["title: !!python/object/apply:os.getcwd []\n", "title: !secret x\n"])
def test_tags_of_programs_are_refused(text: str) -> None:
    assert len(found := problems(text)) == 1
    assert found[0].startswith("a.yaml:1: ")


def test_what_can_be_read_is() -> None:
    value, found = decode_what_can_be("title: x\nnumber: many\nflag: true\nwrong: 1\n", Sample, path="a.yaml")
    assert value == Sample("x", flag=True)
    assert len(found) == 2


@pytest.mark.parametrize("text", ["title: {{ name }}\n", "? [x, y]\n: b\n", "title: x\nfree:\n  ? {a: b}\n  : c\n"])
def test_key_that_is_no_word(text: str) -> None:
    assert len(found := problems(text)) == 1
    assert found[0].startswith("a.yaml:")


YAML = st.sampled_from(
    ["a", "b", ": ", ":", "\n", "\n  ", "- ", "[", "]", "{", "}", ", ", "'", '"', "|\n  ", ">\n  ", "# c", "&x ", "*x",
     "!!str ", "!!int ", "<<", "? ", "~", "null", "Null", "1", "1.5", "true", "2023-03-08", "---\n", "...\n",
     "%YAML 1.2\n", "\\", "=", "\t",
     "é", "a: 1\n", "b: x\n", "- y\n"]
)  # fmt: skip


@settings(max_examples=examples(quick=500, deep=5000))
@example("a: <<\nb: [<<]\n")
@given(st.lists(YAML, max_size=12).map("".join))
def test_the_short_way_reads_what_the_loader_reads(text: str) -> None:
    found = plain_mapping(text)
    if found is not None:
        assert found == yaml.load(text, TextLoader)


@pytest.mark.parametrize(
    "text", ["a: 1\nb: [x, 'y']\nc: {d: ~}\n", "---\na: |\n  x\n\n  y\n...\n", "tags:\n  - NATO\n"]
)
def test_usual_front_matter_takes_the_short_way(text: str) -> None:
    assert plain_mapping(text) is not None


class Free(msgspec.Struct, frozen=True):
    title: str = ""
    tags: tuple[str, ...] = ()
    extra: dict[str, Any] = msgspec.field(default_factory=dict)


def read_free(text: str) -> tuple[Free | None, list[str]]:
    value, problems = decode_what_can_be(text, Free, path="a.md", first_line=2)
    return value, [str(problem) for problem in problems]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdefghi")
)


NO_TAGS = "is a tag of YAML, and tags are not read. Take it out, or put the value into quotes."
NO_MAPPING = "this must be a mapping, a line 'key: value' for each setting. Write a blank behind the colon: 'title: …'."
QUOTES = "Put the value into quotes."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "a.md:7: this holds more than 100,000 values. Repeat less of it with aliases."),
        ("extra: &e {a: *e}\n", "a.md:2: this holds itself: '*e' stands within '&e'."),
        ("extra:\n  a: &a [*a]\n", "a.md:3: this holds itself: '*a' stands within '&a'."),
        ("title: !!int abc\n", f"a.md:2: '!!int' {NO_TAGS}"),
        ("title: x\nextra: !!python/object:os.system {}\n", f"a.md:3: '!!python/object:os.system' {NO_TAGS}"),
        ("title: !urgent now\n", f"a.md:2: '!urgent' {NO_TAGS}"),
        (f"extra: {'[' * 60}{']' * 60}\n", "a.md:2: this is nested too deeply to be read."),
        ("title:X\n", f"a.md:2: {NO_MAPPING}"),
        ("# a note\ntitle:X\n", f"a.md:3: {NO_MAPPING}"),
        ("title: &Story now\n", f"a.md:2: '&Story' is the name of a value in YAML, and no part of it. {QUOTES}"),
        (
            "title: Kyiv's #1 ally\n",
            f"warning a.md:2: this value ends before '#1 ally': behind a blank '#' begins a comment. {QUOTES}",
        ),
        (
            "summary: #1 ally\n",
            f"warning a.md:2: this value is empty before '#1 ally': behind a blank '#' begins a comment. {QUOTES}",
        ),
        (
            "title:X\ntags: [a]\n",
            "a.md:2: this is not valid YAML: mapping values are not allowed in this context. "
            "Write a blank behind the colon: 'title: …'.",
        ),
        (
            "tags: [a]\ntitle:X\nlang: en\n",
            "a.md:3: this is not valid YAML: could not find expected ':'. Write a blank behind the colon: 'title: …'.",
        ),
        (
            "title: A\ntags:\n-NATO\n-EU\nlang: en\n",
            "a.md:5: this is not valid YAML: could not find expected ':'. Write a blank behind the dash: '- …'.",
        ),
        (
            "tags:\n  - NATO\n   - EU\n",
            "a.md:4: this line goes on with the item above it, for it stands further to the right. "
            "Let both begin in the same column.",
        ),
    ],
)
def test_what_is_refused_and_what_slips(text: str, told: str) -> None:
    _, problems = decode_what_can_be(text, Free, path="a.md", first_line=2)
    assert [("warning " if one.level == "warning" else "") + str(one) for one in problems] == [told]


@pytest.mark.parametrize(
    "text",
    [
        "title: '#1 ally'   # the title\n",
        "title: A # note\ntags: [a, b]  # ours\n",
        "title: A&B, Q&A & more\n",
        "title: C# and F#\n",
        "extra: {a: &a [1], b: *a}\n",
        "title: >\n  one #2\n   - two\ntags:\n- a\n- b\n",
        "extra:\n  a:\n    - b\n    - c\n",
    ],
)
def test_what_is_meant_as_it_stands_is_not_told(text: str) -> None:
    assert read_free(text)[1] == []


ITEMS = st.sampled_from(
    ["a", "- ", "- a", "- a: b", "a:", "a: ", "&a ", " #a", ">", "|", "\n", "\n  ", "\n    ", "\n\t"]
)


@settings(max_examples=examples(quick=500, deep=5000))
@given(st.lists(YAML | ITEMS, max_size=14).map("".join))
@example("a:\n- b\n  c\n  - d\n")
@example("a: b\n  - c\n  - d\n")
@example("\n&a ")
@example("{&a b: 1}")
def test_no_slip_is_passed_over_for_speed(text: str) -> None:
    try:
        is_mapping = isinstance(yaml.compose(text), yaml.MappingNode)
    except yaml.YAMLError:
        return
    assume(is_mapping)
    slips = list(read_slips(text, "a.md", 1))
    assert list(slips_in(text, "a.md", 1)) == slips


def test_numbers_that_are_too_large_stay_text() -> None:
    digits = "9" * 5000
    value, problems = read_free(
        f"extra: {{a: {digits}, b: 1{'0' * 400}.0, c: 9223372036854775807, d: 9223372036854775808}}\n"
    )
    assert problems == []
    assert value
    assert value.extra == {
        "a": digits,
        "b": f"1{'0' * 400}.0",
        "c": 9223372036854775807,
        "d": "9223372036854775808",
    }


ODD = st.sampled_from(["&a ", "*a", "!!float ", "- - ", "9" * 30, " #x", "<<: "])


@settings(max_examples=300)
@given(
    st.lists(YAML | st.sampled_from(["&a ", "*a", "!!float ", "- - ", "9" * 30, " #x", "<<: "]), max_size=14).map(
        "".join
    )
)
def test_whatever_is_written_is_read_or_told(text: str) -> None:
    """And a value that was read has canonical bytes."""
    value, problems = decode_what_can_be(text, Free, path="a.md")
    assert value is not None or problems
    assert all(1 <= problem.line <= text.count("\n") + 2 for problem in problems)
    encode(value)
