"""Pages as browsers save them: the article alone, all of it, and what they say of it."""

from __future__ import annotations

import re

import pytest

from digest.seeds.drafting import draft_seed
from digest.seeds.read import read_seed
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.write.markdown import body_markdown
from tests.seeds.saved_pages import PAGES, Saved


def words(texts: list[str]) -> str:
    return f" {folded(' '.join(re.sub(r'^(?:- |[0-9][.] )', '', text) for text in texts))} "


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_article_is_whole_and_in_order(page: Saved) -> None:
    read = read_seed("a.html", page.data, SHIPPED).text
    at = 0
    for text in page.texts:
        at = folded(read).find(folded(text), at)
        assert at >= 0, text
    draft = draft_seed("a.html", read_seed("a.html", page.data, SHIPPED), SHIPPED)
    body = words([draft.deck, *draft.body])
    assert [text for text in page.texts if f" {folded(text)} " not in body] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_of_the_page_is_left_in_it(page: Saved) -> None:
    body = draft_seed("a.html", read_seed("a.html", page.data, SHIPPED), SHIPPED).body
    right = words(page.texts)
    assert [text for text in body if words([text]) not in right] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_page_says_of_it(page: Saved) -> None:
    draft = draft_seed("a.html", read_seed("a.html", page.data, SHIPPED), SHIPPED)
    assert (draft.title, str(draft.day), draft.source.name) == (page.title, page.day, page.site)


def test_a_table_of_a_page_becomes_one_in_the_article() -> None:
    page = next(page for page in PAGES if page.name == "joomla")
    draft = draft_seed("a.html", read_seed("a.html", page.data, SHIPPED), SHIPPED)
    rows = "| Hall | Shows |\n| --- | --- |\n| North | Anchors |\n| South | Maps &#124; charts |"
    assert rows in body_markdown(draft.body, SHIPPED).split("\n\n")


P = "The harbour board voted on Tuesday for a new quay, which is to be built of oak from the north."


def text_of(body: str) -> str:
    html = f"<html><body><article><h1>The quay opens</h1><p>{P}</p>{body}<p>{P.replace('oak', 'ash')}</p></article>"
    return read_seed("a.html", html.encode(), SHIPPED).text.removeprefix(f"The quay opens\n\n{P}").strip()


BELOW = P.replace("oak", "ash")


@pytest.mark.parametrize(
    "noise",
    [
        '<span class="screen-reader-text">list of 2 items</span><ul><li><span class="sr-only">list 1 of 2</span>'
        '<a href="/a">A quay of sand</a></li><li>list 2 of 2<a href="/b">A quay of clay</a></li></ul>'
        "<span>end of list</span>",
        "<div>1 of 12</div>",
        "<p>Slide 3 of 4</p>",
        "<p>– | –</p><p>***</p>",
        '<h3>Read more</h3><p><a href="/a">A quay of sand</a></p>',
        '<p><strong>Lea también:</strong></p><ul><li><a href="/a">A quay of sand</a></li></ul>',
        '<div><a href="/a"><h3>A quay of sand is planned</h3></a><p>It is said to be cheaper than oak.</p></div>',
        '<section aria-label="x"><h2>More</h2><ul><li>Live <a href="/a">A storm nears the coast</a></li><li>1 hour ago'
        ' <a href="/b">The council falls over its budget</a></li></ul></section>',
        '<div><p><a href="/a">A storm nears the coast</a></p><span>3 days ago</span><p><a href="/b">The council falls'
        " over its budget</a></p><span>5 days ago</span></div>",
        '<div class="gallery"><p>1 of 2</p><p>The quay is seen here on Tuesday in the rain.</p></div>',
        '<aside role="complementary"><p>The quay in figures, told in a box beside the text of the page.</p></aside>',
        '<div role="dialog"><p>We have changed our terms, which you may read and agree to here.</p></div>',
        '<div class="newsletterSignup"><p>Our letter tells you each morning what moves the harbour in May.</p></div>',
        '<blockquote class="instagram-media"><p>A post shared by the harbour</p></blockquote>',
        '<div class="wp-caption"><img><p>The quay on Tuesday. Photo: Ann Doe</p></div>',
    ],
)
def test_what_is_no_part_of_the_article(noise: str) -> None:
    assert text_of(noise) == BELOW


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("<ul><li>One thing</li></ul>", "One thing"),  # a dash before it would be no list, and stand there as `\\-`
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n\n- Two"),
        ("<h2>What it costs</h2>", "What it costs"),
        (f'<h2>What it costs</h2><div class="newsletter">{P}</div>', "What it costs"),
        ('<p>It is, <a href="/a">as the report of the board says in so many words</a>, done.</p>', None),
        (f"<figure><blockquote>{BELOW} So it is.</blockquote></figure>", f"{BELOW} So it is."),
        (f"<p>{P[:-1]} again<sup><a href='#n1'>1</a></sup>.</p>", f"{P[:-1]} again."),
        ('<p><a name="x">An anchor is no link, whatever it stands around, even if that is all of it.</a></p>', None),
    ],
)
def test_what_is_part_of_the_article(part: str, text: str | None) -> None:
    expected = re.sub(r"<[^>]+>", "", part) if text is None else text
    assert text_of(part) == f"{expected}\n\n{BELOW}"


