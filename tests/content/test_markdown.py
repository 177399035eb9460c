"""Markdown: each thing that authors may write, as the HTML that readers get."""

from __future__ import annotations

from typing import get_args

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.content.engines.named_headings import NamedHeadings
from digest.content.engines.plain_paragraphs import SIGN, set_apart
from digest.content.engines.python_markdown import to_html
from digest.content.parse import ParseSettings, parse
from digest.settings.config import Engine
from tests.bench.corpus import articles
from tests.profiles import examples


def html_of(body: str, extensions: tuple[str, ...] = (), safe: bool = True, engine: Engine = "markdown") -> str:
    """The stored HTML of an article's body, without line ends."""
    text = f"---\ntitle: T\ndate: 2023-03-08\n---\n{body}\n"
    parsed = parse(ParseSettings("UTC", extensions, safe, engine), "a.md", text.encode())
    assert parsed.problems == ()
    return parsed.html.replace("\n", "")


@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.parametrize("safe", [True, False], ids=["safe", "trusted"])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("*one* **two** `three`", "<p><em>one</em> <strong>two</strong> <code>three</code></p>"),
        ("## Over _there_", '<h2 id="over-there">Over <em>there</em></h2>'),
        ("## One\n\n## One", '<h2 id="one">One</h2><h2 id="one-2">One</h2>'),
        ("```python\na < b\n```", '<pre><code class="language-python">a &lt; b</code></pre>'),
        ("A NATO plan.\n\n*[NATO]: North Atlantic", '<p>A <abbr title="North Atlantic">NATO</abbr> plan.</p>'),
        ("Word.\n{: .lead #top lang=fr }", '<p class="lead" id="top" lang="fr">Word.</p>'),
        ("!!! note\n    Mind.", '<div class="admonition note"><p class="admonition-title">Note</p><p>Mind.</p></div>'),
        (
            '!!! warning "Now"\n    Mind.',
            '<div class="admonition warning"><p class="admonition-title">Now</p><p>Mind.</p></div>',
        ),
        ("3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'),
        ("* one\n\n1. first", "<ul><li>one</li></ul><ol><li>first</li></ol>"),
        ("> Said.", "<blockquote><p>Said.</p></blockquote>"),
        ("One  \ntwo", "<p>One<br>two</p>"),
        ("<https://nato.int/a?b&c>", '<p><a href="https://nato.int/a?b&amp;c">https://nato.int/a?b&amp;c</a></p>'),
        ('[x](https://nato.int "Title")', '<p><a href="https://nato.int" title="Title">x</a></p>'),
        ("---", "<hr>"),
        ("AT&T &copy; 5 < 6", "<p>AT&amp;T © 5 &lt; 6</p>"),
    ],
)
def test_markdown(body: str, expected: str, safe: bool, engine: Engine) -> None:
    found = html_of(body, safe=safe, engine=engine).replace("&copy;", "©").replace(" />", ">")
    attributes = sorted(expected.replace(">", " ").split()), sorted(found.replace(">", " ").split())
    assert attributes[0] == attributes[1]  # nh3 sorts attributes, Python-Markdown does not


@pytest.mark.parametrize("engine", get_args(Engine))
def test_table(engine: Engine) -> None:
    found = html_of("| A | B |\n|---|--:|\n| 1 | 2 |", engine=engine)
    assert "<thead><tr><th>A</th>" in found
    assert '<td style="text-align: right;">2</td>' in found or '<td style="text-align:right">2</td>' in found


@pytest.mark.parametrize("engine", get_args(Engine))
def test_footnotes(engine: Engine) -> None:
    found = html_of("Said.[^1]\n\n[^1]: By him.", engine=engine)
    assert 'id="fnref:1"' in found
    assert 'href="#fn:1"' in found
    assert '<li id="fn:1"><p>By him.' in found
    assert 'href="#fnref:1"' in found


def test_footnotes_of_one_article_do_not_leak_into_the_next() -> None:
    alone = to_html("Plain.[^1]\n\nNATO.")
    to_html("Said.[^1]\n\n[^1]: By him.\n\n*[NATO]: North Atlantic\n\n## Head")
    assert to_html("Plain.[^1]\n\nNATO.") == alone
    assert to_html("## Head") == '<h2 id="head">Head</h2>'


