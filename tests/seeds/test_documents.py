"""Word documents and PDFs as seeds; both are made here."""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
import zipfile
from collections.abc import Sequence

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from digest.installation import how_to_add
from digest.seeds.drafting import draft_seed
from digest.seeds.read import read_seed
from digest.seeds.read.pages import Piece, flowing, without_edges
from digest.seeds.read.word import fields_of
from digest.seeds.refused import SeedError
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.write.markdown import body_markdown

PROSE = "The harbour board voted on Tuesday for a quay of oak."


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_document_is_read_in_order() -> None:
    made = docx.Document()
    made.add_paragraph("Harbour board votes for a new quay", "Title")
    made.add_paragraph("By Ann Doe")
    made.add_heading("What is planned", 2)
    made.add_paragraph(PROSE).add_run(" It was glad.").bold = True
    for text in ("A quay of oak", "A crane"):
        made.add_paragraph(text, "List Bullet")
    for text in ("Dig.", "Build."):
        made.add_paragraph(text, "List Number")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "2021", "40 ships"
    made.add_paragraph("")
    made.add_paragraph("Last\nline")
    read = read_seed("a.docx", saved(made), SHIPPED)
    assert read.text.split("\n\n") == [
        "Harbour board votes for a new quay",
        "By Ann Doe",
        "What is planned",
        f"{PROSE} It was glad.",
        "- A quay of oak",
        "- A crane",
        "1. Dig.",
        "2. Build.",
        "2021 | 40 ships",
        "Last\nline",
    ]
    draft = draft_seed("a.docx", read, SHIPPED)
    assert (draft.title, draft.authors, draft.day) == ("Harbour board votes for a new quay", ("Ann Doe",), None)


def test_a_table_becomes_one_in_the_article() -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    table = made.add_table(3, 3)
    for at, text in {(0, 0): "Ships", (1, 0): "Year", (1, 1): "Old | new", (1, 2): "Cost\nin euros"}.items():
        table.cell(*at).text = text
    table.cell(0, 0).merge(table.cell(0, 2))
    for column, text in enumerate(("2021", "40", "3")):
        table.cell(2, column).text = text
    made.add_paragraph(PROSE.replace("Tuesday", "Wednesday"))
    draft = draft_seed("a.docx", read_seed("a.docx", saved(made), SHIPPED), SHIPPED)
    written = "| Year | Old &#124; new | Cost in euros |\n| --- | --- | --- |\n| 2021 | 40 | 3 |"
    assert body_markdown(draft.body, SHIPPED).split("\n\n") == [
        PROSE,
        "Ships",
        written,
        f"{PROSE.replace('Tuesday', 'Wednesday')}\n",
    ]


def test_a_table_that_a_page_is_laid_out_with_is_unrolled() -> None:
    made = docx.Document()
    made.add_table(2, 1).cell(0, 0).text = "The quay"
    made.tables[0].cell(1, 0).text = PROSE
    outer = made.add_table(1, 2)
    outer.cell(0, 0).text = "Beside it"
    inner = outer.cell(0, 1).add_table(2, 2)
    for row in range(2):
        for column in range(2):
            inner.cell(row, column).text = f"{row}{column}"
    long = made.add_table(2, 2)
    long.cell(0, 0).text, long.cell(0, 1).text, long.cell(1, 0).text = PROSE * 8, "Left", "Right"
    texts = ["The quay", PROSE, "Beside it", "| 00 | 01 |", "| 10 | 11 |", PROSE * 8, "Left", "Right"]
    assert read_seed("a.docx", saved(made), SHIPPED).text.split("\n\n") == texts


