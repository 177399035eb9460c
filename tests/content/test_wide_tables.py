"""Tables that may be wider than a narrow screen are put into boxes, which have names, and no others."""

from __future__ import annotations

import re
import time

import pytest

from digest.content.wide_tables import NAME, scrollable_tables

BOX = re.compile(
    r'<div class="table-scroll" role="group"(?: aria-label="([^"]*)")? tabindex="0">(?=<table)', re.IGNORECASE
)
LONG = "Landstreitkräfte" * 2


def table(*rows: str, head: str = "") -> str:
    """Rows of cells, parted by |; the first is of headers."""
    kinds = ("th", *["td"] * len(rows))
    cells = [
        "".join(f"<{kind}>{cell}</{kind}>" for cell in row.split("|")) for kind, row in zip(kinds, rows, strict=False)
    ]
    return f"<table>{head}{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def names(html: str) -> list[str]:
    made = scrollable_tables(html)
    assert made.count("<div") == made.count("</div>")
    assert re.sub(r"</?div[^>]*>", "", made) == html
    return [found[1] or "" for found in BOX.finditer(made)]


@pytest.mark.parametrize(
    "rows",
    [
        ("Year|Tanks", "2023|12"),
        ("Many words that can be on several lines|And as many in this cell", "so it is|not wide"),
        ("A|B|C|D", "1|2|3|4"),
        ("装甲車両の数は増えている|装甲車両の数は増えている",),
        ("one<br>two<br>three<br>four|five<br>six",),
        ("<em>a</em><b>b</b>&amp;&amp;&amp;&amp;&amp;",),
    ],
)
def test_a_table_that_fits_has_no_box(rows: tuple[str, ...]) -> None:
    assert names(table(*rows)) == []


@pytest.mark.parametrize(
    "rows",
    [
        (f"{LONG}|a", "b|c"),
        ("a|b", f"c|{LONG}"),
        ("Ammunition|Ammunition|Ammunition",),
        ("|".join("ABCDEFGHIJ"),),
        ("1 000 000 kilometres a day of this|5 million",),
        ('<img src="a.png">|a',),
        ("<code>a</code>|b",),
    ],
)
def test_a_table_that_may_be_wide_has_one(rows: tuple[str, ...]) -> None:
    assert len(names(table(*rows))) == 1


def test_cells_that_span_may_be_of_any_width() -> None:
    assert len(names('<table><tr><td colspan="2">a</td></tr></table>')) == 1


def test_a_box_is_named_in_the_words_of_its_table() -> None:
    head = '<caption id="c">Kosten <b>je</b>\n&quot;Schuss&quot;</caption>'
    assert names(table(f"{LONG}|a", head=head)) == ["Kosten je &quot;Schuss&quot;"]
    assert names(table(f"{LONG}|Jahr|", "1|2|3")) == [f"{LONG}, Jahr"]
    assert names(f"<table><tr><td>{LONG}</td><td>b</td></tr></table>") == [f"{LONG}, b"]
    assert names('<table><tr><td><img src="a"></td></tr></table>') == [""]
    (name,) = names(table("|".join(["Ein langer Name"] * 20)))
    assert len(name) <= NAME + 1
    assert name.endswith("…")


def test_several_tables_are_no_landmarks_of_one_name() -> None:
    """Two boxes were both regions called Table, which axe calls landmark-unique."""
    made = scrollable_tables(table(f"{LONG}|a") * 2)
    assert "region" not in made
    assert names(table(f"{LONG}|a") + table(f"{LONG}|b")) == [f"{LONG}, a", f"{LONG}, b"]


@pytest.mark.parametrize(
    "html", ["<table><tr><td>a", "</table>", "</table><table>", "<table></table></table>", "<tables>"]
)
def test_what_is_no_whole_table_is_left(html: str) -> None:
    assert scrollable_tables(html) == html


def test_a_table_within_another() -> None:
    inner = table(f"{LONG}|a")
    assert names(table(f"Out|{inner}")) == ["Out", f"{LONG}, a"]


@pytest.mark.parametrize(
    "unit", ["<table>", "<td ", "<table><td ", "<table></table>", "<tr><td>", "<caption>", "<br", "<table"]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        times = []
        for _ in range(3):
            started = time.process_time()
            scrollable_tables(f"<table>{(unit * length)[:length]}</table>")
            times.append(time.process_time() - started)
        return min(times)

    assert seconds(80_000) < 3 * seconds(40_000) + 0.02
