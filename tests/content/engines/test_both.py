"""The two Markdown engines: what they share, and each difference that docs/markdown.md names."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from digest.content.engines import commonmark, python_markdown
from digest.content.html import make_safe
from tests.bench.corpus import articles
from tests.views_document import ROOT

_BLOCK = r"(?:p|h\d|ul|ol|li|table|thead|tbody|tr|th|td|blockquote|pre|hr|br|div)"


def normalised(html: str) -> str:
    """HTML as readers get it, with attributes in order and without the space around blocks."""
    parts: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            parts.append(f"<{tag}{''.join(f' {name}={value!r}' for name, value in sorted(attrs))}>")

        def handle_endtag(self, tag: str) -> None:
            parts.append(f"</{tag}>")

        def handle_data(self, data: str) -> None:
            parts.append(data.replace("<", "&lt;"))

    reader = Reader()
    reader.feed(make_safe(html))
    reader.close()
    return re.sub(rf"\s*(</?{_BLOCK}\b[^>]*>)\s*", r"\1", "".join(parts)).strip()


SAME = {
    "words": "*a* **b** `d` a_b_c 2 * 3 * 4 **a*b*c** *a **b***",
    "entities": "&copy; &#65; & < > AT&T",
    "escapes": r"\* \# \_ 1986\. \[",
    "headings": "## One *two*\n\n### Three `four` [five](x.md)\n\nSix\n---",
    "ids": "## a\n\n## a\n\n## a 2\n\n## a {#a-3}\n\n## Über & Co. <b>y</b>\n\n## Київ\n\n## !!\n\n## !!\n\n# a",
    "id of a heading with a footnote": "## a[^1]\n\n[^1]: b",
    "paragraphs": "a\nb  \nc\n\nd",
    "quotation": "> a\nb\n>\n> ## c",
    "lists": "- a\n    - b\n        - c\n\n1. d\n2. e",
    "loose lists": "1. a\n\n    b\n\n2. c",
    "list from seven": "7. a\n8. b",
    "list after a list": "* one\n\n1. first",
    "table": "| a | b | c | d |\n|---|--:|:-:|:--|\n| 1 | `2` | *3* | \\| |\n\na | b\n--|--\n1 | 2",
    "fence": "```python\na < b & *c*\n\n  d\n```\n\n~~~\ne\n~~~",
    "fence with attributes": "```{.python .long #x data-a=b}\nc\n```",
    "indented code": "    a < b\n",
    "links": "[a](b.md) [c](https://nato.int/?d=1&e=2 \"F 'g'\") [h](i_(j)) <https://nato.int/> <desk@example.org>",
    "references": "[a][], [A], [b][a] ![c][a]\n\n[a]: /x 'T'",
    "pictures": "![a](b.png 'T') [![c](d.png)](e.md)",
    "rules": "* * *\n\n- - -\n\n___",
    "html in a line": "a <span class='x'>*b*</span> <br> c <!-- d --> e",
    "html": "<div>\n*x*\n</div>\n\n<!-- c -->\n\na",
    "no links of its own": "https://nato.int a@b.example",
    "no strikethrough, no boxes": "~~a~~ b~c~d\n\n- [ ] e",
    "footnotes": "a[^1] b[^n] c[^1]\n\n[^1]: One.\n[^n]: Two\n    more.\n\n    *And* more.\n\nd",
    "footnotes in another order": "a[^2] b[^1]\n\n[^1]: c\n[^2]: d",
    "footnote with a list": "a[^1]\n\n[^1]:\n    - b\n    - c",
    "footnote in a quotation": "> a[^1]\n\n[^1]: b",
    "footnote that is not there": "a[^x]",
    "footnote that nothing refers to": "a\n\n[^x]: b",
    "abbreviations": "NATO NATOs NATO-led EU-NATO A&B\n\n*[NATO]: x \"y\" <z>\n*[EU]: y\n*[EU-NATO]: z\n*[A&B]: c",
    "abbreviations are not for code and addresses": (
        "`NATO` [NATO](NATO.md 'NATO') <b title='NATO'>NATO</b> ![NATO](NATO.png) <https://nato.int/NATO>\n\n"
        "    NATO\n\n```NATO\nNATO\n```\n\n<div title='NATO'>NATO</div>\n\n*[NATO]: x"
    ),
    "abbreviations in all that is text": (
        "## NATO\n\n> *NATO* **NATO**\n\n- NATO\n\n| NATO |\n|---|\n| NATO |\n\na[^1]\n\n[^1]: NATO\n\n"
        "!!! note \"NATO\"\n    NATO\n\n*[NATO]: x"
    ),
    "abbreviations that are code": "NATO\n\n```\n*[NATO]: x\n```\n\n`*[NATO]: y`",
    "abbreviation within a paragraph": "a\n*[NATO]: x\nNATO",
    "abbreviation after a list": "- a\n- NATO\n*[NATO]: x",
    "abbreviation in a quotation": "> NATO\n> *[NATO]: x",
    "abbreviation on two lines": "NATO\n\n*[NATO]:\nx y",
    "abbreviation taken back": "NATO\n\n*[NATO]: x\n*[NATO]: ''",
    "abbreviation of another alphabet": "НАТО і ЄС\n\n*[НАТО]: x\n*[ЄС]: y",
    "emphasised link is no abbreviation": "*[NATO](a.md): x*",
    "attributes of a paragraph": "a\n{: .x #y lang=fr title='z }' }",
    "attributes of headings": "## a {: #b .c }\n\n## d {#e}\n\n## f ## {.g}\n\n*h* {.i}\n---\n\n## e",
    "attributes in a line": "*a*{: .x} **b**{.y #z} `c`{.z} [d](e.md){: hreflang=de } ![f](g.png){: width=5 }h",
    "attributes of a list's item": "- a\n{: .x}\n- b",
    "attributes of a list's item with a list": "- a\n{: .x}\n    - b",
    "attributes of a cell": "| a {.x} | b |\n|---|---|\n| 1 | 2 {: .y } |",
    "attributes of a quotation's paragraph": "> a\n{: .x}",
    "braces that are none": "a {b} c\n\nd {.e}\n\n{: .f}\n\n```\ng\n{: .h}\n```\n\n`{.i}`",
    "note": "!!! note\n    a\n\n    - b\n\n        c\n\nd",
    "note with a title": '!!! danger "Now *it*"\n    a\n\n!!! tip ""\n    b\n\n!!! note big  Red\n    c',
    "notes without a blank line": "a\n!!! note\n    b\n!!! tip\n    c\nd",
    "note in a note": "!!! note\n    a\n\n    !!! tip\n        b\n\n    c",
    "note in a list": "1. a\n\n    !!! note\n        b\n\n        c\n\n    d\n\n2. e",
    "note in a quotation": "> a\n>\n> !!! note\n>     b\n>\n>     c\n>\n> d",
    "note with definitions": "NATO[^1]\n\n!!! note\n    a\n\n    *[NATO]: x\n\n[^1]: y",
    "note in code": "```\n!!! note\n    a\n```",
    "contents": "[TOC]\n\n## a\n\n#### b & *c*\n\n### d {#e}\n\n## f\n\n# g\n\n## h",
    "contents of nothing": "[TOC]",
}  # fmt: skip


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_both_engines_give_the_same(text: str) -> None:
    assert normalised(commonmark.to_html(text)) == normalised(python_markdown.to_html(text))


def footnotes(text: str, name: str) -> str:
    back = f"<a class='footnote-backref' href='#fnref:{name}' title='Jump back to footnote 1 in the text'>↩</a>"
    return f"<div class='footnote'><hr><ol><li id='fn:{name}'><p>{text}\xa0{back}</p></li></ol></div>"


REFERENCE = "<sup id='fnref:{0}'><a class='footnote-ref' href='#fn:{0}'>1</a></sup>"
DIFFERENT: dict[str, tuple[str, str, str]] = {
    "a list in a list": ("- a\n  - b", "<ul><li>a</li><li>b</li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    "a paragraph in a list": ("- a\n\n  b", "<ul><li>a</li></ul><p>b</p>", "<ul><li><p>a</p><p>b</p></li></ul>"),
    "a list below a paragraph": ("a\n- b", "<p>a\n- b</p>", "<p>a</p><ul><li>b</li></ul>"),
    "blank lines in a list": (
        "- a\n\n- b\n- c",
        "<ul><li><p>a</p></li><li><p>b</p></li><li>c</li></ul>",
        "<ul><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li></ul>",
    ),
    "another sign in a list": ("- a\n* b", "<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
    "bullets below numbers": ("1. a\n- b", "<ol><li>a\n- b</li></ol>", "<ol><li>a</li></ol><ul><li>b</li></ul>"),
    "numbers with a bracket": ("1) a", "<p>1) a</p>", "<ol><li>a</li></ol>"),
    "quotations in a row": (
        "> a\n\n> b",
        "<blockquote><p>a</p><p>b</p></blockquote>",
        "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>",
    ),
    "a table below a paragraph": (
        "a\n| b |\n|---|",
        "<p>a\n| b |\n|---|</p>",
        "<p>a</p><table><thead><tr><th>b</th></tr></thead><tbody></tbody></table>",
    ),
    "a fence in a list, note or footnote": (
        "- a\n\n    ```\n    b\n    ```",
        "<ul><li><p>a</p><p><code>b</code></p></li></ul>",
        "<ul><li><p>a</p><pre><code>b\n</code></pre></li></ul>",
    ),
    "a fence that is not closed": ("```\na", "<p>```\na</p>", "<pre><code>a</code></pre>"),
    "words after a fence's language": (
        "```python a\nb\n```",
        "<p><code>python a\nb</code></p>",
        "<pre><code class='language-python'>b\n</code></pre>",
    ),
    "tabs in code": ("```\na\tb\n```", "<pre><code>a   b\n</code></pre>", "<pre><code>a\tb\n</code></pre>"),
    "a hash without a space": ("#a", "<h1 id='a'>a</h1>", "<p>#a</p>"),
    "an underlined heading of two lines": ("a\nb\n---", "<p>a\nb</p><hr>", "<h2 id='a-b'>a\nb</h2>"),
    "a backslash at the end of a line": ("a\\\nb", "<p>a\\\nb</p>", "<p>a<br>b</p>"),
    "a backslash before other signs": (r"\< \~ \'", r"<p>\&lt; \~ \'</p>", "<p>&lt; ~ '</p>"),
    "stress that ends inside a word": ("**“a”**b", "<p><strong>“a”</strong>b</p>", "<p>**“a”**b</p>"),
    "three stars": ("***a***", "<p><strong><em>a</em></strong></p>", "<p><em><strong>a</strong></em></p>"),
    "an address with spaces": ("[a](b c.md)", "<p><a href='b c.md'>a</a></p>", "<p>[a](b c.md)</p>"),
    "an address in other letters": ("[a](é.md)", "<p><a href='é.md'>a</a></p>", "<p><a href='%C3%A9.md'>a</a></p>"),
    "stress in a picture's description": (
        "![*a*](b.png)",
        "<p><img alt='*a*' src='b.png'></p>",
        "<p><img alt='a' src='b.png'></p>",
    ),
    "a line's end in code": ("`a\nb`", "<p><code>a\nb</code></p>", "<p><code>a b</code></p>"),
    "blank lines in HTML": ("<div>\n\n*a*\n\n</div>", "<div>*a*</div>", "<div><p><em>a</em></p></div>"),
    "indented definitions and notes": ("A\n\n  *[A]: b", "<p>A</p><p>*[A]: b</p>", "<p><abbr title='b'>A</abbr></p>"),
    "the same id twice": (
        "## a {#x}\n\n## b {#x}",
        "<h2 id='x'>a</h2><h2 id='x'>b</h2>",
        "<h2 id='x'>a</h2><h2 id='x-2'>b</h2>",
    ),
    "a space in a reference": (
        "[a] [b]\n\n[b]: /x",
        "<p><a href='/x'>a</a></p>",
        "<p>[a] <a href='/x'>b</a></p>",
    ),
    "the same footnote twice": (
        "x[^1]\n\n[^1]: y\n\n[^1]: z",
        f"<p>x{REFERENCE.format(1)}</p>{footnotes('z', '1')}",
        f"<p>x{REFERENCE.format(1)}</p>{footnotes('y', '1')}",
    ),
    "case of a footnote's name": (
        "x[^A]\n\n[^a]: y",
        f"<p>x[^A]</p>{footnotes('y', 'a')}",
        f"<p>x{REFERENCE.format('a')}</p>{footnotes('y', 'a')}",
    ),
    "the place of footnotes": (
        "x[^1]\n\n///Footnotes Go Here///\n\ny\n\n[^1]: z",
        f"<p>x{REFERENCE.format(1)}</p>{footnotes('z', '1')}<p>y</p>",
        f"<p>x{REFERENCE.format(1)}</p><p>///Footnotes Go Here///</p><p>y</p>{footnotes('z', '1')}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_difference_is_one(name: str) -> None:
    text, markdown, common = DIFFERENT[name]
    found = normalised(python_markdown.to_html(text)), normalised(commonmark.to_html(text))
    assert found == (markdown, common)
    assert markdown != common


def test_the_page_names_each_difference() -> None:
    page = (ROOT / "docs" / "markdown.md").read_text(encoding="utf-8")
    _, found, rest = page.partition("\n## Where they differ\n")
    assert found
    rows = re.findall(r"^\| ([^|]+?) \|", rest.partition("\n## ")[0], re.MULTILINE)
    assert rows[1:] == list(DIFFERENT)  # below the head of the table


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", normalised(html)).split())


def test_nothing_of_an_article_is_lost() -> None:
    for article in articles(300):
        ours, theirs = commonmark.to_html(article.body), python_markdown.to_html(article.body)
        assert text_of(ours) == text_of(theirs), article.slug
        assert normalised(ours) == normalised(theirs), article.slug
