"""A site that is edited, one field, setting or file at a time, and compared with a build from nothing."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, get_args

import msgspec

from digest.build import session as building
from digest.build.report import Request
from digest.build.session import Session
from digest.model import article as stamps
from digest.settings.config import Engine
from tests.oracle import apart, clean_build, problems_of, tree

TICK_NS = 10_000_000
"""That of the slowest timer of a system: so that stamps come to be trusted within a test."""

ENGINES: tuple[str, ...] = get_args(Engine)
"""The Markdown engines; the first is that of a site that names none."""

NAMES = ("a", "b", "c", "sub/d", "pages/about", "pages/deep/e")
TITLES = ["One", "Two", "Three & <four>", "Zażółć", "ЗСУ"]
DAYS = ["2022-12-31", "2023-03-08", "2023-03-08T14:30+01:00", "2023-03-09", "2023-04-01", "2024-02-29"]
LATER = ["2023-03-08T12:00Z", "2023-06-01", "2030-01-01"]
TAGS = [["NATO"], ["C", "C++"], ["C.", "nato"], ["nato", "EU"], ["EU", "nato"], ["Ukraine", "155 mm", "NATO"], []]
SUMMARIES = ["Short.", "", "Longer & <b>bolder</b>."]
BODIES = [
    "",
    "Text.",
    "Text!",
    "# Head\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "[link](b.md) and ![picture](photo.png)",
    "[up](../a.md#x) <script>x</script>",
    "# Head\n\n# Head\n\n[here](#head-2) and [there](b.md#head)\n",
    "<<<<<<< ours\nOne.\n=======\nTwo.\n>>>>>>> theirs\n",
    "[root](/tags/) and [about](pages/about.md)",
    "One sentence. Another one, of more words.\n\n![picture](photo.png)\n\nA third [link](b.md).",
]
FIELDS: dict[str, list[Any]] = {
    "title": TITLES,
    "date": DAYS,
    "updated": LATER,
    "slug": ["one", "two", "three"],
    "tags": TAGS,
    "summary": SUMMARIES,
    "deck": SUMMARIES,
    "author": ["Desk", ["Desk", "Wire"], ["Wire", "Desk"]],
    "source": ["NATO", {"name": "EU", "url": "https://europa.eu/"}, {"name": "EU", "licence": "CC BY"}],
    "seed": [{"file": "x.txt"}, {"file": "y.txt"}],
    "review": [["date"], ["title"], {"title": "why"}],
    "figures": [[{"value": "€1"}], [{"value": "€1", "about": "cost"}], [{"value": "€2", "about": "cost"}]],
    "thread": ["shells", "ships"],
    "rank": [1, 2],
    "image": [
        {"file": "photo.png"},
        {"file": "photo.png", "alt": "x"},
        {"file": "photo.png", "alt": "x", "credit": "y"},
        {"file": "photo.png", "alt": "x", "credit": "y", "caption": "z"},
    ],
    "same_as": ["a.md", "c.md"],
    "corrections": [
        [{"date": "2023-03-10", "text": "x"}],
        [{"date": "2023-03-11", "text": "x"}],
        [{"date": "2023-03-11", "text": "y"}],
    ],
    "draft": [True, False],
    "publish": LATER,
    "expires": LATER,
    "aliases": [["/old/"], ["/Old"], ["/older.html"], ["/old/", "/x/y/"]],
    "lang": ["de", "fr"],
    "id": ["tag:x,2023:1", "tag:x,2023:2"],
    "extra": [{"note": 1}, {"note": "2"}, {"note": [True]}, {"note": "photo.png"}],
    "body": BODIES,
}
REQUIRED = {"title", "date", "body"}
OF_PAGES = ("title", "updated", "slug", "summary", "source", "draft", "aliases", "lang", "extra", "body")
"""Those that standing pages show, or go by."""
SETTINGS: dict[str, list[Any]] = {
    "title": TITLES,
    "description": SUMMARIES,
    "language": ["en", "de", "ar"],
    "timezone": ["UTC", "Europe/Brussels", "Pacific/Auckland"],
    "base_url": ["https://example.org/", "https://example.org/sub/"],
    "publisher": [{"name": "P"}, {"name": "P", "url": "https://example.org/"}, {"name": "Q"}],
    "theme": ["default", "mine"],
    "theme_options": [{"shade": "dark"}, {"shade": "light"}],
    "markdown": [{"html": "trusted"}, {"html": "safe"}, {"extensions": ["nl2br"]}, {"engine": "commonmark"}],
    "tags": [
        {"NATO": {"description": "One."}, "EU": {"kind": "place", "aliases": ["Ukraine"]}, "155 mm": False},
        {"nato": {"kind": "organisation", "description": "Two."}, "EU": {"kind": "organisation"}},
        {"Alliance": {"aliases": ["NATO", "nato"]}, "EU": False},
    ],
    "desks": ["place", "organisation"],
    "home": [{"days": 1}, {"days": 3}],
    "feeds": [{"limit": 1}, {"content": "summary"}, {"hub": "https://hub.example/"}, {"hub": "https://hub.example/b"}],
    "unlisted_sources": [{"republish": "excerpt", "length": 2}, {"republish": "summary"}, {"length": 3}],
    "links": ["folder", "file"],
    "threads": [
        {"shells": {"title": "Shells"}},
        {"shells": {"title": "Race", "description": "One."}},
        {"Shells": {"title": "Race", "description": "Two."}},
    ],
}
SOURCES = [
    None,
    "NATO: {republish: excerpt, length: 2}",
    "NATO: {republish: excerpt, length: 3}",
    "Nato: {republish: summary, length: 1}",
    "NATO: {url: 'https://europa.eu/', licence: CC BY}",
    "EU: {url: 'https://europa.eu/', licence: CC BY}",  # the same terms, and now by its host
    "X: {url: 'https://www.europa.eu/about', republish: excerpt, length: 2, licence: 'https://example.org/'}",
    "X: {aliases: [eu, NATO], republish: full}",
    "NATO: {republish: some}",
    "EU:",
]

TAGS_FILE = "tags.yaml"
VOCABULARIES: list[bytes | None] = [
    b"NATO:\n",
    b"NATO: {kind: place}\n",
    b"nato: {kind: organisation}\n",
    b"NATO: {kind: organisation, description: One.}\nUkraine: {aliases: [EU]}\n",
    b"NATO: {kind: organisation, description: Two.}\nUkraine: {aliases: [EU]}\n",
    b"Alliance: {aliases: [NATO, EU]}\n",
    b"Alliance: {aliases: [NATO, Ukraine]}\nEU: false\n",
    b"NATO: false\n",
    b"NATO: {knid: place}\n",
    None,
]
OWN_TEMPLATE = "themes/mine/templates/article.html"
OWN_PARTIAL = "themes/mine/templates/_note.html"
OWN_WORDS = "themes/mine/locale/en.po"
PICTURES = [b"not a picture", bytes.fromhex("89504e470d0a1a0a0000000d4948445200000002000000030806000000")]
FILES: dict[str, list[bytes | None]] = {
    "content/photo.png": [
        *PICTURES,
        PICTURES[1].replace(b"\x02", b"\x04"),
        PICTURES[1].replace(b"\x02", b"\x04").replace(b"\x03", b"\x05"),
        None,
    ],
    "content/note.txt": [b"One.", b"Two.", None],
    OWN_PARTIAL: [b"One.", b"{{ page.title }}", None],
    OWN_TEMPLATE: [b'{% extends "default/article.html" %}{% block meta %}{% endblock %}', None],
    "themes/mine/static/style.css": [b"a{}", b"b{}", None],
    "themes/mine/static/favicon.ico": [b"1", b"2", None],
    "themes/mine/scripts/a.js": [b"a()", b"b()", b"", None],
    "content/favicon.ico": [b"1", None],
    "content/_headers": [b"/*", None],
    "themes/mine/theme.yaml": [b"options: {shade: {default: light}}", b"extends: default\noptions: {shade: {}}"],
    TAGS_FILE: VOCABULARIES,
    OWN_WORDS: [
        b'msgid "Archive"\nmsgstr "All of it"\n',
        b'msgid "Week {week} of {year}"\nmsgstr "{year}: {week}"\n',
        b'msgid "Week {week} of {year}"\nmsgstr "{year}"\n',
        b'msgid "By {names}"\nmsgstr "Author"\n',
        b'msgid "Skip to the text"\nmsgstr "Skip"\n',
        None,
    ],
    "content/pages/about.md": [b"---\ntitle: We\n---\nText.\n", None],
}


class EditedSite:
    """A site in a folder of its own, the edits that can be made to it, and the comparison of both builds.

    The build that goes on from the last is spread over `workers`, if there are any; that from nothing never is. If it
    is `watched`, it keeps its memory from one to the next and is told which paths changed, as by `digest watch`.
    """

    def __init__(self, engine: str = ENGINES[0], workers: Executor | None = None, watched: bool = False) -> None:
        self.engine = engine
        self.watched = watched
        self.builder: tuple[bool, Session] | None = None
        self.seen: dict[Path, tuple[int, ...]] = {}
        self.executor = (lambda: workers) if workers else None
        self.folder = Path(tempfile.mkdtemp(prefix="digest-exact-"))
        self.site = self.folder / "site"
        self.articles: dict[str, dict[str, Any]] = {}
        self.settings: dict[str, Any] = {"title": "Site"}
        self.past: dict[Path, tuple[bytes, int, dict[str, Any]]] = {}
        self.written: dict[Path, dict[str, Any]] = {}
        self.drafts = False
        self.now = 1_680_000_000
        self.tick, stamps.TICK_NS = stamps.TICK_NS, TICK_NS

    def close(self) -> None:
        stamps.TICK_NS = self.tick
        self.forget()
        shutil.rmtree(self.folder)

    def forget(self) -> None:
        if self.builder:
            self.builder[1].__exit__()
            self.builder = None

    def build_on(self, request: Request) -> None:
        if not self.watched:
            building.build(request, self.executor)
            return
        changed = self.changed_paths()
        if not self.builder or self.builder[0] != self.drafts:
            self.forget()
            self.builder = (self.drafts, Session(request, self.executor))
        self.builder[1].build(self.now, changed)

    def changed_paths(self) -> frozenset[Path]:
        """What a watcher would tell since the last time: files that came, went or changed, and folders that came or
        went."""
        roots = tuple(self.site / name for name in ("content", "themes", "digest.yaml", "sources.yaml", TAGS_FILE))
        paths = {path for root in roots for path in (root, *root.rglob("*")) if path.exists()}
        found = {path: (0,) if path.is_dir() else stamp_of(path) for path in paths}
        before, self.seen = self.seen, found
        return frozenset(path for path in before.keys() | found.keys() if before.get(path) != found.get(path))

    def begin(self, day: str, body: str) -> None:
        self.set_option("base_url", "https://example.org/")
        for number, name in enumerate(NAMES[:3]):
            self.set_article(name, {"title": f"Number {number}", "date": day, "tags": ["NATO"], "body": body})
        self.write("themes/mine/theme.yaml", b"name: mine\noptions: {shade: {default: dark}}\n")
        self.write(OWN_TEMPLATE, b'{% extends "default/article.html" %}\n')

    def begin_with_all(self) -> None:
        """Three articles with neighbours, tags and summaries, shown by a theme that shows what the default leaves to
        others: `extra`."""
        self.begin("2023-03-08", "Text.")
        for name, block, shown in (
            ("article", "deck", '{{ page.extra.note or "" }}'),
            ("page", "header", '{{ page.extra.note or "" }}'),
            (
                "day",
                "main",
                '{% for card in [page.edition.lead] %}{{ card.extra.note or "" }}{% endfor %}',
            ),
        ):
            text = (
                f'{{% extends "default/{name}.html" %}}{{% block {block} %}}{{{{ super() }}}}{shown}{{% endblock %}}\n'
            )
            self.write(f"themes/mine/templates/{name}.html", text.encode())
        self.set_option("theme", "mine")
        self.write("content/photo.png", PICTURES[1])
        about = {"title": "About", "summary": "About us.", "body": "Text.", "extra": {"note": ""}}
        self.set_article("pages/about", about)
        self.set_field("c", "tags", ["Ukraine", "155 mm", "NATO"])
        for name, day in (("a", "2023-03-07"), ("b", "2023-03-08"), ("c", "2023-03-09")):
            self.set_field(name, "date", day)
            self.set_field(name, "summary", f"About {name}.")
            self.set_field(name, "extra", {"note": ""})

    def set_article(self, name: str, fields: dict[str, Any]) -> None:
        self.articles[name] = fields
        self.save(name)

    def compare(self) -> bool:
        """Builds on from the last build, and from nothing, and compares. Tells whether the site could be built."""
        (self.site / "content").mkdir(parents=True, exist_ok=True)
        before = tree(self.site / "output")
        request = Request(self.site, self.site / "output", self.now, self.drafts)
        scratch = self.folder / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        told = problems_of(lambda: self.build_on(request))
        built = time.monotonic_ns()
        assert clean_build(msgspec.structs.replace(request, output=scratch)) == told
        expected = before if told else tree(scratch)  # with a problem, nothing is written
        assert apart(tree(self.site / "output"), expected) == {}
        time.sleep(max(0, built + stamps.TICK_NS - time.monotonic_ns()) / 1e9)
        return not told

    def file(self, name: str) -> Path:
        return self.site / "content" / f"{name}.md"

    def set_field(self, name: str, field: str, value: Any) -> None:
        self.articles[name][field] = value
        self.save(name)

    def save(self, name: str) -> None:
        fields = dict(self.articles[name])
        body = fields.pop("body")
        lines = [f"{key}: {json.dumps(value)}" for key, value in fields.items() if value is not None]
        self.write(f"content/{name}.md", "\n".join(["---", *lines, "---", "", body, ""]).encode())
        self.written[self.file(name)] = dict(self.articles[name])

    def set_option(self, option: str, value: Any) -> None:
        self.settings[option] = value
        given = {key: value for key, value in self.settings.items() if value is not None}
        if self.engine != ENGINES[0]:
            given["markdown"] = {"engine": self.engine, **given.get("markdown", {})}
        lines = [f"{key}: {json.dumps(value)}" for key, value in given.items()]
        self.write("digest.yaml", "\n".join(lines).encode())

    def write(self, path: str, data: bytes) -> None:
        target = self.site / path
        if target.is_dir():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            self.past[target] = (target.read_bytes(), target.stat().st_mtime_ns, self.written.get(target, {}))
        target.write_bytes(data)

    def restore(self, path: Path) -> None:
        text, mtime, fields = self.past[path]
        path.write_bytes(text)
        os.utime(path, ns=(mtime, mtime))
        if path.suffix == ".md":
            name = path.relative_to(self.site / "content").with_suffix("").as_posix()
            self.articles[name] = dict(fields)
            self.written[path] = dict(fields)

    def write_or_remove(self, path: str, data: bytes | str | None) -> None:
        if data is None:
            (self.site / path).unlink(missing_ok=True)
        else:
            self.write(path, data.encode() if isinstance(data, str) else data)

    def outputs(self) -> list[Path]:
        return sorted(path for path in (self.site / "output").rglob("*") if path.is_file())


def stamp_of(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def values_of(name: str, choices: dict[str, list[Any]]) -> list[Any]:
    """Every value that is tried for a field or setting; None where it can be left out."""
    return choices[name] if name in REQUIRED else [None, *choices[name]]


def change_field(edits: EditedSite, field: str) -> Iterator[None]:
    """Sets a field of the article in the middle to each of its values, one after the other."""
    yield from _change(edits, "b", field)


def change_page(edits: EditedSite, field: str) -> Iterator[None]:
    """The same with a field of a standing page."""
    yield from _change(edits, "pages/about", field)


def _change(edits: EditedSite, name: str, field: str) -> Iterator[None]:
    for value in (*values_of(field, FIELDS), FIELDS[field][0]):
        edits.set_field(name, field, {"note": ""} if field == "extra" and value is None else value)
        yield


def change_title_alone(edits: EditedSite) -> Iterator[None]:
    """The title while the address stays, as it does with articles that were imported."""
    edits.set_field("b", "slug", "one")
    edits.set_field("b", "aliases", ["/old/"])
    for title in (*TITLES, TITLES[0]):
        edits.set_field("b", "title", title)
        yield


def change_newest(edits: EditedSite, field: str) -> Iterator[None]:
    """The same with the newest article, the last of a running story to which all three belong."""
    for name in NAMES[:3]:
        edits.set_field(name, "thread", "shells")
    yield from _change(edits, "c", field)


def change_on_a_full_day(edits: EditedSite, field: str) -> Iterator[None]:
    """A field of an article that stands below the top of its day and its week, beside others of its desk."""
    yield from _change_on_a_full_day(edits, field, 9)


def change_at_the_top(edits: EditedSite, field: str) -> Iterator[None]:
    """The same of one that stands below the lead."""
    yield from _change_on_a_full_day(edits, field, 3)


def change_picture(edits: EditedSite) -> Iterator[None]:
    """The file that is an article's picture."""
    edits.set_field("b", "image", {"file": "photo.png"})
    for data in (*PICTURES, PICTURES[1].replace(b"\x02", b"\x04"), PICTURES[1].replace(b"\x03", b"\x05"), PICTURES[1]):
        edits.write("content/photo.png", data)
        yield


