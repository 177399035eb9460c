"""Bytes as they arrived → clean text, with a word on what had to be assumed.

Out comes text with "\\n" line ends and no control characters but "\\n" and the tab; what the words are is not
touched, apart from UTF-8 that someone read as Windows-1252 (`â€™` for `’`) and HTML's character references (`&amp;`),
which are turned back.
"""

from __future__ import annotations

import codecs
import html
import re
from html.entities import html5

import msgspec

from digest.seeds.read.evidence import Evidence
from digest.seeds.read.signatures import look_of
from digest.seeds.read.stated import Fields
from digest.seeds.refused import not_text


class Decoded(msgspec.Struct, frozen=True):
    """`text` is normalised; `notes` are sentences for the editor on what was assumed or repaired.

    `fields` is what the file says of the article beside its text. `markdown` says that the text is Markdown already,
    and nothing in it is to be escaped. `first_line` is the number in the seed of the text's first line. `evidence` is,
    for each line of the text, what the markup of the page says that it was taken from; () where there was none.
    """

    text: str
    notes: tuple[str, ...] = ()
    fields: Fields | None = None
    markdown: bool = False
    first_line: int = 1
    evidence: tuple[Evidence | None, ...] = ()


# The longer UTF-32 mark begins with the UTF-16 one, so it is tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(data: bytes, *, references: bool = True) -> Decoded:
    """Decode `data` and normalise it. Raises SeedError for what is no text at all.

    `references` says that HTML's character references are left over from a page; in Markdown they are meant.
    """
    raw, assumed = decode(data)
    repaired = repair_mojibake(raw)
    notes = told_encoding(assumed)
    if repaired != raw:
        notes.append("Characters that had been read in the wrong encoding were repaired.")
    decoded = decode_references(repaired) if references else repaired
    if decoded != repaired:
        notes.append("Character references of HTML (such as &amp;) were turned into their characters.")
    return Decoded(normalise(decoded), tuple(notes))


def told_encoding(assumed: str) -> list[str]:
    """The note on an encoding that was guessed; none where it was certain ("")."""
    return [f"Read as {assumed}, as it is not valid UTF-8."] if assumed else []


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text, and the encoding where it had to be guessed ("" where it is certain).

    `declared` is the encoding that the file itself names, believed unless it is valid UTF-8. Raises SeedError.
    """
    if look := look_of(data):
        raise not_text(*look)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ""
            except UnicodeDecodeError as error:
                raise not_text(f"damaged {encoding.upper()} text") from error
    if b"\0" in data:
        return _utf16_without_mark(data)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _declared(data, declared) or _legacy(data)


def _declared(data: bytes, encoding: str) -> tuple[str, str] | None:
    # Browsers read what calls itself Latin-1 or ASCII as Windows-1252 (WHATWG Encoding Standard §4.2).
    western = encoding.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii")
    try:
        return data.decode("cp1252" if western else encoding), ""
    except (LookupError, UnicodeDecodeError):
        return None


def _utf16_without_mark(data: bytes) -> tuple[str, str]:
    # In UTF-16 every second byte of Western text is zero; in a binary file the zeros have no such order.
    even, odd = data[::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    for zeros, others, encoding, name in (
        (odd, even, "utf-16-le", "UTF-16 (little-endian)"),
        (even, odd, "utf-16-be", "UTF-16 (big-endian)"),
    ):
        if len(data) % 2 == 0 and zeros > 0.6 * half and others < 0.05 * half:
            try:
                return data.decode(encoding), name
            except UnicodeDecodeError:
                break
    raise not_text("a binary file")


# What Western text has beyond ASCII in Windows-1252: typographic marks, signs of money, accented letters.
_WESTERN = frozenset(
    "€‚„…†‡‰‹‘’“”•–—™›Œœ\xa0¡£¥§©«®°±²³´·¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŠšŽžŸ"
)


def _legacy(data: bytes) -> tuple[str, str]:
    if sum(byte < 32 and byte not in b"\t\n\v\f\r\x1a\x1b" for byte in data) > len(data) // 100:
        raise not_text("a binary file")
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    foreign = [c for c in western if not c.isascii()]
    # Where one character in ten or more is outside ASCII, the text is hardly in a Western language.
    if western and _WESTERN.issuperset(foreign) and len(foreign) * 10 < len(western):
        return western, "Windows-1252"
    from charset_normalizer import from_bytes  # loaded only for the rare seed that needs it: 15 ms

    best = from_bytes(data).best()
    if best is not None:
        return str(best), best.encoding.replace("_", "-")
    if western:
        return western, "Windows-1252"
    raise not_text("text in no known encoding")


_REFERENCE = re.compile(r"&(?:#\d{2,6}|#[xX][0-9A-Fa-f]{2,5}|[A-Za-z][A-Za-z0-9]{1,7});")


def decode_references(text: str) -> str:
    """`&amp;`, `&nbsp;`, `&#8217;` → their characters: a text scraped from a page keeps them, and no prose has them.

    Only whole ones, with their semicolon; those of a page that had been escaped twice (`&amp;#8217;`) too. What is no
    reference (`R&D;`) stays.
    """
    if not _REFERENCE.search(text):
        return text
    once = _REFERENCE.sub(_character, text)
    return _REFERENCE.sub(_character, once) if "&amp;" in text else once


def _character(match: re.Match[str]) -> str:
    found = match.group()
    character = html.unescape(found) if found[1] == "#" else html5.get(found[1:], found)
    return found if character in ("", "\ufffd") else character


_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff]")


def normalise(text: str) -> str:
    """One kind of line end, a blank line for a form feed, no control or zero-width characters, no soft hyphens."""
    text = _LINE_ENDS.sub("\n", text).replace("\f", "\n\n")
    return _INVISIBLE.sub("", text)


# Windows-1252 with its five holes filled by the control characters of the same number, as browsers read it
# (WHATWG Encoding Standard, index windows-1252).
_BYTE_OF = {bytes([n]).decode("cp1252", "ignore") or chr(n): n for n in range(0x80, 0x100)}
_GARBLED = re.compile("[ÂÃÄÅÎÏÐÑØ×âð][" + "".join(map(re.escape, _BYTE_OF)) + "]+")
_TELLTALE = re.compile("â€|Ã[\u00a0-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def repair_mojibake(text: str) -> str:
    """Turn UTF-8 that was read as Windows-1252 back, run by run, where the run's bytes are valid UTF-8.

    A text without one of the telltale pairs is returned as it is: `CAFÉ»` is no mojibake.
    """
    if not _TELLTALE.search(text):
        return text
    repaired = _GARBLED.sub(_repair_run, text)
    # The closing quotation mark ends in a byte that Windows-1252 has no character for; many programs drop it.
    return re.sub(r"â€(?=[\s,.;:!?)]|$)", "”", repaired)


def _repair_run(match: re.Match[str]) -> str:
    data = bytes(_BYTE_OF[c] for c in match.group())
    done, out = 0, []
    while done < len(data):
        lead = data[done]
        size = 2 if 0xC2 <= lead < 0xE0 else 3 if 0xE0 <= lead < 0xF0 else 4 if 0xF0 <= lead < 0xF5 else 1
        try:
            if size == 1:
                raise ValueError
            out.append(data[done : done + size].decode("utf-8"))
        except ValueError:  # not UTF-8 (UnicodeDecodeError is a ValueError): the character was meant
            size = 1
            out.append(match.group()[done])
        done += size
    return "".join(out)
