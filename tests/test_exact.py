"""After any series of edits, one field at a time, the output is byte for byte that of a build from nothing."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from digest import build as building
from digest.build import Request
from digest.errors import Problem, ProblemsError
from digest.model import article as stamps
from digest.output.store import IN_MEMORY, Store
from digest.spread import Spread

NAMES = ("a", "b", "c", "sub/d", "pages/about", "pages/deep/e")
TITLES = st.sampled_from(["One", "Two", "Three & <four>", "Zażółć", "ЗСУ"])
DAYS = st.sampled_from(["2022-12-31", "2023-03-08", "2023-03-08T14:30+01:00", "2023-03-09", "2023-04-01", "2024-02-29"])
LATER = st.sampled_from(["2023-03-08T12:00Z", "2023-06-01", "2030-01-01"])
TAGS = st.lists(st.sampled_from(["NATO", "nato", "Ukraine", "155 mm", "EU"]), max_size=3)
SUMMARIES = st.sampled_from(["", "Short.", "Longer & <b>bolder</b>."])
BODIES = st.sampled_from(
    [
        "",
        "Text.",
        "Text!",
        "# Head\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "[link](b.md) and ![picture](photo.png)",
        "[up](../a.md#x) <script>x</script>",
        "[root](/tags/) and [about](pages/about.md)",
    ]
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "title": TITLES,
    "date": DAYS,
    "updated": LATER,
    "slug": st.sampled_from(["one", "two", "three"]),
    "tags": TAGS,
    "summary": SUMMARIES,
    "deck": SUMMARIES,
    "author": st.sampled_from(["Desk", ["Desk", "Wire"]]),
    "source": st.sampled_from(
        ["NATO", {"name": "EU", "url": "https://europa.eu/"}, {"name": "EU", "licence": "CC BY"}]
    ),
    "seed": st.sampled_from([{"file": "x.txt"}, {"file": "y.txt"}]),
    "review": st.sampled_from([["date"], ["title"]]),
    "figures": st.sampled_from([[{"value": "€1"}], [{"value": "€1", "about": "cost"}], [{"value": "€2"}]]),
    "thread": st.sampled_from(["shells", "ships"]),
    "corrections": st.sampled_from([[{"date": "2023-03-10", "text": "x"}], [{"date": "2023-03-11", "text": "x"}]]),
    "draft": st.booleans(),
    "publish": LATER,
    "expires": LATER,
    "aliases": st.sampled_from([["/old/"], ["/older.html"], ["/old/", "/x/y/"]]),
    "lang": st.sampled_from(["de", "fr"]),
    "id": st.sampled_from(["tag:x,2023:1", "tag:x,2023:2"]),
    "extra": st.sampled_from([{"a": 1}, {"a": "1"}, {"b": [True]}]),
}
SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "title": TITLES,
    "description": SUMMARIES,
    "language": st.sampled_from(["en", "de"]),
    "timezone": st.sampled_from(["UTC", "Europe/Brussels", "Pacific/Auckland"]),
    "base_url": st.sampled_from(["https://example.org/", "https://example.org/sub/"]),
    "publisher": st.sampled_from([{"name": "P"}, {"name": "P", "url": "https://example.org/"}]),
    "theme": st.sampled_from(["default", "mine"]),
    "theme_options": st.sampled_from([{"shade": "dark"}, {"shade": "light"}]),
    "markdown": st.sampled_from([{"html": "trusted"}, {"html": "safe"}, {"extensions": ["nl2br"]}]),
    "home": st.sampled_from([{"latest": 1}, {"latest": 3}]),
    "feeds": st.sampled_from([{"limit": 1}, {"content": "summary"}]),
    "links": st.sampled_from(["folder", "file"]),
}
OWN_TEMPLATE = "themes/mine/templates/article.html"
OWN_PARTIAL = "themes/mine/templates/_note.html"
PICTURES = [b"not a picture", bytes.fromhex("89504e470d0a1a0a0000000d4948445200000002000000030806000000")]


class Edits(RuleBasedStateMachine):
    """Each rule is one edit that an editor could make; after each the site is built both ways."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="digest-exact-"))
        self.site = self.folder / "site"
        self.articles: dict[str, dict[str, Any]] = {}
        self.settings: dict[str, Any] = {"title": "Site"}
        self.past: dict[Path, tuple[bytes, int]] = {}
        self.drafts = False
        self.now = 1_680_000_000
        self.tick, stamps.TICK_NS = stamps.TICK_NS, 20_000_000  # so that stamps come to be trusted within a test

    def teardown(self) -> None:
        stamps.TICK_NS = self.tick
        shutil.rmtree(self.folder)

    # What can be edited

    @initialize(day=DAYS, body=BODIES)
    def begin(self, day: str, body: str) -> None:
        self.set_option("base_url", "https://example.org/")
        for number, name in enumerate(NAMES[:3]):
            self.articles[name] = {"title": f"Number {number}", "date": day, "tags": ["NATO"], "body": body}
            self.save(name)
        self.write("themes/mine/theme.yaml", b"name: mine\noptions: {shade: {default: dark}}\n")
        self.write(OWN_TEMPLATE, b'{% extends "default/article.html" %}\n')

    @rule(name=st.sampled_from(NAMES), title=TITLES, day=DAYS, tags=TAGS, body=BODIES)
    def add(self, name: str, title: str, day: str, tags: list[str], body: str) -> None:
        self.articles[name] = {"title": title, "date": day, "tags": tags, "body": body}
        self.save(name)

    @precondition(lambda self: self.articles)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.articles)))
        del self.articles[name]
        self.file(name).unlink()

    @precondition(lambda self: self.articles)
    @rule(data=st.data(), to=st.sampled_from(NAMES))
    def rename(self, data: st.DataObject, to: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.articles)))
        self.articles[to] = self.articles.pop(name)
        self.file(to).parent.mkdir(parents=True, exist_ok=True)
        os.replace(self.file(name), self.file(to))

    @precondition(lambda self: self.articles)
    @rule(data=st.data(), field=st.sampled_from([*FIELDS, "body", "title", "date", "tags", "draft"]))
    def set_field(self, data: st.DataObject, field: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.articles)))
        values = BODIES if field == "body" else FIELDS[field]
        value = data.draw(values if field in ("body", "title", "date") else st.none() | values)
        self.articles[name][field] = value
        self.save(name)

    @rule(data=st.data(), option=st.sampled_from(sorted(SETTINGS)))
    def set_setting(self, data: st.DataObject, option: str) -> None:
        value = data.draw(SETTINGS[option] if option == "title" else st.none() | SETTINGS[option])
        self.set_option(option, value)

    @rule(text=st.sampled_from(["", "One.", "{{ page.title }}", '{% include "_note.html" ignore missing %}']))
    def edit_template(self, text: str) -> None:
        block = f"{{% block body %}}{text}{{{{ super() }}}}{{% endblock %}}"
        self.write(OWN_TEMPLATE, f'{{% extends "default/article.html" %}}\n{block}\n'.encode())

    @rule(text=st.sampled_from([None, "Note.", "{{ site.options.shade }}"]))
    def edit_partial(self, text: str | None) -> None:
        self.write_or_remove(OWN_PARTIAL, text)

    @rule(
        path=st.sampled_from(["themes/mine/static/a.css", "themes/mine/static/style.css"]),
        text=st.sampled_from([None, "a{}", "b{}"]),
    )
    def edit_static(self, path: str, text: str | None) -> None:
        self.write_or_remove(path, text)

    @rule(
        path=st.sampled_from(["photo.png", "sub/photo.png", "robots.txt", "2023", "tags/file"]),
        which=st.none() | st.sampled_from(PICTURES),
    )
    def edit_media(self, path: str, which: bytes | None) -> None:
        self.write_or_remove(f"content/{path}", which)

    @precondition(lambda self: self.past)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """An older state of a file comes back with its older time, as from a backup."""
        path = data.draw(st.sampled_from(sorted(self.past)))
        text, mtime = self.past[path]
        if path.exists() and path.suffix != ".md":
            path.write_bytes(text)
            os.utime(path, ns=(mtime, mtime))

    @precondition(lambda self: self.outputs())
    @rule(data=st.data(), how=st.sampled_from(["delete", "edit", "same size and time", "touch", "folder"]))
    def spoil_output(self, data: st.DataObject, how: str) -> None:
        path = data.draw(st.sampled_from(self.outputs()))
        before = path.stat()
        if how == "delete":
            path.unlink()
        elif how == "edit":
            path.write_bytes(b"spoilt")
        elif how == "same size and time":
            path.write_bytes(b"x" * before.st_size)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        elif how == "touch":
            path.touch()
        else:
            shutil.rmtree(self.site / "output")

    @rule()
    def show_drafts(self) -> None:
        self.drafts = not self.drafts

    @rule(now=st.sampled_from([1_678_276_799, 1_678_276_800, 1_685_577_600, 1_900_000_000]))
    def let_time_pass(self, now: int) -> None:
        self.now = now

    @rule()
    def lose_store(self) -> None:
        """The store is spoilt: all that it knew is lost, but for what it wrote."""
        for path in (self.site / ".digest").glob("*.sqlite*"):
            path.unlink()
        shutil.rmtree(self.site / "output", ignore_errors=True)

    # What must hold

    @invariant()
    def incremental_is_clean(self) -> None:
        if not self.settings:
            return
        (self.site / "content").mkdir(parents=True, exist_ok=True)
        before = tree(self.site / "output")
        request = Request(self.site, self.site / "output", self.now, self.drafts)
        scratch = self.folder / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        told = clean_build(msgspec.structs.replace(request, output=scratch))
        event("problems" if told else "built")
        assert problems_of(lambda: building.build(request)) == told
        expected = before if told else tree(scratch)  # with a problem, nothing is written
        assert apart(tree(self.site / "output"), expected) == {}
        time.sleep(0.025)

    # How it is done

    def file(self, name: str) -> Path:
        return self.site / "content" / f"{name}.md"

    def save(self, name: str) -> None:
        fields = dict(self.articles[name])
        body = fields.pop("body")
        lines = [f"{key}: {json.dumps(value)}" for key, value in fields.items() if value is not None]
        self.write(f"content/{name}.md", "\n".join(["---", *lines, "---", "", body, ""]).encode())

    def set_option(self, option: str, value: Any) -> None:
        self.settings[option] = value
        lines = [f"{key}: {json.dumps(given)}" for key, given in self.settings.items() if given is not None]
        self.write("digest.yaml", "\n".join(lines).encode())

    def write(self, path: str, data: bytes) -> None:
        target = self.site / path
        if target.is_dir():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            self.past[target] = (target.read_bytes(), target.stat().st_mtime_ns)
        target.write_bytes(data)

    def write_or_remove(self, path: str, data: bytes | str | None) -> None:
        if data is None:
            (self.site / path).unlink(missing_ok=True)
        else:
            self.write(path, data.encode() if isinstance(data, str) else data)

    def outputs(self) -> list[Path]:
        return sorted(path for path in (self.site / "output").rglob("*") if path.is_file())


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes, and every folder with None."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def apart(one: dict[str, bytes | None], other: dict[str, bytes | None]) -> dict[str, object]:
    """What two trees do not have in common."""
    missing = object()
    paths = sorted(one.keys() | other.keys())
    return {
        path: (one.get(path), other.get(path)) for path in paths if one.get(path, missing) != other.get(path, missing)
    }


def clean_build(request: Request) -> tuple[Problem, ...]:
    """Builds from nothing into an empty folder; the problems that stopped it."""
    with ExitStack() as stack:
        store = Store(IN_MEMORY)
        stack.callback(store.close)
        return problems_of(lambda: building.run_stages(request, store, Spread(None, stack)))


def problems_of(build: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        build()
    except ProblemsError as error:
        return error.problems
    return ()


Edits.TestCase.settings = settings(
    max_examples=int(os.environ.get("EXACT_EXAMPLES", "40")),
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestExact = Edits.TestCase
