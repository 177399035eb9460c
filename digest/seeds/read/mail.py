"""A mail, or a page that a browser saved as one file → the text of the article in it.

Headers tell of the mail, and not of an article that is forwarded in it. So subject and day of the mail are guesses,
and give way to what the text says.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
import re
from email.message import EmailMessage, MIMEPart
from itertools import pairwise
from typing import cast

import msgspec

from digest.apart import go_on
from digest.seeds.read.decoding import Decoded, decode, read_text, told_encoding
from digest.seeds.read.mail_text import Headers, article_in, day_in, subject_of, unflowed
from digest.seeds.read.stated import Fields, Source
from digest.seeds.refused import PassingError, SeedError
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon

_FEW = 30  # words; a text part with fewer beside a longer page only says that there is one
_OPENING = 6  # lines in which the article's own headline stands
_FEWEST_OF_TITLE = 3  # words


def read_mails(data: bytes, lexicon: Lexicon) -> tuple[Decoded, ...]:
    """The article in a mail, or those in the mails of a mailbox: one that has none is an empty text there.

    Raises SeedError, and what the page's reader raises where the mail is a page.
    """
    starts = [found.start() for found in _MAIL.finditer(data)]
    if len(starts) < 2:
        return (read_mail(data, lexicon),)
    if len(starts) > _MOST_MAILS:
        raise SeedError(f"It is a mailbox with more than {_MOST_MAILS:,} mails.", "Export those alone that matter.")
    return tuple(_in_mailbox(data[start:end], lexicon) for start, end in pairwise((*starts, len(data))))


# The line above a mail in a mailbox: its sender and its day (RFC 4155); in a mail's text it has a mark before it.
_MAIL = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,200}\d{4}[^\r\n]{0,20}\r?\n(?=[!-9;-~]+:)")
_MOST_MAILS = 1_000


def _in_mailbox(data: bytes, lexicon: Lexicon) -> Decoded:
    go_on()
    try:
        return read_mail(re.sub(rb"^>(?=>*From )", b"", data, flags=re.M), lexicon)
    except PassingError:
        raise
    except SeedError:
        return Decoded("")


_MOST_PARTS = 1_000


def read_mail(data: bytes, lexicon: Lexicon) -> Decoded:
    """Raises as `read_mails` does."""
    if data.startswith(b"From "):  # the line of a mailbox
        data = data.partition(b"\n")[2]
    if len(re.findall(rb"^content-type:", data, re.I | re.M)) > _MOST_PARTS:
        raise SeedError(f"It is an e-mail of more than {_MOST_PARTS:,} parts.", _PASTE)
    try:
        return _article_of(data, lexicon)
    except RecursionError:
        raise SeedError("It is an e-mail whose parts are nested too deeply.", _PASTE) from None


_PASTE = "Paste the article's text into a .txt file."


def _article_of(data: bytes, lexicon: Lexicon) -> Decoded:
    mail = email.message_from_bytes(data, policy=email.policy.default)
    if not mail.keys():
        return read_text(data)
    notes: list[str] = []
    inner = _forwarded_whole(mail)
    part = _text_part(inner)
    if part is None:
        raise SeedError("It is an e-mail without any text.", _PASTE)
    if attached := [name for one in mail.walk() if (name := _attachment(one))]:
        notes.append(f"Left out, as they are attachments: {', '.join(attached)}.")
    if part.get_content_type() == "text/html":
        from digest.seeds.read.page import read_page

        saved = _is_saved_page(mail)
        address = (_header(mail, "Snapshot-Content-Location") or _header(part, "Content-Location")) if saved else ""
        address = address if address.startswith(("https://", "http://")) else ""
        page = read_page(_bytes_of(part), lexicon, declared=_charset(part), address=address)
        fields = page.fields or Fields()
        if saved:
            fields = fields.filled_from(Fields(title=_header(mail, "Subject"), source=Source(url=address)))
            return msgspec.structs.replace(page, notes=page.notes, fields=fields)
        # What a mail's page calls itself is its sender's template as often as not.
        text, fields = page.text, msgspec.structs.replace(fields, title="")
        notes += page.notes
    else:
        text, fields = _decoded(part, notes), Fields()
    found = article_in(text, lexicon)
    own = _headers_of(inner, lexicon) if inner is not mail or found.headers is None else found.headers
    return Decoded(found.text, (*notes, *found.notes), fields.filled_from(_fields(found.text, own, lexicon)))


def read_shown(shown: Decoded, lexicon: Lexicon) -> Decoded:
    """The article in a mail that was pasted as its reader showed it: see `mail_text.shows_headers`."""
    found = article_in(shown.text, lexicon)
    fields = _fields(found.text, found.headers or Headers(), lexicon)
    return Decoded(found.text, (_SHOWN, *shown.notes, *found.notes), fields, first_line=found.first_line)


_SHOWN = "It is an e-mail, and was read as one."


def _is_saved_page(mail: EmailMessage) -> bool:
    """Whether a program saved a page in the form of a mail (MHTML, RFC 2557): nobody sent it to anybody."""
    # `<Saved by …>` is no address, and so nothing to the library.
    sender = next((str(value) for name, value in mail.raw_items() if name.lower() == "from"), "")
    return bool(_header(mail, "Snapshot-Content-Location")) or (
        not _header(mail, "To") and ("<saved by" in sender.lower() or (not sender and "Content-Location" in mail))
    )


def _charset(part: MIMEPart) -> str:
    try:
        return str(part.get_content_charset("") or "")
    except (ValueError, LookupError):
        return ""


def _fields(text: str, headers: Headers, lexicon: Lexicon) -> Fields:
    """The subject is the title for sure where it stands above the text too, else a guess."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    doubts = {}
    title = headers.subject if len(headers.subject.split()) >= _FEWEST_OF_TITLE else ""
    if folded(title) not in map(folded, lines[:_OPENING]):
        doubts["title"] = "the text has no headline; the subject of the mail"
    if headers.day:
        doubts["day"] = "the text has none; the day on which the mail was sent"
    return Fields(title=title, day=headers.day, doubts=doubts, sender=headers.sender)


