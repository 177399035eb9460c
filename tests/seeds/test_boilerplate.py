"""What pages put around an article: calls to read on, lists of other stories, tags, forms, notices."""

from __future__ import annotations

import datetime as dt

import pytest

from digest.seeds.draft import Draft
from digest.seeds.passes import draft_article
from digest.seeds.words.lexicon import SHIPPED

PROSE = "The committee met in the town hall and looked at the prices of timber over the whole of the year."
MORE = "A second meeting is planned, the chair said, and all who live in the town may come and speak."


def draft(*lines: str) -> Draft:
    return draft_article("a.txt", "\n\n".join(("Committee Looks at Timber", *lines)), SHIPPED)


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Yard lays keel of its third ship",
        "Read also: What does oak cost?",
        "Also read: Yard lays keel",
        "Related: Yard lays keel",
        "Related story » Yard lays keel",
        "More on this topic: Yard lays keel",
        "See also | Yard lays keel",
        "Read next – Yard lays keel",
        "Lesen Sie auch: Werft legt Kiel",
    ],
)
def test_promos_in_the_middle(line: str) -> None:
    assert draft(PROSE, line, MORE).body == (PROSE, MORE)


@pytest.mark.parametrize(
    "line",
    [
        "Related: the costs of the plan rose by a tenth in May.",
        "Related – but different",
        "Read more books, the teacher told the class",
        "See also section 5 of the act",
        "More from less: how the yard saved money",
        "Recommended prices: none",
        "Read this: it is short.",
        "Watch: the night is long",
    ],
)
def test_lines_that_are_no_promos(line: str) -> None:
    assert draft(PROSE, line, MORE).body == (PROSE, line, MORE)


def test_headlines_of_other_stories_at_the_end() -> None:
    made = draft(
        PROSE, MORE, "Related News", "17 Feb. 2021 : Board opens talks", "Yard lays keel", "© 2024 Example News"
    )
    assert made.body == (PROSE, MORE)


def test_headlines_that_touch_their_heading() -> None:
    assert draft(PROSE, "Related articles\nYard lays keel\nBoard opens talks", MORE).body == (PROSE, MORE)


@pytest.mark.parametrize(
    "lines",
    [
        (PROSE, "Related", "The road ahead", MORE),
        (PROSE, "Recommended\nThe road ahead is long, and nobody knows\nwhere it may lead the town.", MORE),
    ],
)
def test_what_only_follows_such_a_heading_stays(lines: tuple[str, ...]) -> None:
    kept = " ".join(draft(*lines).body)
    expected = [word for line in lines for word in line.removeprefix("Recommended\n").split() if line != "Related"]
    assert kept.split() == expected


def test_a_heading_above_the_article_takes_nothing_with_it() -> None:
    made = draft_article("a.txt", f"Trending\nCommittee Looks at Timber\n\n{PROSE}\n\n{MORE}", SHIPPED)
    assert (made.title, made.body) == ("Committee Looks at Timber", (PROSE, MORE))


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Tags: timber, NATO, sailing, news", ("NATO", "Timber")),
        ("Topics: Timber | North Atlantic Alliance", ("NATO", "Timber")),
        ("Filed under: timber; NATO", ("NATO", "Timber")),
        ("#NATO #timber", ("NATO", "Timber")),
        ("Schlagwörter: NATO", ("NATO",)),
    ],
)
def test_the_seeds_own_tags_are_used(line: str, tags: tuple[str, ...]) -> None:
    made = draft(PROSE, MORE, line, "Leave a Reply")
    assert (made.tags, made.body) == (tags, (PROSE, MORE))


@pytest.mark.parametrize(
    "line",
    [
        "Topics: the price of oak, and what the town can do about it",
        "Topics: oak, ash and elm.",
        "Tags are sewn into each coat",
        "#1 oak, #2 ash",
    ],
)
def test_lines_that_list_no_tags(line: str) -> None:
    assert draft(PROSE, line, MORE).body == (PROSE, line, MORE)


def test_labels_and_headlines_below_the_last_sentence_go() -> None:
    made = draft(PROSE, MORE, "Other news", "Yard lays keel", "Board opens talks")
    assert made.body == (PROSE, MORE)
    assert "after-text" in {line.rule for line in made.lines if line.is_removed}


