"""Who published a text, where no line of its own and no byline says so."""

from __future__ import annotations

import pytest

from digest.seeds.draft import Draft
from digest.seeds.passes import draft_article
from digest.seeds.words.lexicon import SHIPPED

PROSE = "The committee met in the town hall and looked at the prices of timber over the whole of the year."
LAST = "Timber has been dear since the storm of last autumn, when many trees of the town's forest fell."


def draft(*lines: str) -> Draft:
    return draft_article("a.txt", "\n\n".join(("Committee Looks at Timber Prices", *lines)), SHIPPED)


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ((PROSE, f"{LAST} (Reuters)"), "Reuters"),
        ((PROSE, f"{LAST} (AFP/AP)"), "AFP/AP"),
        ((PROSE, f"{LAST} -Xinhua"), "Xinhua"),
        ((f"{PROSE[:-1]}….reports Example News", LAST), "Example News"),
        ((f"{PROSE} (Source: Town Office, 8 March)", LAST), "Town Office"),
        ((PROSE, LAST, "Read the whole article on example.com →"), "example.com"),
        (
            (PROSE, LAST, "Have a tip for the newsroom? | Read Timber Blog on Flipboard | Sign up for the newsletter."),
            "Timber Blog",
        ),
        (("8 March 2023", "• LETA/BNS/TBT Staff", PROSE, LAST), "LETA/BNS/TBT"),
        ((PROSE, LAST, "(SDA)"), "SDA"),
        (("PTI | Mar 8, 2023, 02.18 PM IST", PROSE, LAST), "PTI"),
        (("by ExampleTimes", PROSE, LAST), "ExampleTimes"),
        (("ByABC News", "March 8, 2023, 9:03 PM", PROSE, LAST), "ABC News"),
        ((f"Defense One – {PROSE}", LAST), "Defense One"),
        ((PROSE, LAST, "Articles by: Kyiv Post"), "Kyiv Post"),
        (("By: News 9", PROSE, LAST), "News 9"),
        (("By ASSOCIATED PRESS Published: March 8, 2023", PROSE, LAST), "ASSOCIATED PRESS"),
        ((PROSE, LAST, "The Example TimesThe Example Times news desk"), "The Example Times"),
        (("U.S. Department of Timber", PROSE, LAST), "U.S. Department of Timber"),
        (
            ("By Airman 1st Class Ann Doe", "4th Timber Wing Public Affairs", PROSE, LAST),
            "4th Timber Wing Public Affairs",
        ),
    ],
)
def test_it_is_named(lines: tuple[str, ...], name: str) -> None:
    made = draft(*lines)
    assert (made.source.name, "source" in made.review) == (name, False)


def test_it_is_named_in_the_prose_and_that_is_told() -> None:
    line = "Timber is dear, Example Times writes with reference to Example Agency and to the town's own clerk."
    made = draft(line, PROSE, LAST)
    assert (made.source.name, made.review["source"]) == (
        "Example Times",
        "named in the text, where it may only be quoted",
    )


@pytest.mark.parametrize(
    "last",
    [
        f"{LAST} (Timber)",
        f"{LAST[:-1]} (Reuters).",  # in the sentence, not behind it
        "“It is as dear as it can be,” the clerk of the town told Reuters in a letter about the forest.",
        "“It is as dear as it can be,” the clerk of the town told ABC News in a letter about the forest.",
        "Example Times – as the town's paper is called – has not said what timber costs in the forest.",
        "The clerk of the town told Ann Doe in a letter that it is as dear as it can be in the forest.",
    ],
)
def test_nobody_is_named(last: str) -> None:
    assert draft(PROSE, last).source.name == ""


@pytest.mark.parametrize("line", ["NewsLocal News", "Local and State News", "GET LIVE TIMBER NEWS"])
def test_sections_are_no_publisher(line: str) -> None:
    assert (
        draft_article("a.txt", f"{line}\n\nCommittee Looks at Timber\n\n{PROSE}\n\n{LAST}", SHIPPED).source.name == ""
    )


def test_a_person_to_be_followed_is_no_publisher() -> None:
    assert draft(PROSE, LAST, "Follow Ann on Twitter").source.name == ""