@pytest.mark.parametrize("engine", get_args(Engine))
def test_headings_of_the_first_level_move_below_the_title(engine: Engine) -> None:
    assert html_of("# A\n\n## B\n\n###### C", engine=engine) == '<h2 id="a">A</h2><h3 id="b">B</h3><h6 id="c">C</h6>'
    assert html_of("## B\n\n### C", engine=engine) == '<h2 id="b">B</h2><h3 id="c">C</h3>'


def test_more_extensions() -> None:
    assert html_of('"Yes" -- he said') == '<p>"Yes" -- he said</p>'
    assert html_of('"Yes" -- he said', ("smarty",)) == "<p>“Yes” – he said</p>"


@pytest.mark.parametrize("engine", get_args(Engine))
def test_text_alone_is_unchanged(engine: Engine) -> None:
    assert html_of("Ґрунт, Zażółć, 北大西洋 – €150 bn", engine=engine) == "<p>Ґрунт, Zażółć, 北大西洋 – €150 bn</p>"


EVERYTHING: list[str | markdown.Extension] = [
    *("tables", "footnotes", "abbr", "fenced_code", "attr_list", "admonition", "sane_lists"),
    NamedHeadings(),
]
PIECES = st.sampled_from(
    [
        "\n", "\n\n", "    ", "  \n", "\t", "# ", "## Head #", "Head\n===\n", "Head\n---\n", "> ",
        "> Head\n> ===\n", "* ", "1. ", "* Head\n  ---\n", "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "a | b\n- | -\n1 | 2\n", "[^1]", "[^1]: note\n", "[^1]: a\n\n    b\n", "*[NATO]: North Atlantic\n", "NATO",
        "```\n", "~~~ python\n", "{: .x }", "{ .y }", "!!! note\n    text\n", "[TOC]", "`b`", "[x](y.md)",
        "![x](y.png)", "[x][r]", "[r]", "![r]", "[r]: https://nato.int 'T'\n", "<b>", "</b>", "<!-- c -->",
        "<a@b.example>", "<https://nato.int>", "&amp;", "&copy;", "&", "\\*", "\\", "*", "_", "**", "__", "***",
        "*a*", "_b_", "!", "(", ")", "[", "]", "<", ">", "===\n", "---\n", "***\n", "///Footnotes Go Here///",
        "word ", "\n\nA paragraph.\n\n", "**bold,**", "*two words.*", "[“so” it is.](https://nato.int/x-1/)",
        "A line\nand another.", "1986. A year", "12.5 per cent", "\n\n\n", "“Quoted” – said",
    ]
)  # fmt: skip


@settings(max_examples=examples(quick=200, deep=2000))
@given(st.lists(PIECES | st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=4), max_size=14).map("".join))
def test_what_is_left_out_to_save_time_would_have_had_no_effect(text: str) -> None:
    whole = markdown.Markdown(extensions=EVERYTHING, output_format="html")
    assert to_html(text) == whole.convert(text)


def test_articles_are_as_with_all_extensions_and_patterns() -> None:
    whole = markdown.Markdown(extensions=EVERYTHING, output_format="html")
    for made in articles(300):
        assert to_html(made.body) == whole.reset().convert(made.body)


PARAGRAPHS = [
    "A word.",
    "Of *two words* and **three, here**.",
    "[So](https://nato.int/a-1/) it is\nsaid.",
    "€5bn – “more”",
]


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_plain_paragraphs_take_the_short_way(text: str) -> None:
    assert set_apart(f"{text}\n\n# Head\n\n{text}\n\n{text}\n")[0] == f"{SIGN}\n\n# Head\n\n{SIGN}"
    assert set_apart(f"\n{text}\n")[0] == SIGN  # below the empty line that follows the front matter


@pytest.mark.parametrize(
    "text",
    ["# Head", "- item", "1. first", "> said", "a | b", "a_b_", "`code`", "![x](https://nato.int)", "[x](y.md)", "AT&T",
     "line  \nbreak", " indented", "*[NATO]: Alliance", "word <b>", "x *y", "2 ** 3 ** 4", "[^1]: note", "{: .x }"],
)  # fmt: skip
def test_what_could_mean_more_does_not(text: str) -> None:
    assert text in set_apart(f"Plain.\n\n{text}\n")[0]
