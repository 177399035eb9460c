"""Mails as seeds: the article that was passed on, and not what the mail put around it."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from typing import Any

import pytest

from digest.seeds.drafting import draft_seed
from digest.seeds.read import read_seed
from digest.seeds.read.mail_text import article_in, shows_headers, subject_of, unflowed
from digest.seeds.read.stated import Fields
from digest.seeds.refused import SeedError
from digest.seeds.words.lexicon import SHIPPED

PROSE = "The harbour board voted on Tuesday for a quay of oak.\n\nNobody voted against the plan."
ARTICLE = f"Harbour board votes for a new quay\n\nBy Ann Doe\n\n{PROSE}"


def mail(subject: str, text: str, **content: Any) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Editor <editor@example.org>"
    made["To"] = "desk@example.org"
    made["Subject"] = subject
    made["Date"] = "Fri, 10 Mar 2023 23:50:00 -0500"
    made["Message-ID"] = "<1@example.org>"
    made.set_content(text, **content)
    return made


def fields_of(data: EmailMessage) -> Fields:
    fields = read_seed("a.eml", data.as_bytes(), SHIPPED).fields
    assert fields is not None
    return fields


def test_a_mail_with_an_article() -> None:
    read = read_seed("a.eml", mail("for tomorrow's page", ARTICLE).as_bytes(), SHIPPED)
    draft = draft_seed("a.eml", read, SHIPPED)
    assert (draft.title, draft.authors) == ("Harbour board votes for a new quay", ("Ann Doe",))
    assert draft.day == dt.date(2023, 3, 10)
    assert draft.review == {"date": "the text has none; the day on which the mail was sent"}
    assert draft.body == tuple(PROSE.split("\n\n"))


def test_the_day_in_the_text_is_the_articles() -> None:
    read = read_seed(
        "a.eml", mail("x", ARTICLE.replace("By Ann Doe", "By Ann Doe\n\n8 March 2023")).as_bytes(), SHIPPED
    )
    draft = draft_seed("a.eml", read, SHIPPED)
    assert (draft.day, draft.review) == (dt.date(2023, 3, 8), {})


def test_a_subject_is_the_title_only_of_a_text_without_a_headline() -> None:
    draft = draft_seed(
        "a.eml", read_seed("a.eml", mail("Fwd: Board votes for a quay", PROSE).as_bytes(), SHIPPED), SHIPPED
    )
    assert draft.title == "Board votes for a quay"
    assert draft.review["title"] == "the text has no headline; the subject of the mail"
    assert fields_of(mail("Fwd: text", PROSE)).title == ""
    certain = fields_of(mail("Harbour Board Votes for a New Quay", ARTICLE))
    assert certain.title == "Harbour Board Votes for a New Quay"
    assert "title" not in certain.doubts


GMAIL = """For tomorrow, please.

---------- Forwarded message ---------
From: Example Times <news@times.example>
Date: Wed, 8 Mar 2023 at 10:00
Subject: WG: Harbour board votes for a new quay
To: <editor@example.org>


{}
"""
APPLE = """Begin forwarded message:

> From: Example Times <news@times.example>
> Subject: Harbour board votes for a new quay
> Date: 8 March 2023 at 10:00:00 CET
> To: editor@example.org
>
> {}
"""
OUTLOOK = """________________________________
Von: Example Times <news@times.example>
Gesendet: Mittwoch, 8. März 2023 10:00
An: Editor <editor@example.org>
Betreff: Harbour board votes for a new quay

{}
"""
FRENCH = """-------- Message transféré --------
Sujet :\tx
*De :* Example Times <news@times.example>
*Envoyé :* mercredi 8 mars 2023 10:00
*À :* Editor
*Objet :* TR: Harbour board votes for a
 new quay