def _change_on_a_full_day(edits: EditedSite, field: str, rank: int) -> Iterator[None]:
    edits.set_field("b", "rank", rank)
    edits.set_field("b", "tags", ["Ukraine", "Oak"])
    for n in range(8):
        ranked = {"title": f"Ranked {n}", "date": "2023-03-08", "rank": 1 + n, "extra": {"note": ""}, "body": "Text."}
        edits.set_article(f"ranked{n}", ranked)
    for value in (*values_of(field, FIELDS), FIELDS[field][0]):
        edits.set_field("b", field, value)
        yield


def change_address_alone(edits: EditedSite) -> Iterator[None]:
    """The address, to which an older one leads."""
    edits.set_field("b", "aliases", ["/old/"])
    for slug in FIELDS["slug"]:
        edits.set_field("b", "slug", slug)
        yield


def change_moved_lang(edits: EditedSite) -> Iterator[None]:
    """The language of an article to which an older address leads."""
    edits.set_field("b", "aliases", ["/old/"])
    yield from change_field(edits, "lang")


def change_time_alone(edits: EditedSite, field: str) -> Iterator[None]:
    """A time of an article that was corrected after all of them, so that its last change stays."""
    edits.set_field("b", "corrections", [{"date": "2031-01-01", "text": "x"}])
    for value in FIELDS[field]:
        edits.set_field("b", field, value)
        yield