def _forwarded_whole(mail: EmailMessage) -> EmailMessage:
    """The message that the mail carries as an attachment, if it carries one."""
    for part in mail.walk():
        if part is not mail and part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner:
                return cast(EmailMessage, inner[0])
    return mail


def _text_part(mail: EmailMessage) -> MIMEPart | None:
    """The plain text; the page where there is none, or one that only says so."""
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    if plain is not None and page is not None:
        words = len(_bytes_of(plain).split())
        if words < _FEW and len(_bytes_of(page).split()) > 4 * words:
            return page
    return plain or page


def _bytes_of(part: MIMEPart) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _decoded(part: MIMEPart, notes: list[str]) -> str:
    data = _bytes_of(part)
    text, assumed = decode(data, part.get_content_charset("") or "")
    notes += told_encoding(assumed)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unflowed(text.replace("\r\n", "\n"), str(part.get_param("delsp", "")).lower() == "yes")
    read = read_text(text.encode("utf-8", "replace"))
    notes += read.notes
    return read.text


def _attachment(part: EmailMessage | object) -> str:
    if not isinstance(part, EmailMessage) or part.is_multipart():
        return ""
    name = part.get_filename("")
    if part.get_content_disposition() == "attachment":
        return name or part.get_content_type()
    return ""


def _headers_of(mail: EmailMessage, lexicon: Lexicon) -> Headers:
    day = _day(_header(mail, "Date") or _header(mail, "Sent"), lexicon)
    return Headers(subject_of(_header(mail, "Subject")), day, _header(mail, "From"))


def _header(mail: MIMEPart, name: str) -> str:
    try:
        return " ".join(str(mail.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):  # what the library makes of a broken header
        return ""


def _day(text: str, lexicon: Lexicon) -> dt.date | None:
    try:
        return email.utils.parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return day_in(text, lexicon)
