"""Files that hold no text, by the bytes that they begin with: what each is, and how its text comes to be imported."""

from __future__ import annotations

import io
import zipfile

_PLAIN = "Save its text in a .txt file and import that."
_SAVE_AS = "Open it, save it as .docx or plain text, and import that."
_UNPACK = "Unpack it, and import the files in it."
_OCR = "Run it through text recognition (OCR), and import the text."
_HEARD = "Import a transcript of it, as a text file."

_SIGNATURES = (
    (b"%PDF-", "a PDF file", _PLAIN),
    (b"\xd0\xcf\x11\xe0", "an old office document", _SAVE_AS),
    (b"{\\rtf", "a rich-text (RTF) file", _SAVE_AS),
    (b"\x89PNG\r\n", "a PNG image", _OCR),
    (b"\xff\xd8\xff", "a JPEG image", _OCR),
    (b"GIF8", "a GIF image", _OCR),
    (b"II*\0", "a TIFF image", _OCR),
    (b"MM\0*", "a TIFF image", _OCR),
    (b"8BPS", "a Photoshop image", _OCR),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x1aE\xdf\xa3", "a video (Matroska or WebM)", _HEARD),
    (b"\0\0\1\xba", "a video (MPEG)", _HEARD),
    (b"FLV\1", "a video (Flash)", _HEARD),
    (b"ID3", "a sound (MP3)", _HEARD),
    (b"OggS", "a sound or video (Ogg)", _HEARD),
    (b"fLaC", "a sound (FLAC)", _HEARD),
    (b"bplist00", "a page that Safari saved as a web archive", "Save the page as Page Source, and import that."),
    (b"SQLite format 3\0", "a database", "Export its articles as text files, and import those."),
    (b"\x7fELF", "a program", "Put a text there."),
    (b"wOFF", "a font", "Put a text there."),
    (b"wOF2", "a font", "Put a text there."),
)
_ZIPPED = (
    ("mimetype", b"application/epub+zip", "an e-book (EPUB)", "Copy the article's text into a .txt file."),
    ("mimetype", b"application/vnd.oasis.opendocument.text", "an OpenDocument text (ODT)", _SAVE_AS),
    ("mimetype", b"application/vnd.oasis.opendocument", "an OpenDocument file", "Copy its text into a .txt file."),
    ("xl/workbook.xml", b"", "an Excel workbook", "Save each article in it as a text file."),
    ("ppt/presentation.xml", b"", "a PowerPoint presentation", "Copy its text into a .txt file."),
    ("Index/Document.iwa", b"", "a document of Apple's Pages", _SAVE_AS),
    ("word/document.xml", b"", "a Word document", "Give it the ending .docx."),
)


def look_of(data: bytes) -> tuple[str, str] | None:
    """What bytes that are no text look like ("a PNG image"), and what to do about it; None for what may be text."""
    for start, what, remedy in _SIGNATURES:
        if data.startswith(start):
            return what, remedy
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    kind = data[8:12]
    if data.startswith(b"RIFF") and kind in _RIFF:
        return _RIFF[kind]
    if data[4:8] == b"ftyp":
        return ("a HEIC or AVIF image", _OCR) if kind[:3] in (b"hei", b"avi", b"mif") else ("a video (MP4)", _HEARD)
    if data[257:262] == b"ustar":
        return "a tar archive", _UNPACK
    if data[:2] == b"MZ" and b"PE\0\0" in data[:1024]:
        return "a program", "Put a text there."
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return "a BMP image", _OCR
    if data[:1] == b"\xff" and len(data) > 1 and data[1] in (0xFB, 0xF3, 0xFA) and b"\0" in data[:512]:
        return "a sound (MP3)", _HEARD
    return None


_RIFF = {b"WEBP": ("a WebP image", _OCR), b"AVI ": ("a video (AVI)", _HEARD), b"WAVE": ("a sound (WAV)", _HEARD)}


def _zipped(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            stored = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except Exception:  # whatever a damaged one makes of the library
        return "a damaged ZIP archive or office document", "Save it anew."
    for name, start, what, remedy in _ZIPPED:
        if name in names and (not start or stored.startswith(start)):
            return what, remedy
    return "a ZIP archive", _UNPACK
