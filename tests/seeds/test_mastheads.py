"""Names that stand apart from the text, and what their places tell of who published it."""

from __future__ import annotations

import pytest

from digest.seeds.draft import Draft
from digest.seeds.passes import draft_article
from digest.seeds.read.stated import Fields
from digest.seeds.words.lexicon import SHIPPED

TITLE = "Timber Is Dearer After the Storm"
PROSE = "The committee met in the town hall and looked at the prices of timber over the whole of the year."
LAST = "Timber has been dear since the storm of last autumn, when many trees of the town's forest fell."


def draft(*above: str, below: tuple[str, ...] = ()) -> Draft:
    return draft_article("a.txt", "\n\n".join((*above, TITLE, PROSE, LAST, *below)), SHIPPED)


def named(made: Draft) -> tuple[str, str]:
    return made.source.name, made.review.get("source", "")


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("Alder Centre for Forests | Policy Brief | May 2023", "Alder Centre for Forests"),
        ("FOREST GUARD DIGEST          No. 31            9 May 2023", "FOREST GUARD DIGEST"),
        ("Wald aktuell | Ausgabe Mai 2023 | 9. Mai 2023", "Wald aktuell"),
        ("Forstkommando Hochwald - Pressestelle - 7. Mai 2023", "Forstkommando Hochwald"),
        ("Commission des forêts                    Synthèse du rapport n° 98", "Commission des forêts"),
    ],
)
def test_in_columns_with_a_date_or_an_issue_a_name_is_who_published(row: str, name: str) -> None:
    assert named(draft(row)) == (name, "")


@pytest.mark.parametrize(
    ("row", "name"),
    [("Timber Radar Weekly, 9 May 2023", "Timber Radar Weekly"), ("The Hague, 25 June 2025", "")],
)
def test_before_a_comma_and_a_date_it_is_inferred_and_a_place_is_none(row: str, name: str) -> None:
    assert named(draft(row)) == (name, "a line with the date begins with it" if name else "")


@pytest.mark.parametrize(
    ("first", "name"),
    [
        ("Oak Craft Levant", "Oak Craft Levant"),
        ("Лісний вісник", "Лісний вісник"),
        ("Ann Doe", ""),
        ("United Arab Emirates", ""),
        ("EXCLUSIVE INTERVIEW", ""),
        ("Updated 3 hours ago", ""),
        ("Opinion", ""),
    ],
)
def test_a_first_line_names_who_published_if_it_looks_like_a_name(first: str, name: str) -> None:
    made = draft(first, "7 May 2026")
    assert named(made) == (name, "it is the first line of the text" if name else "")


def test_what_stands_first_in_a_menu_is_nobody() -> None:
    menu = ("Green Life Hacks", "Forest", "Mills", "Prices", "Towns", "Letters", "Sawmills", "Lorries", "Saws")
    assert draft(*menu, "Axes", "Boards", "Planks", "Logs").source.name == ""


@pytest.mark.parametrize(
    "row", ["Ann Doe, Larch Bay Courier", "By Sgt. Ann Doe, 12th Forest Brigade", "Ann Doe | Larch Bay Courier"]
)
def test_beside_its_author_a_publisher_is_named(row: str) -> None:
    text = "\n\n".join((TITLE, row, PROSE, LAST))
    name = row.replace(" | ", ", ").partition(", ")[2]
    assert draft_article("a.txt", text, SHIPPED).source.name == name


@pytest.mark.parametrize(
    ("dateline", "name", "why"),
    [
        ("Bonn/Riga (wpa) - ", "wpa", "brackets in the dateline name it"),
        ("TARTU, May 9, BTS - ", "BTS", ""),
        ("BERLIN, 4. März (Alder Dienst) – ", "Alder Dienst", "brackets in the dateline name it"),
        ("(Notizie Larice) - ROMA, 9 MAG - ", "Notizie Larice", ""),
    ],
)
def test_the_agency_of_a_dateline_need_not_be_known(dateline: str, name: str, why: str) -> None:
    text = "\n\n".join((TITLE, dateline + PROSE, LAST))
    assert named(draft_article("a.txt", text, SHIPPED)) == (name, why)


def test_a_force_in_the_head_of_a_release_is_its_issuer_whatever_its_rows() -> None:
    made = draft(
        "Stato Maggiore della Difesa", "Ufficio Pubblica Informazione", "Comunicato stampa n. 5", "4 marzo 2025"
    )
    assert made.source.name == "Stato Maggiore della Difesa"


def test_a_minister_in_the_first_line_is_no_publisher() -> None:
    assert draft("Shadow Timber Minister Ann Doe").source.name == ""


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Alder Timber Board <news@aldertimberboard.example>", "Alder Timber Board"),
        ("Press Office of Alder Timber Board <mail@atb.example>", "Alder Timber Board"),
        ("Ann Doe <ann@mill.example>", ""),
        ("ann@mill.example", ""),
    ],
)
def test_who_has_sent_a_mail_is_its_source_unless_it_is_a_person(sender: str, name: str) -> None:
    text = "\n\n".join((TITLE, PROSE, LAST))
    assert draft_article("a.eml", text, SHIPPED, Fields(sender=sender)).source.name == name


def test_who_tells_of_itself_below_its_release_is_inferred() -> None:
    text = "\n\n".join(("Birkner Holzbau Delivers Lathes to the Forest", PROSE, LAST, "About Birkner Holzbau"))
    assert named(draft_article("a.txt", text, SHIPPED)) == ("Birkner Holzbau", "the page's menu names it")
    assert draft(below=("About Birkner Holzbau",)).source.name == ""