@pytest.mark.parametrize(
    "lines",
    [
        ("The ships that took part:", "HMS Defender", "HNLMS Evertsen"),
        ("- HMS Defender", "- HNLMS Evertsen"),
        ("Length: 149 m", "Speed: 26 knots"),
        ("Country\tYear", "Poland\t2025"),
    ],
)
def test_lists_and_tables_below_the_last_sentence_stay(lines: tuple[str, ...]) -> None:
    assert draft(PROSE, MORE, *lines).body[:2] == (PROSE, MORE)
    assert len(draft(PROSE, MORE, *lines).body) == 2 + len(lines)


def test_a_list_of_topics_inside_the_text_stays() -> None:
    assert draft(PROSE, "Topics: oak, ash", MORE).body == (PROSE, "Topics: oak, ash", MORE)


FORM = """Leave a Reply

Your email address will not be published. Required fields are marked *

Comment *

Name *

Email *

Website

Save my name, email, and website in this browser for the next time I comment.

Post Comment"""


def test_a_comment_form_over_many_lines() -> None:
    assert draft(PROSE, FORM).body == (PROSE,)
    # The same words above any form are the article's.
    assert draft("Name", PROSE, "Website", MORE, FORM).body == ("Name", PROSE, "Website", MORE)


@pytest.mark.parametrize(
    "line",
    [
        "No featured image available",
        "Читайте також: Чому рада міста проти дуба",
        "Play Live Radio",
        "Click here - to select or create a menu",
        "Permanent link to this item",
        "Send tips to [email protected].",
        "Press contact: 0123 456",
        "More for you",
        "Sponsor: Sawdust: Elevate your timber game!",
        "roe/12/12.9.2016",
        "Cet article existe également en français",
        "Type your search words and press Enter.",
        "Swipe for further photos",
        "2 View gallery",
        "For the original story, go here.",
        "Timber Theme License is not validated, go to the theme options page to validate it.",
        "Start Free Account Read 7 premium stories a month for FREE!",
        "Subscriber already? Print subscriber? Switch on your free account.",
        "Become an Example Times member or sign in to have your say.",
        "Give your email address below and we send you a link to log in.",
        "• Example News is on Facebook and Twitter: follow us",
        "Write to the Example Times at news@example.com",
        "Jump to search Jump to main content Jump to footer navigation",
        "Powered by automated translation",
        "This is a developing story…",
        "This report was made by Example Agency. Example Agency is solely responsible for all content.",
        "Follow this news feed: Timber Office",
        "Läs även Example Times: Därför behövs virket",
        "— Timber Office (@timber) March 8, 2023",
        "From around the site",
        "Be among the first to get breaking news delivered right to your inbox!",
        "Respond to this story",
        "To post a comment you need a free account:",
        "Watch Example News at noon for more on both yards.",
        "Want to read the whole article?",
        "We use cookies to improve your experience on our site and to show you advertising.",
        "By continuing to use this site you agree to our use of cookies.",
        "Accept all",
        "Privacy Policy | Terms of Use",
        "© Example News 2024. All rights reserved.",
        "© Copyright 4 May 2024 Example News",
        "Copyright 2024 Example News. All rights reserved.",
        "Example News © 2024",
    ],
)
def test_notices(line: str) -> None:
    made = draft(PROSE, MORE, line)
    assert (made.body, made.day) == ((PROSE, MORE), None)


@pytest.mark.parametrize(
    "line",
    [
        "Watch towers at noon are a sight of their own.",
        "Those who respond to this story are many.",
        "Copyright law was changed in 2019, the chair said.",
        "Cookies are baked in the hall each year.",
        "By using the site of the old yard the town saves money.",
        "The firm (c) 2020 of the land is old.",
    ],
)
def test_sentences_that_are_no_notices(line: str) -> None:
    assert draft(PROSE, line).body == (PROSE, line)


def test_a_bare_date_far_below_is_the_pages() -> None:
    made = draft(PROSE, *[MORE] * 5, "4 May 2024")
    assert (made.day, made.body[-1]) == (None, MORE)
    assert draft(PROSE, *[MORE] * 5, "Published 4 May 2024").day == dt.date(2024, 5, 4)


def test_a_headline_in_capitals_above_the_text_is_its_own() -> None:
    title = "COMMITTEE LOOKS AT TIMBER PRICES OF THE YEAR"
    assert draft_article("a.txt", f"{title}\n\n{PROSE}\n\n{MORE}", SHIPPED).title == title
    promo = "BAKERS OF THE TOWN BAKE AGAIN THIS SUMMER"
    assert draft_article("a.txt", f"{title}\n\n{PROSE}\n\n{promo}\n\n{MORE}", SHIPPED).body == (PROSE, MORE)
