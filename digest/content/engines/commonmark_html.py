"""The events of a CommonMark engine → HTML as Python-Markdown's extensions make it: ids of headings, footnotes,
abbreviations, attributes, notes and contents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from typing import Any
from urllib.parse import quote

import msgspec

from digest.content.engines.attributes import START, START_NEAR_END, attributes_at
from digest.content.engines.headings import Heading, Names, contents_of, text_of

NOTE_OPEN, NOTE_CLOSE = "\ue000", "\ue001"
"""Stand around the classes of a note at the beginning of the quotation that it was made into. They are private-use
characters, and are taken out of every source."""

INLINE = {"Emphasis", "Strong", "Link", "Image"}
_TAGS = {
    "Paragraph": "p",
    "BlockQuote": "blockquote",
    "Item": "li",
    "Emphasis": "em",
    "Strong": "strong",
}
_BREAKS = {"SoftBreak": "\n", "HardBreak": "<br>\n", "Rule": "<hr>\n"}
_SAFE = "!#$%&'()*+,-./:;=?@_~"
_REFERENCE = '<sup id="fnref'


class Element(msgspec.Struct):
    """An element whose start tag is at `out[at]`; the tag is written when its attributes are known."""

    tag: str
    out: list[str]
    at: int
    attributes: dict[str, str] = msgspec.field(default_factory=dict)

    def write(self) -> None:
        given = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        self.out[self.at] = f"<{self.tag}{given}>"

    def add(self, attributes: Mapping[str, str]) -> None:
        both = [given["class"] for given in (self.attributes, attributes) if "class" in given]
        self.attributes.update(attributes)
        if both:
            self.attributes["class"] = " ".join(both)


class Footnote(msgspec.Struct):
    label: str
    number: int
    out: list[str] = msgspec.field(default_factory=list)
    references: int = 0
    is_written: bool = False


def kind_of(value: Any) -> str:
    """The name of the element that an event starts or ends."""
    return value if isinstance(value, str) else str(next(iter(value)))


def write_html(events: Sequence[Any], abbreviations: Mapping[str, str]) -> str:
    """The HTML of a document's events, in which these abbreviations are explained wherever they are text."""
    return _Writer(events, abbreviations).document()


