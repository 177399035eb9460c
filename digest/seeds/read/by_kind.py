"""One seed's bytes → its texts, by the reader of their kind."""

from __future__ import annotations

import msgspec

from digest.seeds.read.decoding import Decoded, read_text
from digest.seeds.read.kinds import sort_of
from digest.seeds.read.mail_text import shows_headers
from digest.seeds.read.no_article import refuse_data, refuse_xml
from digest.seeds.words.lexicon import Lexicon


def read_seed(name: str, data: bytes, lexicon: Lexicon) -> Decoded:
    """As `read_seeds`, of a file with one text; of others the first."""
    return read_seeds(name, data, lexicon)[0]


def read_seeds(name: str, data: bytes, lexicon: Lexicon) -> tuple[Decoded, ...]:
    """The text of the file called `name`, and what the file says beside it; of a mailbox each of its mails.

    Raises SeedError for what is no text at all, and for what is of a known kind and gives none.
    """
    sort = sort_of(name, data)
    if sort.kind not in ("word", "pdf", "markdown", "webarchive"):
        refuse_xml(data)
    # Each reader is loaded when the first file of its kind is met: lxml and trafilatura alone take 170 ms.
    if sort.kind == "page":
        from digest.seeds.read.page import read_page

        found: tuple[Decoded, ...] = (read_page(data, lexicon),)
    elif sort.kind == "mail":
        from digest.seeds.read.mail import read_mails

        found = read_mails(data, lexicon)
    elif sort.kind == "webarchive":
        from digest.seeds.read.webarchive import read_webarchive

        found = (read_webarchive(data, lexicon),)
    elif sort.kind == "word":
        from digest.seeds.read.word import read_word

        found = (read_word(data),)
    elif sort.kind == "pdf":
        from digest.seeds.read.pdf import read_pdf

        found = (read_pdf(data),)
    elif sort.kind == "markdown":
        from digest.seeds.read.matter import read_markdown

        found = (read_markdown(data, lexicon),)
    else:
        text = read_text(data)
        refuse_data(name, text.text)
        if shows_headers(text.text, lexicon):
            from digest.seeds.read.mail import read_shown

            text = read_shown(text, lexicon)
        found = (text,)
    if not sort.note:
        return found
    return tuple(msgspec.structs.replace(one, notes=(sort.note, *one.notes)) for one in found)