def test_what_was_inserted_under_review_is_there_and_what_was_struck_out_is_not() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("The quay ")
    for xml in (
        "<w:ins {0}><w:r><w:t>of oak </w:t></w:r></w:ins>",
        "<w:del {0}><w:r><w:delText>of sand </w:delText></w:r></w:del>",
        "<w:sdt {0}><w:sdtContent><w:r><w:t>is open.</w:t></w:r></w:sdtContent></w:sdt>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    assert read_seed("a.docx", saved(made), SHIPPED).text == "The quay of oak is open."


def test_properties_are_guesses() -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    made.core_properties.title = "Board votes for a quay"
    made.core_properties.author = "Ann Doe"
    made.core_properties.created = dt.datetime(2023, 3, 8, 10, tzinfo=dt.UTC)
    draft = draft_seed("a.docx", read_seed("a.docx", saved(made), SHIPPED), SHIPPED)
    assert (draft.title, draft.authors, draft.day) == ("Board votes for a quay", ("Ann Doe",), dt.date(2023, 3, 8))
    assert list(draft.review) == ["title", "date", "author"]
    for text in ("Quay of oak is planned", "By Bob Roe", "7 March 2022"):
        made.paragraphs[-1].insert_paragraph_before(text)
    own = draft_seed("a.docx", read_seed("a.docx", saved(made), SHIPPED), SHIPPED)
    assert (own.title, own.authors, own.day) == ("Quay of oak is planned", ("Bob Roe",), dt.date(2022, 3, 7))
    assert own.review == {}


@pytest.mark.parametrize("title", ["Microsoft Word - quay.doc", "quay_2.docx", "Untitled", "quay-final", "", "(x)"])
def test_what_is_no_title(title: str) -> None:
    assert fields_of(title, "Admin", None, []).title == ""
    assert fields_of(title, "Admin", None, []).author == ""


def test_a_title_at_the_head_of_the_text_is_certain() -> None:
    assert "title" not in fields_of("The quay opens", "", None, ["THE QUAY OPENS", PROSE]).doubts
    assert "title" in fields_of("The quay opens", "", None, [PROSE]).doubts


def test_a_damaged_document() -> None:
    made = saved(docx.Document())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", "<broken")
    for data, what in ((out.getvalue(), "damaged"), (made[:400] + made[-200:], "office"), (made, "without any text")):
        with pytest.raises(ValueError, match=what):
            read_seed("a.docx", data, SHIPPED)


@pytest.mark.parametrize(("name", "package", "extra"), [("a.docx", "docx", "docx"), ("a.pdf", "pdfminer", "pdf")])
def test_without_the_package(name: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (package, f"{package}.high_level"):
        monkeypatch.setitem(sys.modules, module, None)
    data = pdf([[(50, 700, PROSE)]]) if extra == "pdf" else saved(docx.Document())
    with pytest.raises(SeedError, match=re.escape(how_to_add(extra))):
        read_seed(name, data, SHIPPED)


def pdf(pages: Sequence[Sequence[tuple[float, float, str]]], info: str = "", small: str = "*") -> bytes:
    """A PDF with these lines on its pages, each at (x, y) in points from the lower left corner; those that begin with
    `small` in smaller type."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, lines in enumerate(pages):
        shown = "".join(
            f"BT /F1 {7 if text.startswith(small) else 10} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in lines
        )
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {5 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}endstream")
    objects.append(f"<< {info} >>")
    out, places = "%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    count = len(objects) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF\n"
    return out.encode("latin-1")


LEFT = ["The harbour board met on Tuesday and", "looked at prices before it voted for a", "new quay, built of oak and"]
RIGHT = ["stone by a firm from the north.", "Nobody voted against the plan, which", "is to cost four million euros."]


def column(x: float, y: float, lines: Sequence[str]) -> list[tuple[float, float, str]]:
    return [(x, y - 12 * n, line) for n, line in enumerate(lines)]


def test_columns_do_not_run_into_one_another() -> None:
    left, right = column(50, 700, LEFT), column(310, 700, RIGHT)
    rows = [line for pair in zip(left, right, strict=True) for line in pair]  # written row by row, as many programs do
    text = read_seed("a.pdf", pdf([[(50, 760, "Harbour board votes"), *rows]]), SHIPPED).text
    assert text == f"Harbour board votes\n\n{' '.join((*LEFT, RIGHT[0]))}\n{' '.join(RIGHT[1:])}"


THIRD = ["The work begins in May, and it ends", "within the year if the weather", "allows it, says the board."]


def test_three_columns_below_a_headline_and_byline() -> None:
    columns = [column(x, 700, lines) for x, lines in ((40, LEFT), (230, RIGHT), (420, THIRD))]
    rows = [line for row in zip(*columns, strict=True) for line in row]
    head = [(40, 760, "Harbour board votes for a new quay"), (40, 714, "By Ann Doe")]
    text = read_seed("a.pdf", pdf([[*head, *rows]]), SHIPPED).text
    texts = [" ".join((*LEFT, RIGHT[0])), " ".join(RIGHT[1:]), " ".join(THIRD)]
    assert " ".join(text.split()) == " ".join(("Harbour board votes for a new quay By Ann Doe", *texts))
    assert text.startswith("Harbour board votes for a new quay\n\nBy Ann Doe\n\nThe harbour")


def test_a_headline_in_the_midst_of_columns_parts_them() -> None:
    upper = [*column(50, 740, LEFT), *column(310, 740, RIGHT)]
    lower = [*column(50, 600, [line.replace("board", "court") for line in LEFT]), *column(310, 600, RIGHT)]
    between = (50, 650, "What the court of the harbour had to say about it, and what the board answered to that")
    texts = read_seed("a.pdf", pdf([[*upper, *lower, between]]), SHIPPED).text.split("\n\n")
    assert [text[:22] for text in texts] == [
        "The harbour board met ",
        "What the court of the ",
        "The harbour court met ",
    ]


def test_a_table_among_columns_stays_a_table() -> None:
    cells = [("Year", "Ships", "Cost"), ("2021", "40", "3.2"), ("2022", "44", "3.9")]
    table = [(50 + 70 * n, 650 - 14 * row, cell) for row, line in enumerate(cells) for n, cell in enumerate(line)]
    below = column(50, 600, [*RIGHT[1:], *THIRD])
    page = [*column(50, 700, [*LEFT, RIGHT[0]]), *table, *below, *column(310, 700, [*LEFT, *RIGHT, *THIRD])]
    texts = read_seed("a.pdf", pdf([page]), SHIPPED).text.split("\n\n")
    rows = ["| Year | Ships | Cost |", "| 2021 | 40 | 3.2 |", "| 2022 | 44 | 3.9 |"]
    assert texts[1:4] == rows
    assert " ".join(texts[0].split()) == " ".join((*LEFT, RIGHT[0]))
    assert " ".join(texts[4].split()).startswith(" ".join((*RIGHT[1:], *THIRD)))


def test_footnotes_stand_below_the_text_and_not_in_it() -> None:
    note = "*1 Minutes of the board, page 12."
    left, right = [*column(50, 700, LEFT), (50, 640, note)], column(310, 700, RIGHT)
    text = read_seed("a.pdf", pdf([[*left, *right], column(50, 700, THIRD)]), SHIPPED).text
    assert text.endswith(f"\n\n{note}")
    assert " ".join((*LEFT, RIGHT[0])) in text


def test_words_that_were_cut_at_the_end_of_lines_are_whole_again() -> None:
    lines = ["The harbour board met on Tuesday, looked at am-", "munition and at the long-", "term plans for am-"]
    lines += [
        "munition, and voted for a ship of the ammunition's",
        "own. Nobody in the room was against it at the end.",
    ]
    draft = draft_seed("a.pdf", read_seed("a.pdf", pdf([column(50, 700, lines)]), SHIPPED), SHIPPED)
    assert "ammunition and at the long-term plans for ammunition, and" in draft.body[0]


def test_left_pages_have_other_headers_than_right_ones() -> None:
    pages = [
        [
            (50, 800, f"{n}  Example Times" if n % 2 else f"Harbour news  {n}"),
            *column(50, 700, [f"It is {word}.", "Long."]),
        ]
        for n, word in enumerate(("open", "shut", "wide", "deep", "old"), 1)
    ]
    assert "Times" not in (text := read_seed("a.pdf", pdf(pages), SHIPPED).text)
    assert "news" not in text


def test_what_recurs_on_pages_is_left_out_and_told() -> None:
    texts = (
        ["The quay is of oak. It is", "long."],
        ["It was opened on Tuesday by the"],
        ["board. Nobody was against."],
    )
    pages = [
        [(50, 800, "Example Times | Harbour"), *column(50, 700, lines), (280, 30, f"Page {n} of 3")]
        for n, lines in enumerate(texts, 1)
    ]
    read = read_seed("a.pdf", pdf(pages), SHIPPED)
    assert read.text == (
        "The quay is of oak. It is long.\n\nIt was opened on Tuesday by the board. Nobody was against."
    )
    assert read.notes == ("Left out, as it stands at the edge of pages: “Example Times | Harbour”; “Page 1 of 3”",)


def test_a_headline_that_stands_above_each_page_stays_where_it_is_large() -> None:
    large, small = Piece(("The quay",), size=20), Piece(("The quay",), size=8)
    pages = [[large, Piece((PROSE,))], [small, Piece(("It is long.",))], [small, Piece(("It is wide.",))]]
    assert without_edges(pages) == ([pages[0], pages[1][1:], pages[2][1:]], ("The quay",))


def test_what_stands_once_stays() -> None:
    pages = [[Piece(("The quay",)), Piece((PROSE,)), Piece(("12",))], [Piece(("The crane",)), Piece(("It lifts.",))]]
    kept, removed = without_edges(pages)
    assert removed == ("12",)
    assert flowing(kept) == f"The quay\n\n{PROSE}\fThe crane\n\nIt lifts."
    assert without_edges([[Piece(("1986",))]]) == ([[Piece(("1986",))]], ())


def test_properties_of_a_pdf() -> None:
    info = "/Title (Board votes for a quay) /Author (Ann Doe) /CreationDate (D:20230308101500+01'00')"
    draft = draft_seed("a.pdf", read_seed("a.pdf", pdf([[(50, 700, PROSE)]], info), SHIPPED), SHIPPED)
    assert (draft.title, draft.authors, draft.day) == ("Board votes for a quay", ("Ann Doe",), dt.date(2023, 3, 8))
    assert list(draft.review) == ["title", "date", "author"]


def test_paragraphs_that_are_only_indented() -> None:
    lines = [(62, 700, LEFT[0]), *column(50, 688, [LEFT[1], "quay."]), (62, 664, RIGHT[1]), (50, 652, RIGHT[2])]
    draft = draft_seed("a.pdf", read_seed("a.pdf", pdf([lines]), SHIPPED), SHIPPED)
    assert draft.body == (f"{LEFT[0]} {LEFT[1]} quay.", f"{RIGHT[1]} {RIGHT[2]}")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (pdf([[], []]), "its pages are pictures"),
        (b"%PDF-1.4\nbroken", "damaged"),
        (pdf([[]] * 101), "more than 100 pages"),
    ],
)
def test_a_pdf_that_gives_no_article(data: bytes, what: str) -> None:
    with pytest.raises(SeedError, match=what):
        read_seed("a.pdf", data, SHIPPED)
