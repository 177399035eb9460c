"""The signs that texts are shown with: which are set, in what language, and which are left as they were typed."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.typography.quotes import FEET, INCHES
from digest.typography.setting import HYPHEN, NARROW, NO_BREAK, set_html, set_text
from digest.typography.signs import QUOTES
from tests.profiles import examples
from tests.sites import CONFIG, article, body_of, build, differences_from_clean, make_site, page, problems_of

LANGUAGES = ("en", "de", "fr", "es", "pl", "uk", "ar", "sv", "ja", "tlh")


def shown(text: str, language: str = "en") -> str:
    """A text as it is set: _ stands for a space that does not break, ~ for a narrow one, = for such a hyphen."""
    return set_text(text, language).replace(NO_BREAK, "_").replace(NARROW, "~").replace(HYPHEN, "=")


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('He said "yes" and left.', "He said “yes” and left."),
        ('"Yes," he said. "No."', "“Yes,” he said. “No.”"),
        ("'Yes,' he said.", "‘Yes,’ he said."),
        ("\"He said 'yes',\" she said.", "“He said ‘yes’,” she said."),
        ('"He said "yes" to it," she said', "“He said ‘yes’ to it,” she said"),
        ("'He said \"yes\" to it,' she said", "‘He said “yes” to it,’ she said"),
        ("\"'Yes,'\" he said", "“‘Yes,’” he said"),
        ('("a") ["b"] {"c"} —"d"— a/"e"/b', "(“a”) [“b”] {“c”} —“d”— a/“e”/b"),
        ('The "Leopard"-class tank', "The “Leopard”-class tank"),
        ('He wrote: "...and then"', "He wrote: “...and then”"),
        ('a ".50" gun', "a “.50” gun"),
        ('l\'"Obs"', "l’“Obs”"),
        ('A "24" and "155 mm"', "A “24” and “155_mm”"),
        ('""', "“”"),
        ("don't, Ukraine's, the allies' plan, O'Brien", "don’t, Ukraine’s, the allies’ plan, O’Brien"),
        ("the '90s, class of '85, 'tis", "the ’90s, class of ’85, ’tis"),
        ("'The allies' plan works,' he said.", "‘The allies’ plan works,’ he said."),
        ("1'000'000", "1’000’000"),
    ],
)
def test_quotation_marks_and_apostrophes(typed: str, set_: str) -> None:
    assert shown(typed) == set_


@pytest.mark.parametrize(
    "typed",
    [
        '"Not closed',
        'Not opened" here',
        'One "two" three" four "five"',
        '"We used a 24" gun," he said.',
        'a 24" gun and a 30" gun',
        "of 5'10 and 'Ali",
        'in"side',
        " \" ' ",
        "“Set” already, ‘this’ too, and so’s that.",
        "„Gesetzt“ «déjà»",
    ],
)
def test_what_is_not_plain_stays_as_it_was_typed(typed: str) -> None:
    assert shown(typed) == typed


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("5'10\" tall", f"5{FEET}10{INCHES} tall"),
        ("at 50°27'00\"N 30°31'E", f"at 50°27{FEET}00{INCHES}N 30°31{FEET}E"),
        ('"He is 5\'10"," she said', f"“He is 5{FEET}10{INCHES},” she said"),
    ],
)
def test_feet_and_minutes_are_no_quotations(typed: str, set_: str) -> None:
    assert shown(typed) == set_


@pytest.mark.parametrize(
    ("language", "typed", "set_"),
    [
        ("en-GB", "\"a 'b'\"", "“a ‘b’”"),
        ("de", "\"a 'b'\"", "„a ‚b‘“"),
        ("de-CH", "\"a 'b'\"", "«a ‹b›»"),
        ("fr", '"a "b" c"', "«~a “b” c~»"),
        ("es", "\"a 'b'\"", "«a “b”»"),
        ("pl", "\"a 'b'\"", "„a «b»”"),
        ("uk", "\"a 'b'\" об'єкт", "«a „b“» об’єкт"),
        ("ar", 'قال: "نعم" و"لا"', "قال: ”نعم“ و”لا“"),
        ("pt", '"a"', "“a”"),
        ("pt-PT", '"a"', "«a»"),
        ("zh-Hant-HK", '他說"你好"吧', "他說「你好」吧"),
        ("zh", '他说"你好"吧', "他说“你好”吧"),
        ("sv", "\"a 'b'\"", "”a ’b’”"),
        ("tlh", "\"a 'b'\"", "“a ‘b’”"),
        ("", '"a"', "“a”"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language: str, typed: str, set_: str) -> None:
    assert shown(typed, language) == set_


def test_each_language_has_four_marks() -> None:
    assert {len(marks.split()) for marks in QUOTES.values()} == {4}


@pytest.mark.parametrize(
    ("language", "typed", "set_"),
    [
        ("en", "155 mm, €1.2 billion, 12 km, 40 %, 5 million men", "155_mm, €1.2_billion, 12_km, 40_%, 5_million men"),
        ("en", "8 March 2023, on March 8, 2023, in March 2023", "8_March 2023, on March_8, 2023, in March 2023"),
        ("en", "No. 5, Type 212CD, Mk 41, Block 4, Leopard 2A6", "No._5, Type_212CD, Mk_41, Block_4, Leopard_2A6"),
        ("en", "$ 5 and € 7", "$_5 and €_7"),
        ("en", "155\nmm", "155_mm"),
        ("en", "in 2022 500 men, 5 men, 10 Downing Street", "in 2022 500 men, 5 men, 10 Downing Street"),
        ("de", "am 8. März 10 km und 5 Mio. Euro", "am 8._März 10_km und 5_Mio. Euro"),
        ("fr", "le 8 mars : 10 000 hommes, 40 %, 12 km", "le 8_mars~: 10~000 hommes, 40~%, 12_km"),
        ("fr", "Quoi ? Non ! « Bien » ; oui :-)", "Quoi~? Non~! «~Bien~»~; oui :-)"),
        ("es", "el 8 de marzo, 5 de los 10", "el 8_de marzo, 5 de los 10"),
        ("pl", "8 marca, 10 000, w 2022 500", "8_marca, 10_000, w 2022 500"),
        ("uk", "8 березня, 5 млн", "8_березня, 5_млн"),
    ],
)
def test_spaces_that_do_not_break(language: str, typed: str, set_: str) -> None:
    assert shown(typed, language) == set_


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("F-35, Su-57, MQ-9B, S-400, A-50U, E-3", "F=35, Su=57, MQ=9B, S=400, A=50U, E=3"),
        ("IRIS-T SLM, Iskander-M", "IRIS=T SLM, Iskander=M"),
        ("AIM-9X-2, F/A-18, AN/TPY-2, F-16/F-35", "AIM=9X=2, F/A=18, AN/TPY=2, F=16/F=35"),
        ("F-35s, T-72B3, Tu-22M3, MiG-29-Pilot", "F=35s, T=72B3, Tu=22M3, MiG=29-Pilot"),
        ("Т-72Б3 і Су-57", "Т=72Б3 і Су=57"),
        ("\"F-35\", 'Su-57', l'A-10", "“F=35”, ‘Su=57’, l’A=10"),
    ],
)
def test_hyphens_of_designators_do_not_break(typed: str, set_: str) -> None:
    assert shown(typed) == set_


@pytest.mark.parametrize(
    "typed",
    [
        "air-to-air, a well-known U-boat, T-shirt",
        "2023-03-08, 10-12 men, 2-1, 155-mm",
        "mid-2023, Mid-2023, Post-2014, Paris-2024",
        "+32-2-555-01-01, Tel-12-34-56",
        "2-A, A-B",
    ],
)
def test_other_hyphens_stay(typed: str) -> None:
    assert shown(typed) == typed


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/F-35?q=a'b",
        "www.example.org/F-35",
        "example.org/Su-57",
        "a'b@example.org",
        "@F-35",
        "#F-35",
        "F-35.pdf",
        "F-16_report",
        "C:\\docs\\F-35",
        "/srv/F-35",
        "./F-35",
    ],
)
def test_addresses_stay(address: str) -> None:
    assert shown(f"F-35 {address}, and ({address}).") == f"F=35 {address}, and ({address})."
    assert shown(f'See "{address}"') == f"See “{address}”"
    assert set_html(f'<p>See "<a>{address}</a>"</p>', "en") == f"<p>See “<a>{address}</a>”</p>"


@pytest.mark.parametrize(
    ("html", "set_"),
    [
        ('<p>"An <em>F-35</em>"</p>', "<p>“An <em>F=35</em>”</p>"),
        ('<p><em>"An</em> F-<b>35</b>"</p>', "<p><em>“An</em> F=<b>35</b>”</p>"),
        ("<p>155 <b>mm</b>, <b>12</b> km</p>", "<p>155_<b>mm</b>, <b>12</b>_km</p>"),
        ('<p>"One</p><ul><li>two"</li></ul>', '<p>"One</p><ul><li>two"</li></ul>'),
        ('<p>"One.</p>\n<p>"Two.</p>\n<p>"Three."</p>', "<p>“One.</p>\n<p>“Two.</p>\n<p>“Three.”</p>"),
        ('<p>"One "two".</p><p>"Three."</p>', "<p>“One ‘two’.</p><p>“Three.”</p>"),
        ('<p>"One.</p><p>Two.</p><p>"Three."</p>', '<p>"One.</p><p>Two.</p><p>“Three.”</p>'),
        ('<p>"One.</p><p>Two "three".</p>', '<p>"One.</p><p>Two “three”.</p>'),
        ('<p>Said "so".<sup><a href="#f-1">1</a></sup></p>', '<p>Said “so”.<sup><a href="#f-1">1</a></sup></p>'),
        ('<p>Said "so"<sup>1</sup></p>', "<p>Said “so”<sup>1</sup></p>"),
        ('<p>One<br>"two"</p>', "<p>One<br>“two”</p>"),
        ("<p>5<br>km</p>", "<p>5<br>km</p>"),
        ("<p title=\"it's 5 km\">it's</p>", '<p title="it\'s 5 km">it’s</p>'),
        ('<p title=\'"F-35" > 5\'>"a"</p>', "<p title='\"F-35\" > 5'>“a”</p>"),
        ("<p>It&nbsp;&quot;is&quot; &#39;so&#39; &amp; 5&nbsp;km</p>", "<p>It_“is” ‘so’ &amp; 5_km</p>"),
        ('<p>"<code>"F-35"</code>" isn\'t</p>', '<p>“<code>"F-35"</code>” isn’t</p>'),
        ('<p><span class="as-typed">24"</span> isn\'t</p>', '<p><span class="as-typed">24"</span> isn’t</p>'),
        ("<!-- it's --><p>it's</p>", "<!-- it's --><p>it’s</p>"),
        ("<p>it's</p", "<p>it’s</p"),
        ("<p>it's <a title=\"x", '<p>it’s <a title="x'),
        ("<p>5 < 6's</p>", "<p>5 < 6’s</p>"),
    ],
)
def test_html(html: str, set_: str) -> None:
    made = set_html(html, "en").replace(NO_BREAK, "_").replace(HYPHEN, "=")
    assert made == set_


@pytest.mark.parametrize("element", ["code", "pre", "kbd", "samp", "script", "style", "svg", "math", "textarea"])
def test_elements_of_code_and_the_like_stay(element: str) -> None:
    inside = f"<{element} class='a'>\"F-35\" isn't 5 km <b>it's</b></{element.upper()} >"
    assert set_html(f"<p>it's</p>{inside}<p>it's</p>", "en") == f"<p>it’s</p>{inside}<p>it’s</p>"
    open_ = f"<p>it's</p><{element}>it's"
    assert set_html(open_, "en") == f"<p>it’s</p><{element}>it's"


PIECES = st.sampled_from(
    (
        *(
            '"',
            "'",
            " ",
            "a",
            "s",
            "F-35",
            "12",
            " km",
            "mm",
            "-",
            ".",
            ",",
            "(",
            ")",
            "–",
            "“",
            "”",
            "’",
            "«",
            "»",
            "°",
        ),
        *("\n", "х", "你", "https://a.b/", "@a", " !", "8 March", "No. ", "Type ", "…", "\xa0", "x.pdf", "'90s", "'em"),
        *("5'10\"", "'n", "'85"),
    )
)
TAGS = st.sampled_from(
    ["<p>", "</p>", "<em>", "</em>", '<a href="it\'s">', "</a>", "<br>", "<code>", "</code>", "&quot;", "&amp;", "&lt;"]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def is_settled(typed: str, once: str) -> bool:
    """Whether no marks are left of which one could pair with another now that those between them are set."""
    return not re.search("[\"']", once) or "'" not in typed or '"' not in typed.replace("&quot;", '"')


def letters(text: str) -> str:
    """What setting a text never changes."""
    return re.sub(r"[\s\"'“”‘’‚„«»‹›「」『』′″-]|\u2011", "", text)


@settings(max_examples=examples(quick=300, deep=20_000), deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
@example("\"''\"", "en")
@example("'…'90s'", "de")
@example("'…'em'", "fr")
@example("'…'90s'", "ja")
def test_a_text_that_is_set_stays_and_loses_nothing(text: str, language: str) -> None:
    once = set_text(text, language)
    assert not is_settled(text, once) or set_text(once, language) == once
    assert letters(once) == letters(text)


class _Text(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[object] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(max_examples=examples(quick=300, deep=20_000), deadline=None)
@given(st.lists(PIECES | TAGS, max_size=40).map("".join), st.sampled_from(LANGUAGES))
def test_html_that_is_set_stays_and_loses_nothing(html: str, language: str) -> None:
    once = set_html(html, language)
    assert not is_settled(html, once) or set_html(once, language) == once
    before, after = _Text(html), _Text(once)
    assert after.tags == before.tags
    assert letters(after.text) == letters(before.text)


@settings(max_examples=examples(quick=200, deep=10_000), deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_a_paragraph_is_set_as_a_title_is(text: str, language: str) -> None:
    assert set_html(f"<p>{text}</p>", language) == f"<p>{set_text(text, language)}</p>"


UNITS = (
    *('"', "'", "\"'", '("', '"a ', " 'a", "s' ", "F-35", "F-", "-9A", "1 ", "1 mm ", "1.", "a.b", "a@", "/a", "5'1\""),
    *(
        "°1'",
        "Type 1 ",
        " !",
        "<",
        '<a "',
        "<a ",
        "<code>",
        "<!--",
        "<p>",
        '<p>"a</p>',
        "&quot;",
        '<span class="as-typed">',
    ),
)


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(unit: str) -> None:
    """Twice the text takes hardly more than twice the time: of the square of its length it would be four times."""

    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        times = []
        for _ in range(3):
            started = time.process_time()
            set_html(text, "fr")
            times.append(time.process_time() - started)
        return min(times)

    assert seconds(40_000) < 3 * seconds(20_000) + 0.02


TITLE = 'Norway\'s "Type 212CD" and F-35'
FINE = "Norway’s “Type_212CD” and F=35".replace("_", NO_BREAK).replace("=", HYPHEN)
FILES: dict[str, str | bytes | None] = {
    "content/a.md": article(
        f"'{TITLE.replace(chr(39), chr(39) * 2)}'",
        body="It's `F-35` at <https://example.org/F-35> and 5 km.",
        summary='It is "5 km".',
        deck='A "deck".',
        figures="[{value: 5 km, about: 'of \"fence\"'}]",
        corrections="[{date: 2023-03-10, text: 'Not \"six\".'}]",
        slug="a",
    ),
    "content/b.md": article("'Il a \"dit\"'", body='Il a "dit".', summary='Un "mot".', lang="fr", slug="b"),
    "content/pages/about.md": article("'\"About\"'", None, body="It's."),
}


def test_pages_and_feeds_are_set(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    text = page(site, "2023/03/08/a/")
    for part in (
        f"<title>{FINE} – ",
        f'<meta property="og:title" content="{FINE}">',
        f"<h1>{FINE}</h1>",
        "A “deck”.",
        f"<dt>5{NO_BREAK}km</dt>",
        "of “fence”",
        "Not “six”.",
        f'<meta name="description" content="It is “5{NO_BREAK}km”.">',
    ):
        assert part in text, part
    assert body_of(site, "2023/03/08/a/") == (
        '<p>It’s <code>F-35</code> at <a href="https://example.org/F-35">https://example.org/F-35</a> and '
        f"5{NO_BREAK}km.</p>"
    )
    assert '"headline":"Norway\'s \\"Type 212CD\\" and F-35"' in text, "metadata has what was typed"
    french = f"Il a «{NARROW}dit{NARROW}»"
    assert f"<h1>{french}</h1>" in page(site, "2023/03/08/b/")
    assert body_of(site, "2023/03/08/b/") == f"<p>{french}.</p>"
    assert "<h1>“About”</h1>" in page(site, "about/")
    for path in ("", "2023/03/08/", "2023/03/", "feed.xml", "rss.xml", "feed.json"):
        text = page(site, path)
        assert FINE in text.replace("\\u2011", HYPHEN), path
        assert french in text, path
    for path in ("feed.xml", "rss.xml", "feed.json"):
        assert f"{french}." in page(site, path), "the body, in the language of its article"
        assert "It’s" in page(site, path)
        assert f"Un «{NARROW}mot{NARROW}»" in page(site, path)


def test_a_site_can_have_its_texts_as_they_were_typed(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    (site / "digest.yaml").write_text(f"{CONFIG}theme_options: {{typography: false}}\n", encoding="utf-8")
    build(site)
    assert differences_from_clean(site) == []
    assert "<h1>Norway&#39;s &#34;Type 212CD&#34; and F-35</h1>" in page(site, "2023/03/08/a/")
    assert "<p>It's <code>" in body_of(site, "2023/03/08/a/")
    for path in ("feed.xml", "rss.xml", "feed.json", "2023/03/08/b/", ""):
        assert not re.search(f"[“”«{NO_BREAK}{NARROW}{HYPHEN}]", page(site, path)), path


def test_an_option_that_is_on_or_off_is_no_word(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES, f"{CONFIG}theme_options:\n  typography: off\n")
    assert problems_of(site) == ["digest.yaml:5: 'typography' in 'theme_options' is 'off', and must be true or false."]