{}
"""


@pytest.mark.parametrize("form", [GMAIL, APPLE, OUTLOOK, FRENCH.replace("Sujet :\tx\n", "")])
def test_a_message_that_was_passed_on(form: str) -> None:
    prose = PROSE.replace("\n", "\n> ") if form is APPLE else PROSE
    read = read_seed("a.eml", mail("Fwd: see below", form.format(prose)).as_bytes(), SHIPPED)
    assert read.text.strip() == PROSE
    assert read.fields is not None
    assert read.fields.title == "Harbour board votes for a new quay"
    assert read.fields.day == dt.date(2023, 3, 8)


def test_what_was_written_above_it_is_told() -> None:
    notes = article_in(GMAIL.format(PROSE), SHIPPED).notes
    assert notes == ("Left out, as it stands above the forwarded message: “For tomorrow, please.”",)


@pytest.mark.parametrize(
    "headers",
    [
        "From: Harbour Office <press@example.org>\nDate: Wed, 8 Mar 2023 at 16:40\nSubject: {}\nTo: <desk@example.org>",
        "Von: Presse <presse@example.org>\nGesendet: Mittwoch, 8. März 2023 10:05\nAn: Redaktion\nBetreff: {}",
        "De: Prensa <prensa@example.org>\nEnviado: 8 de marzo de 2023 10:05\nPara: Redacción\nAsunto: {}\n"
        "Datos adjuntos: foto.jpg",
        "Od: Biuro prasowe <biuro@example.org>\nDo: redakcja\nTemat: {}\nData: 8 marca 2023 07:15",
        "Від: Новини <info@example.org>\nДата: 8 березня 2023 9:49\nКому: редакція\nТема: Fwd: {}",
    ],
)
def test_a_mail_that_was_pasted_as_it_is_shown(headers: str) -> None:
    text = f"{headers.format('Harbour board votes for a new quay')}\n\n{PROSE}\n"
    read = read_seed("a.txt", text.encode(), SHIPPED)
    draft = draft_seed("a.txt", read, SHIPPED)
    assert (draft.title, draft.day, draft.body) == (
        "Harbour board votes for a new quay",
        dt.date(2023, 3, 8),
        tuple(PROSE.split("\n\n")),
    )
    assert read.notes[0] == "It is an e-mail, and was read as one."
    lines = {line.number: line.text for line in draft.lines}
    assert lines[headers.count("\n") + 3] == PROSE.split("\n")[0]


def test_a_mail_below_a_stamp_passed_on_without_a_mark() -> None:
    own = "From: Ann Doe <ann@example.org>\nSent: Thursday, 9 March 2023\nTo: Desk\nSubject: Fw: see below"
    inner = "From: Harbour Office\nSent: Wednesday, 8 March 2023\nTo: All\nSubject: Harbour board votes for a new quay"
    text = f"RELEASED IN PART\n\n{own}\n\nFor you.\n\n{inner}\n\n{PROSE}\n"
    draft = draft_seed("a.txt", read_seed("a.txt", text.encode(), SHIPPED), SHIPPED)
    assert (draft.title, draft.day) == ("Harbour board votes for a new quay", dt.date(2023, 3, 8))
    assert draft.body == tuple(PROSE.split("\n\n"))


def test_headers_deep_in_a_text_are_its_own() -> None:
    letter = "From: A\nDate: 8 March 2023\nSubject: Oak"
    text = f"Harbour board votes for a new quay\n\n{PROSE}\n\nThe letter that was found says:\n\n{letter}\n\nIt is old."
    assert not shows_headers(text, SHIPPED)
    assert (
        "Nobody voted against the plan."
        in draft_seed("a.txt", read_seed("a.txt", text.encode(), SHIPPED), SHIPPED).body
    )


def test_the_headline_in_a_mail_is_better_than_its_subject() -> None:
    text = f"From: A <a@example.org>\nDate: 8 March 2023\nSubject: Embargoed until nine\nTo: B\n\n{ARTICLE}"
    assert draft_seed("a.txt", read_seed("a.txt", text.encode(), SHIPPED), SHIPPED).title == (
        "Harbour board votes for a new quay"
    )


def test_a_text_that_speaks_of_headers_is_left_alone() -> None:
    text = "How to write to us\n\nFrom: your own address\n\nAnd say what it is about."
    assert article_in(text, SHIPPED).text == text


def test_a_quoted_article() -> None:
    quoted = "\n".join(f"> {line}".rstrip() for line in ARTICLE.split("\n"))
    found = article_in(
        f"Is this any good?\n\nOn Wed, 8 Mar 2023, Ann Doe\n<ann@example.org> wrote:\n\n{quoted}\n", SHIPPED
    )
    assert found.text.strip() == ARTICLE
    assert "Is this any good?" in found.notes[0]


def test_a_quotation_in_an_article_stays() -> None:
    text = f"{PROSE}\n\n> The oak is good,\n\nsaid the chair of the board.\n\nShe was glad."
    assert article_in(text, SHIPPED).text == text


def test_a_signature_is_left_out_and_told() -> None:
    found = article_in(f"{PROSE}\n-- \nAnn Doe\nExample Times\n", SHIPPED)
    assert found.text == PROSE
    assert found.notes == ("Left out, as it is the signature: “Ann Doe Example Times”",)
    long = f"{PROSE}\n--\n" + "And so the text goes on.\n" * 20
    assert article_in(long, SHIPPED).text == long


@pytest.mark.parametrize("prefix", ["Fwd: ", "FW: ", "WG: ", "TR : ", "RV: ", "VB: ", "Re: Fwd: ", "Fwd: [desk] "])
def test_prefixes(prefix: str) -> None:
    assert subject_of(f"{prefix}Board votes") == "Board votes"
    assert subject_of("Free: the harbour") == "Free: the harbour"


def test_flowed_lines_are_whole_again() -> None:
    assert unflowed("The quay \nis open.\n\n>  So \n> it \n> is.\n-- \nAnn", False) == (
        "The quay is open.\n\n>  So it is.\n-- \nAnn"
    )
    assert unflowed("Hafen \nmeister", True) == "Hafenmeister"
    data = mail("x", "x").as_bytes().partition(b"Content-Type")[0]
    data += b"Content-Type: text/plain; format=flowed\n\nThe quay \nis open.\n"
    assert read_seed("a.eml", data, SHIPPED).text == "The quay is open.\n"


@pytest.mark.parametrize(
    ("charset", "cte", "text"),
    [
        ("iso-8859-1", "quoted-printable", "Das Café über dem Kai ist offen."),
        ("utf-8", "base64", "Das Café über dem Kai ist offen — wieder."),
        ("windows-1252", "8bit", "“The quay” – it’s open."),
        ("iso-8859-2", "quoted-printable", "Gdańsk ma nowe nabrzeże."),
    ],
)
def test_encodings(charset: str, cte: str, text: str) -> None:
    assert read_seed("a.eml", mail("x", text, charset=charset, cte=cte).as_bytes(), SHIPPED).text.strip() == text


def test_an_unknown_charset_is_guessed() -> None:
    data = mail("x", "x").as_bytes().partition(b"Content-Type")[0]
    data += b"Content-Type: text/plain; charset=x-unknown\nContent-Transfer-Encoding: 8bit\n\nThe caf\xe9 is open.\n"
    read = read_seed("a.eml", data, SHIPPED)
    assert read.text == "The café is open.\n"
    assert "Windows-1252" in read.notes[0]


def test_plain_text_is_preferred_and_attachments_are_told() -> None:
    made = mail("x", ARTICLE)
    made.add_alternative("<html><body><p>Another text of the mail.</p></body></html>", subtype="html")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="quay.pdf")
    read = read_seed("a.eml", made.as_bytes(), SHIPPED)
    assert read.text.strip() == ARTICLE
    assert read.notes == ("Left out, as they are attachments: quay.pdf.",)


def test_a_page_is_read_where_the_plain_text_only_points_to_it() -> None:
    made = mail("x", "See this mail in your browser.")
    paragraphs = "".join(f"<p>{line}</p>" for line in ARTICLE.split("\n\n"))
    made.add_alternative(f"<html><body>{paragraphs}<p>{'It is a long text. ' * 20}</p></body></html>", subtype="html")
    assert "Nobody voted against the plan." in read_seed("a.eml", made.as_bytes(), SHIPPED).text
    only = mail("x", f"<html><body>{paragraphs}</body></html>", subtype="html")
    assert read_seed("a.eml", only.as_bytes(), SHIPPED).text == ARTICLE


def test_a_message_in_a_message() -> None:
    made = mail("Fwd: a mail", "Look at this.")
    inner = mail("Board votes for a quay", PROSE)
    inner.replace_header("Date", "Wed, 8 Mar 2023 10:00:00 +0100")
    made.add_attachment(inner)
    read = read_seed("a.eml", made.as_bytes(), SHIPPED)
    assert read.text.strip() == PROSE
    assert read.fields is not None
    assert (read.fields.title, read.fields.day) == ("Board votes for a quay", dt.date(2023, 3, 8))


def test_a_page_that_a_browser_saved_as_one_file() -> None:
    made = mail("Quay", f"<html><head><title>Q</title></head><body><p>{PROSE}</p></body></html>", subtype="html")
    made["Snapshot-Content-Location"] = "https://times.example/quay"
    read = read_seed("a.mhtml", made.as_bytes(), SHIPPED)
    assert read.fields is not None
    assert read.fields.source.url == "https://times.example/quay"
    assert read.fields.day is None


def test_a_file_without_headers_is_text() -> None:
    assert read_seed("a.eml", b"The quay is open today\n\nThe board is glad.\n", SHIPPED).text.startswith("The quay")


def test_a_mail_without_text() -> None:
    made = EmailMessage()
    made["From"] = "ann@example.org"
    made.add_attachment(b"x", maintype="image", subtype="png")
    with pytest.raises(SeedError, match="without any text"):
        read_seed("a.eml", made.as_bytes(), SHIPPED)