def change_news(edits: EditedSite) -> Iterator[None]:
    """An article of the last two days; and the days go by."""
    edits.now = 1_678_360_000  # 2023-03-09T11:06:40Z
    for field, values in {
        "title": TITLES,
        "slug": FIELDS["slug"],
        "lang": FIELDS["lang"],
        "date": ["2023-03-08T12:00Z", "2023-03-08T13:00Z", "2023-03-09T12:00Z", "2023-03-07T10:00Z"],
    }.items():
        if field == "title":
            edits.set_field("b", "slug", "one")
        for value in values:
            edits.set_field("b", field, value)
            yield
    edits.set_field("b", "date", "2023-03-08T12:00Z")
    for now in (1_678_449_599, 1_678_449_600, 1_678_276_799, 1_678_276_800):
        edits.now = now
        yield


def change_shown_draft(edits: EditedSite) -> Iterator[None]:
    """Articles and pages that are drafts, while drafts are shown."""
    edits.drafts = True
    for name, value in (("b", False), ("b", True), ("b", False), ("pages/about", True), ("pages/about", False)):
        edits.set_field(name, "draft", value)
        yield


def change_holding(edits: EditedSite) -> Iterator[list[str]]:
    """What releases a file beside an article that waits, and what holds it again, each with the files that are out
    then."""
    edits.write("content/sub/map.png", PICTURES[1])
    edits.write("content/sub/deep/note.txt", b"One.")
    alone = {"title": "D", "date": "2023-03-08", "draft": True, "extra": {"note": ""}, "body": "![map](map.png)"}
    every = ["sub/deep/note.txt", "sub/map.png"]
    edits.set_article("sub/d", alone)
    yield []
    edits.set_field("sub/d", "draft", False)
    yield every
    edits.set_field("sub/d", "publish", "2030-01-01")
    yield []
    edits.set_field("b", "body", "![map](sub/map.png)")
    yield ["sub/map.png"]
    edits.set_field("b", "body", "Text.")
    edits.set_field("b", "extra", {"note": "sub/map.png"})
    yield ["sub/map.png"]
    edits.set_field("b", "extra", {"note": ""})
    edits.write(OWN_PARTIAL, b"{{ 'sub/map.png'|link }}")
    yield ["sub/map.png"]
    edits.write_or_remove(OWN_PARTIAL, None)
    yield []
    edits.write("themes/mine/static/more.css", b"a{background:url(../sub/map.png)}")
    yield ["sub/map.png"]
    edits.write_or_remove("themes/mine/static/more.css", None)
    edits.now = 1_900_000_000
    yield every
    edits.set_field("sub/d", "expires", "2030-03-01")
    yield []
    edits.drafts = True
    yield []
    edits.set_field("sub/d", "expires", None)
    edits.set_field("sub/d", "draft", True)
    yield every
    edits.drafts = False
    yield []
    edits.write_or_remove("content/sub/d.md", None)
    yield every


