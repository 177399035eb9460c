"""Bytes in, clean text out."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.seeds.read.decoding import normalise, read_text, repair_mojibake
from digest.seeds.refused import SeedError

TEXT = "The café’s “plan” – 5 € – was agreed by all of the members who had come to the town hall.\n"


@pytest.mark.parametrize(
    ("data", "assumed"),
    [
        (TEXT.encode(), ""),
        (codecs.BOM_UTF8 + TEXT.encode(), ""),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), ""),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), ""),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("cp1252"), "Windows-1252"),
    ],
)
def test_encodings(data: bytes, assumed: str) -> None:
    decoded = read_text(data)
    assert decoded.text == TEXT
    assert len(decoded.notes) == bool(assumed)
    assert assumed in " ".join(decoded.notes)


def test_other_scripts_are_not_read_as_western() -> None:
    text = "Комитет встретился в среду, чтобы обсудить цены на древесину. Все участники согласились с планом. " * 4
    decoded = read_text(text.encode("cp1251"))
    assert decoded.text == text
    assert "1251" in decoded.notes[0]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 x", b"PK\x03\x04abc", b"\0\1\2\3" * 50, bytes(range(256)), b"\xff\xfe\x00\xd8"]
)
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(SeedError):
        read_text(data)


def test_line_ends_and_control_characters() -> None:
    assert normalise("a\r\nb\rc\x85d\u2028e\vf\fg\x00\x1bh\u200bi\ufeffj\u00adk\tl") == "a\nb\nc\nd\ne\nf\n\nghijk\tl"


def test_mojibake_is_turned_back() -> None:
    garbled = TEXT.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
    assert read_text(garbled.encode()).text == TEXT
    assert "repaired" in read_text(garbled.encode()).notes[0]
    assert repair_mojibake("â€œYesâ€, he said; itâ€™s â€œfineâ€.") == "“Yes”, he said; it’s “fine”."


@pytest.mark.parametrize("text", [TEXT, "CAFÉ» et «thé», NÃO, Â, São Paulo, Ærø, 5 °C, Łódź, Ñandú", "Ã alone"])
def test_sound_text_is_not_repaired(text: str) -> None:
    assert repair_mojibake(text) == text


@given(st.text())
def test_valid_utf8_without_mojibake_loses_only_what_is_invisible(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    try:
        decoded = read_text(data)
    except SeedError:
        return
    if not decoded.notes and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        assert decoded.text == normalise(text)


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        (
            "R&amp;D costs 5&nbsp;&euro; &#8211; it&#8217;s &#x201C;much&#x201D;&hellip;",
            "R&D costs 5\xa0€ – it’s “much”…",
        ),
        ("caf&eacute; &lt;5%&gt;", "café <5%>"),
        ("it&amp;#8217;s escaped twice, &amp;amp; so", "it’s escaped twice, & so"),
        ("won&#146;t", "won’t"),
    ],
)
def test_character_references_of_a_page(text: str, decoded: str) -> None:
    made = read_text(text.encode())
    assert made.text == decoded
    assert "Character references" in made.notes[0]


@pytest.mark.parametrize(
    "text", ["R&D; AT&T; Q&A", "&copy 2023", "a &notaname; b", "&#0; &#55296;", "5 &lt 6", "& amp;"]
)
def test_what_is_no_reference_stays(text: str) -> None:
    assert read_text(text.encode()).text == text