class _Writer:
    """Goes through the events once. What is known only at the end (ids, numbers of references) is put in then."""

    def __init__(self, events: Sequence[Any], abbreviations: Mapping[str, str]) -> None:
        self.events = list(events)
        self.at = 0
        self.out: list[str] = []
        self.outs: list[list[str]] = []  # those of the document and of footnotes around this one
        self.open: list[Element] = []
        self.closed: Element | None = None  # the inline element that ended just before
        self.named: list[Element] = []
        self.headings: list[tuple[Element, str]] = []  # each with its text, as HTML without tags
        self.contents: list[tuple[list[str], int]] = []
        self.footnotes: dict[str, Footnote] = {}
        self.verbatim = False
        self.columns: Sequence[str] = ()
        self.column = 0
        self.meanings = abbreviations
        longest = sorted(map(re.escape, abbreviations), key=len, reverse=True)
        self.abbreviation = re.compile(rf"\b({'|'.join(longest)})\b") if longest else None
        starts = (event["Start"] for event in self.events if isinstance(event, dict) and "Start" in event)
        for start in starts:
            if kind_of(start) == "FootnoteDefinition":
                label = start["FootnoteDefinition"]
                self.footnotes.setdefault(label.casefold(), Footnote(label, len(self.footnotes) + 1))

    def document(self) -> str:
        while self.at < len(self.events):
            event = self.events[self.at]
            closed, self.closed = self.closed, None
            if isinstance(event, str):
                self.out.append(_BREAKS[event])
            else:
                ((what, value),) = event.items()
                if what == "Text":
                    self.text(value, closed)
                elif what == "Start":
                    self.start(kind_of(value), value)
                elif what == "End":
                    self.end(kind_of(value))
                elif what == "Code":
                    self.begin("code")
                    self.out.append(escape(value, quote=False))
                    self.finish("")
                elif what == "FootnoteReference":
                    self.reference(value)
                else:  # Html, InlineHtml
                    self.out.append(value)
            self.at += 1
        self.write_ids()
        self.write_footnotes()
        return "".join(self.out)

    def begin(self, tag: str, **attributes: str) -> Element:
        element = Element(tag, self.out, len(self.out), attributes)
        self.out.append("")
        self.open.append(element)
        return element

    def finish(self, after: str = "\n") -> Element:
        element = self.open.pop()
        element.write()
        if "id" in element.attributes:
            self.named.append(element)
        self.out.append(f"</{element.tag}>{after}")
        if not after:
            self.closed = element
        return element

    def follows(self, steps: int = 1) -> Any:
        return self.events[self.at + steps] if self.at + steps < len(self.events) else None

    def start(self, kind: str, value: Any) -> None:
        detail: Any = value[kind] if isinstance(value, dict) else None
        if kind not in INLINE and self.out and not self.out[-1].endswith("\n"):
            self.out.append("\n")
        match kind:
            case "Paragraph" if self.follows(1) == {"Text": "[TOC]"} and self.follows(2) == {"End": "Paragraph"}:
                self.contents.append((self.out, len(self.out)))
                self.out.append("")
                self.at += 2
            case "BlockQuote":
                self.quotation()
            case "Heading":
                self.begin(detail["level"].lower())
            case "CodeBlock":
                info = detail["Fenced"] if isinstance(detail, dict) else ""
                listed = attributes_at(info, START.match(info))
                given = listed[0] if listed else {"class": info.split(" ")[0]}
                language, _, classes = given.pop("class", "").partition(" ")
                self.begin("pre", **given, **{"class": classes} if classes else {})
                self.begin("code", **{"class": f"language-{language}"} if language else {})
                self.verbatim = True
            case "List":
                tag = "ul" if detail is None else "ol"
                self.begin(tag, **{"start": str(detail)} if detail not in (None, 1) else {})
                self.out.append("\n")
            case "Link":
                scheme = "mailto:" if detail["link_type"] == "Email" else ""
                title = {"title": detail["title"]} if detail["title"] else {}
                self.begin("a", href=scheme + quote(detail["dest_url"], safe=_SAFE), **title)
                self.verbatim = detail["link_type"] in ("Autolink", "Email")
            case "Image":
                self.image(detail)
            case "Table":
                self.columns = detail
                self.out.append("<table>\n")
            case "TableHead" | "TableRow":
                self.column = 0
                self.cell = "th" if kind == "TableHead" else "td"
                self.out.append("<thead>\n<tr>\n" if kind == "TableHead" else "<tr>\n")
            case "TableCell":
                side = self.columns[self.column].lower()
                self.column += 1
                self.begin(self.cell, **{"style": f"text-align: {side};"} if side != "none" else {})
            case "FootnoteDefinition":
                note = self.footnotes[detail.casefold()]
                self.outs.append(self.out)
                self.out = [] if note.is_written else note.out  # the first definition holds
                note.is_written = True
            case "HtmlBlock":
                pass
            case _:
                self.begin(_TAGS[kind])

    def end(self, kind: str) -> None:
        match kind:
            case "Emphasis" | "Strong" | "Link":
                self.verbatim = False
                self.finish("")
            case "Heading":
                element = self.finish()
                text = "".join(part for part in self.out[element.at + 1 : -1] if not part.startswith(_REFERENCE))
                self.headings.append((element, text_of(text)))
            case "CodeBlock":
                self.verbatim = False
                self.finish("")
                self.finish()
            case "TableHead":
                self.out.append("</tr>\n</thead>\n<tbody>\n")
            case "TableRow":
                self.out.append("</tr>\n")
            case "Table":
                self.out.append("</tbody>\n</table>\n")
            case "FootnoteDefinition":
                self.out = self.outs.pop()
            case "HtmlBlock":
                pass
            case _:
                self.finish()

    def quotation(self) -> None:
        """Begins a quotation, or the note that was put into one."""
        first = self.follows(2)
        mark = first.get("Text", "") if isinstance(first, dict) else ""
        if not mark.startswith(NOTE_OPEN):
            self.begin("blockquote")
            self.out.append("\n")
            return
        classes, _, title = mark.removeprefix(NOTE_OPEN).partition(NOTE_CLOSE)
        self.begin("div", **{"class": f"admonition {classes}"})
        self.out.append("\n")
        self.events[self.at + 2] = {"Text": title}
        if not title and self.follows(3) == {"End": "Paragraph"}:
            self.at += 3
        else:
            self.begin("p", **{"class": "admonition-title"})
            self.at += 1

    def image(self, detail: Mapping[str, str]) -> None:
        """Its description is the text of the events up to its end."""
        description: list[str] = []
        depth = 1
        while depth:
            self.at += 1
            event = self.events[self.at]
            what, value = next(iter(event.items())) if isinstance(event, dict) else ("Text", " ")
            depth += (what == "Start") - (what == "End")
            if what in ("Text", "Code", "InlineHtml"):
                description.append(value)
        title = {"title": detail["title"]} if detail["title"] else {}
        self.begin("img", src=quote(detail["dest_url"], safe=_SAFE), alt="".join(description), **title)
        element = self.open.pop()
        element.write()
        self.closed = element

    def text(self, text: str, closed: Element | None) -> None:
        if not self.verbatim:
            if "{" in text:
                text = self.with_attributes(text, closed)
            if self.abbreviation:
                parts = [escape(part, quote=False) for part in self.abbreviation.split(text)]
                found = self.abbreviation.findall(text)
                parts[1::2] = [
                    f'<abbr title="{escape(self.meanings[s])}">{escape(s, quote=False)}</abbr>' for s in found
                ]
                self.out.append("".join(parts))
                return
        self.out.append(escape(text, quote=False))

    def with_attributes(self, text: str, closed: Element | None) -> str:
        """Gives the attributes `{: .class #id key=value }` in a text to the block that it ends, on a line of their own
        or at the end of a heading or cell, or to the inline element that it follows. Returns the rest of the text."""
        block = self.open[-1]
        before, after = self.events[self.at - 1], self.follows()
        what, value = next(iter(after.items())) if isinstance(after, dict) else ("", "")
        if what in ("Start", "End") and kind_of(value) not in INLINE:
            text = text.rstrip(" ")
            start = None
            if block.tag[0] == "h" or block.tag in ("td", "th"):
                start = START_NEAR_END.search(text)
            elif before in ("SoftBreak", "HardBreak"):
                start = START.match(text)
            found = attributes_at(text, start)
            if start and found and found[1] == len(text):
                block.add(found[0])
                text = text[: start.start()]
                if block.tag[0] == "h":
                    text = text.rstrip("#").rstrip()
                elif before == "SoftBreak":
                    self.out.pop()
        if closed and (found := attributes_at(text, START.match(text))):
            closed.add(found[0])
            closed.write()
            if "id" in found[0]:
                self.named.append(closed)
            text = text[found[1] :]
        return text

    def reference(self, label: str) -> None:
        note = self.footnotes[label.casefold()]
        note.references += 1
        which = note.references if note.references > 1 else ""
        name = escape(note.label)
        link = f'<a class="footnote-ref" href="#fn:{name}">{note.number}</a>'
        self.out.append(f'{_REFERENCE}{which}:{name}">{link}</sup>')

    def write_ids(self) -> None:
        """Gives each heading an id that no other element of the document has, and lists them where that is asked."""
        names = Names(element.attributes["id"] for element in self.named)
        seen: set[str] = set()
        for element in self.named:
            name = element.attributes["id"]
            element.attributes["id"] = names.unused(name) if name in seen else name
            element.write()
            seen.add(name)
        for element, name in self.headings:
            if "id" not in element.attributes:
                element.attributes["id"] = names.of(unescape(name))
                element.write()
        headings = [Heading(element.tag, element.attributes["id"], name) for element, name in self.headings]
        for out, at in self.contents:
            out[at] = contents_of(headings)

    def write_footnotes(self) -> None:
        if not self.footnotes:
            return
        self.out.append('<div class="footnote">\n<hr>\n<ol>\n')
        for note in self.footnotes.values():
            name = escape(note.label)
            rest = f':{name}" title="Jump back to footnote {note.number} in the text">&#8617;</a>'
            which = ("", *range(2, note.references + 1))
            links = "".join(f'<a class="footnote-backref" href="#fnref{number}{rest}' for number in which)
            text = "".join(note.out)
            text = f"{text[:-5]}&#160;{links}</p>" if text.endswith("</p>\n") else f"{text}<p>{links}</p>"
            self.out.append(f'<li id="fn:{name}">\n{text}\n</li>\n')
        self.out.append("</ol>\n</div>\n")