def change_option(edits: EditedSite, option: str) -> Iterator[None]:
    """The same with a setting of the site."""
    for value in (*values_of(option, SETTINGS), SETTINGS[option][0]):
        edits.set_option(option, value)
        yield


def change_file(edits: EditedSite, path: str) -> Iterator[None]:
    """The same with another file, which an article and its template show."""
    edits.set_field("b", "body", "![picture](photo.png)")
    edits.set_field("b", "tags", ["EU", "nato", "Ukraine"])
    note = (
        b'{% block body %}{{ super() }}{% include "_note.html" ignore missing %}{{ site.options.shade }}{% endblock %}'
    )
    edits.write(OWN_TEMPLATE, edits.site.joinpath(OWN_TEMPLATE).read_bytes() + note)
    for data in (*FILES[path], FILES[path][0]):
        edits.write_or_remove(path, data)
        yield


def change_of_many(edits: EditedSite, field: str, values: list[Any]) -> Iterator[None]:
    """A field of the oldest of thirteen articles of a source, an author, a tag and a running story: what is of so many
    has pages of its years, and shows its newest ones."""
    of_all = {"tags": ["NATO"], "thread": "shells", "source": "NATO", "author": "Desk"}
    for n, day in enumerate(["2021-08-05", *(f"202{2 + n // 6}-0{1 + n % 6}-05" for n in range(11))]):
        given = {"title": f"Of many {n}", "date": day, "slug": f"many{n}", "extra": {"note": ""}, "body": "Text."}
        edits.set_article(f"many{n}", {**of_all, **given})
    for name, value in {**of_all, "slug": "b", "date": "2021-06-01"}.items():
        edits.set_field("b", name, value)
    yield
    for value in values:
        edits.set_field("b", field, value)
        yield


