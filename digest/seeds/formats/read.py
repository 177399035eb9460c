"""One seed's bytes → its text, by the reader of its kind."""

from __future__ import annotations

import msgspec

from digest.seeds.decoding import Decoded, read_text
from digest.seeds.formats.kinds import sort_of
from digest.seeds.lexicon import Lexicon


def read_seed(name: str, data: bytes, lexicon: Lexicon) -> Decoded:
    """The text of the file called `name`, and what the file says beside it.

    Raises SeedError for what is no text at all, and for what is of a known kind and gives none.
    """
    sort = sort_of(name, data)
    # Each reader is loaded when the first file of its kind is met: lxml and trafilatura alone take 170 ms.
    if sort.kind == "page":
        from digest.seeds.formats.page import read_page

        decoded = read_page(data, lexicon)
    elif sort.kind == "mail":
        from digest.seeds.formats.mail import read_mail

        decoded = read_mail(data, lexicon)
    elif sort.kind == "word":
        from digest.seeds.formats.word import read_word

        decoded = read_word(data)
    elif sort.kind == "pdf":
        from digest.seeds.formats.pdf import read_pdf

        decoded = read_pdf(data)
    elif sort.kind == "markdown":
        from digest.seeds.formats.matter import read_markdown

        decoded = read_markdown(data, lexicon)
    else:
        decoded = read_text(data)
    return msgspec.structs.replace(decoded, notes=(sort.note, *decoded.notes)) if sort.note else decoded
