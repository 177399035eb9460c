"""Articles and sites as values, for planners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from digest.article_file.fields import read_moment
from digest.model.article import Article, Media, Source
from digest.model.planned import Page
from digest.model.urls import article_url, slugify
from digest.model.views import View
from digest.settings.config import Config
from digest.site.collecting import collect
from digest.site.plan import Plan, plan

CONFIG = Config(title="Test", timezone="UTC", base_url="https://example.org/news/")

V = TypeVar("V", bound=View)


def article(name: str, when: str = "2023-03-08", **fields: Any) -> Article:
    """An article whose file, title and slug are `name`; `when` as in front matter."""
    moment = read_moment(when, CONFIG.zone)
    values: dict[str, Any] = {
        "path": f"{name}.md",
        "url": article_url(moment.day, slugify(name)),
        "title": name,
        "day": moment.day,
        "published": moment.at.isoformat(timespec="seconds"),
        "instant": moment.instant,
    }
    return _article(values | fields)


def standing(name: str, **fields: Any) -> Article:
    values = {"path": f"pages/{name}.md", "url": f"{name}/", "title": name, "day": None, "published": "", "instant": 0}
    return _article(values | fields)


def _article(values: Mapping[str, Any]) -> Article:
    rest: dict[str, Any] = {
        **dict.fromkeys(("updated", "summary", "deck", "thread", "lang", "id"), ""),
        **dict.fromkeys(("tags", "authors", "figures", "corrections", "aliases", "review", "references"), ()),
        "source": Source(),
        "draft": False,
        "embargo": 0,
        "expiry": 0,
        "extra": {},
        "body": b"digest of the body",
    }
    given = rest | dict(values)
    return Article(**({"changed": given["updated"] or given["published"]} | given))


def planned(
    *articles: Article,
    config: Config = CONFIG,
    media: Iterable[Media] = (),
    now: int = 2_000_000_000,
    drafts: bool = False,
    kinds: Mapping[str, str] = {},
) -> Plan:
    """`kinds` are those of tags by the last steps of their addresses."""
    files = {file.path: file for file in media}
    collected = collect(config, articles, files, now=now, drafts=drafts, kinds=lambda: kinds)
    return plan(collected, (), options={}, now=now)


def pages(made: Plan) -> dict[str, Page]:
    return {page.path: page for page in made.pages()}


def view(made: Plan, path: str, kind: type[V]) -> V:
    found = pages(made)[path].view
    assert isinstance(found, kind)
    return found


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