def change_named_beside(edits: EditedSite) -> Iterator[None]:
    """Who wrote for a source, while the cards of its articles stay."""
    edits.set_field("a", "author", "Desk")
    for name in NAMES[:3]:
        edits.set_field(name, "source", "NATO")
    for author in ("Wire", "Desk", None):
        edits.set_field("b", "author", author)
        yield


def change_own_site(edits: EditedSite) -> Iterator[None]:
    """Where the only article of a source was published, and under which licence."""
    for url, licence in (("https://europa.eu/a", "CC BY"), ("https://x.org/", "CC BY"), ("https://x.org/", "CC0")):
        edits.set_field("b", "source", {"name": "EU", "url": url, "licence": licence})
        yield


def change_kind_alone(edits: EditedSite) -> Iterator[None]:
    """The kind of the only tag, and how many articles have it."""
    for name in NAMES[:3]:
        edits.set_field(name, "tags", ["NATO"])
    for kind in ("place", "organisation", "system"):
        edits.write(TAGS_FILE, f"NATO: {{kind: {kind}}}\n".encode())
        yield
    for tags in ([], ["NATO"]):
        edits.set_field("b", "tags", tags)
        yield


def change_story(edits: EditedSite) -> Iterator[None]:
    """What the settings say of a running story to which all three articles belong, and its figures."""
    for name in NAMES[:3]:
        edits.set_field(name, "thread", "shells")
    yield from change_option(edits, "threads")
    yield from change_field(edits, "figures")


def change_sources(edits: EditedSite) -> Iterator[None]:
    """The same with what sources grant, of which articles have two."""
    for name, source in (("a", {"name": "EU", "url": "https://europa.eu/a"}), ("b", "NATO"), ("pages/about", "NATO")):
        edits.set_field(name, "source", source)
        edits.set_field(name, "body", BODIES[-1])
    for text in (*SOURCES, *reversed(SOURCES), SOURCES[3], SOURCES[6], SOURCES[1], SOURCES[5]):
        edits.write_or_remove("sources.yaml", text)
        yield