def test_a_frame_is_no_margin_for_its_name() -> None:
    for name in ("has-sidebar", "no-comments", "related-content-page", "share-enabled"):
        assert text_of(f'<div class="{name}"><p>{P}</p><p>{P} Again.</p></div>').startswith(P)


def test_of_two_parts_of_one_name_that_which_holds_the_article_stays() -> None:
    aside = f'<div class="sidebar"><p>{P.replace("oak", "sand")}</p></div>'
    assert text_of(f'<div class="sidebar-layout"><p>{P} Again.</p><p>{P} Once more.</p>{aside}</div>') == (
        f"{P} Again.\n\n{P} Once more.\n\n{BELOW}"
    )


def test_a_page_that_is_laid_out_with_a_table_and_breaks() -> None:
    cell = f"<b>The quay opens</b><br>By Ann Doe<br><br>{P}<br><br>{BELOW}<br>"
    rows = '<tr><td colspan="2"><a href="/">Home</a></td></tr><tr><td><a href="/a">A</a><br>B</td><td>{}</td></tr>'
    text = read_seed("a.html", f"<table>{rows.format(cell)}</table>".encode(), SHIPPED).text
    assert text == f"The quay opens\nBy Ann Doe\n\n{P}\n\n{BELOW}"


def test_dates_of_changes_below_the_article_go() -> None:
    head = '<meta property="article:published_time" content="2023-03-08">'
    dates = (
        '<div class="published-dates"><p>Published 8 March 2023<br>Updated 9 March 2023</p><ol><li>9 March 2023: a map.'
    )
    html = f"<html><head>{head}</head><body><main><h1>The quay opens</h1><div><p>{P}</p><p>{BELOW}</p></div>{dates}"
    assert read_seed("a.html", html.encode(), SHIPPED).text == f"The quay opens\n\n{P}\n\n{BELOW}"


def test_a_name_and_what_its_bearer_is_are_two_lines() -> None:
    byline = '<div class="byline-block"><span>Ann Doe</span><span>Harbour correspondent</span></div>'
    assert (
        "Ann Doe\nHarbour correspondent"
        in read_seed(
            "a.html", f"<article><h1>The quay opens</h1>{byline}<p>{P}</p><p>{BELOW}</p></article>".encode(), SHIPPED
        ).text
    )


def test_a_weak_word_keeps_no_sentence_back() -> None:
    gallery = f'<div class="gallery"><p>1 of 2</p><p>{P} It has two arms.</p><p>2 of 2</p></div>'
    assert text_of(gallery) == f"{P} It has two arms.\n\n{BELOW}"
