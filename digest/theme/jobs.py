"""What rendering is asked for and gives: apart from it, so that a build without rendering does not load Jinja."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from digest.errors import Problem
from digest.model import views
from digest.model.shown import Body
from digest.model.views import View


class Job(msgspec.Struct, frozen=True, array_like=True):
    """One page to be rendered: its view by type and canonical bytes, and the HTML of the bodies it shows by path."""

    path: str
    template: str
    kind: str
    view: bytes
    bodies: dict[str, str]
    origin: str


class Rendered(msgspec.Struct, frozen=True, array_like=True):
    path: str
    data: bytes
    problem: Problem | None
    template: str
    seconds: float  # that it took
    took_too_much: bool = False


def bodies_of(view: View) -> Mapping[str, Body]:
    """The bodies that a view shows, by path."""
    if isinstance(view, views.ArticleView | views.PageView):
        return {view.body.path: view.body}
    if isinstance(view, views.FeedView):
        return {entry.body.path: entry.body for entry in view.entries if entry.body}
    return {}
