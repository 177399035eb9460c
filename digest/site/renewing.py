"""A collection after a few articles and files came, changed or went: as if all were collected anew, in less time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from digest.model.article import Article, Media
from digest.model.shown import Picture
from digest.site.collecting import (
    NAMES,
    Days,
    Digests,
    by_day,
    by_path,
    grouped,
    shelves,
    shown_digest,
    used_in,
    weights_of,
)
from digest.site.collection import Change, Collection, Memo, Reports, is_published
from digest.site.names import Kinds, Named, Used, renewed_uses
from digest.site.newest_first import Shift, order_of, place_of
from digest.site.pictures import pictures_of
from digest.site.reports import first_reports, reports_by_first
from digest.text import composed

GONE = -1
"""No place."""


def renewed(
    site: Collection,
    changed: Iterable[Article | Media],
    gone: Iterable[str],
    digests: Digests,
    *,
    now: int,
    drafts: bool,
    faulty: frozenset[str],
    kinds: Kinds,
) -> Collection:
    """The collection, which was of the same settings and words, after some articles and other files came or `changed`,
    and some were `gone`: what takes time for each of these, and next to none for the rest. Nothing but these may be
    published now that was not, or the other way round."""
    edit = _Edit(site, now, drafts)
    for file in changed:
        edit.put(file)
    for path in gone:
        edit.drop(path)
    dated, shift = edit.sorted()
    first, reports = site.first_report, site.reports
    if shift or edit.tells_otherwise(lambda article: article.same_as and article.same_as.path):
        first = first_reports(dated)
        reports = reports_by_first(first)
    pictured = edit.shown_now() + edit.with_other_files()
    pictures = edit.pictures(pictured)
    other = {place_of(dated, article) for article in pictured}
    fresh = other | _with_other_reports(site.reports, reports, first, shift, other)
    wholes, shown = _shifted(site.whole.digests(), shift), _shifted(site.cards.digests(), shift)
    for n in fresh:
        wholes[n], card = digests(dated[n].path)
        shown[n] = shown_digest(n, card, dated, reports, pictures)
    change = edit.change(faulty, has_other_addresses=bool(shift))
    memo = Memo(site.memo, change)
    for name, (is_one, paths) in memo.picked.items():
        memo.picked[name] = (is_one, _picked_again(paths, change.articles, edit.articles, is_one))
    if shift or first is not site.first_report:
        used, days = edit.names_and_days(dated, shift)
        found = grouped(
            config=site.config,
            vocabulary=site.vocabulary,
            kinds=kinds,
            words=site.words,
            articles=tuple(dated),
            standing=edit.standing(),
            all_articles=edit.articles,
            published=edit.published,
            faulty=faulty,
            media=edit.media,
            used=used,
            days=days,
            first=first,
            reports=reports,
            pictures=pictures,
            wholes=wholes,
            shown=shown,
            memo=memo,
        )
    else:
        whole, cards, briefs = shelves(dated, wholes, shown, site.names, reports, pictures)
        found = msgspec.structs.replace(
            site,
            articles=tuple(dated),
            standing=edit.standing(),
            all_articles=edit.articles,
            published=edit.published,
            faulty=faulty,
            media=edit.media,
            weights=weights_of(dated, reports),
            pictures=pictures,
            whole=whole,
            cards=cards,
            briefs=briefs,
            memo=memo,
        )
    if not shift:
        found.whole.take_over(site.whole, fresh)
        found.cards.take_over(site.cards, fresh)
        found.briefs.take_over(site.briefs, fresh)
    return found


class _Edit:
    """What a collection is made of, while some of it comes, changes or goes."""

    def __init__(self, site: Collection, now: int, drafts: bool) -> None:
        self._site, self._now, self._drafts = site, now, drafts
        self.articles = dict(site.all_articles)
        self.media = dict(site.media)
        self.published = site.published
        self._files: set[str] = set()  # that are no articles, which came or went or have another size
        self._paths: set[str] = set()  # of articles

    def put(self, file: Article | Media) -> None:
        if isinstance(file, Media):
            before = self.media.get(file.path)
            if before is None or (before.width, before.height) != (file.width, file.height):
                self._files.add(file.path)
            self.media[file.path] = file
            return
        self._paths.add(file.path)
        self.articles[file.path] = file
        self._publish(file.path, is_published(file, self._now, self._drafts))

    def drop(self, path: str) -> None:
        if self.media.pop(path, None):
            self._files.add(path)
        if self.articles.pop(path, None):
            self._paths.add(path)
            self._publish(path, False)

    def _publish(self, path: str, is_shown: bool) -> None:
        if is_shown != (path in self.published):
            self.published ^= {path}

    def _before(self, path: str) -> Article | None:
        """The article with a date that was shown."""
        article = self._site.all_articles.get(path) if path in self._site.published else None
        return article if article and article.day else None

    def _after(self, path: str) -> Article | None:
        """The one that is shown now."""
        article = self.articles.get(path) if path in self.published else None
        return article if article and article.day else None

    def shown_now(self) -> list[Article]:
        return list(filter(None, map(self._after, sorted(self._paths))))

    def tells_otherwise(self, what: Callable[[Article], object]) -> bool:
        """Whether an article that is shown says something else now."""
        return any(what(before) != what(after) for before, after in self._both() if before and after)

    def _both(self) -> list[tuple[Article | None, Article | None]]:
        return [(self._before(path), self._after(path)) for path in self._paths]

    def sorted(self) -> tuple[list[Article], Shift]:
        """The articles that are shown now, and how their places are other. One that names the same and stands where it
        stood only stands for itself."""
        dated = list(self._site.articles)
        left, coming = [], []
        for before, after in self._both():
            if before and after and _stands(before) == _stands(after):
                dated[place_of(dated, before)] = after
                continue
            if before:
                left.append(place_of(self._site.articles, before))
            if after:
                coming.append(after)
        for place in sorted(left, reverse=True):
            del dated[place]
        came = []
        for article in sorted(coming, key=order_of):
            came.append(place_of(dated, article))
            dated.insert(came[-1], article)
        return dated, Shift(sorted(left), came)

    def names_and_days(self, dated: Sequence[Article], shift: Shift) -> tuple[dict[Named, Used], Days]:
        site = self._site
        left = [(n, site.articles[n]) for n in shift.left]
        came = [(n, dated[n]) for n in shift.came]
        used: dict[Named, Used] = {
            name: renewed_uses(
                site.used[name], shift, used_in(name, left, site.vocabulary), used_in(name, came, site.vocabulary)
            )
            for name in NAMES
        }
        days = {day: shift.of(places) for day, places in site.days.items()}
        for day, places in by_day(came).items():
            days[day] = tuple(sorted((*days.get(day, ()), *places)))
        newest_first = sorted((places, day) for day, places in days.items() if places)
        return used, {day: places for places, day in newest_first}

    def with_other_files(self) -> list[Article]:
        """The articles that are what they were, and of which the picture may be another."""
        files = frozenset(map(composed, self._files))
        pictured = self._site.those("pictured", lambda article: bool(article.image)) if files else ()
        return [
            article
            for article in pictured
            if article.image and composed(article.image.reference.path) in files
            if article.path not in self._paths and self._after(article.path)
        ]

    def pictures(self, other: Iterable[Article]) -> dict[str, Picture]:
        """Of the articles that are shown, `other` those of which the picture may be another."""
        found = dict(self._site.pictures)
        for path in (*self._paths, *(article.path for article in other)):
            found.pop(path, None)
        if any(article.image for article in other):
            found.update(pictures_of(other, self.media))
        return found

    def standing(self) -> tuple[Article, ...]:
        before = self._site.standing
        if not any(page.path in self._paths for page in before) and not any(
            path in self.published and not self.articles[path].day for path in self._paths
        ):
            return before
        stayed = (page for page in before if page.path not in self._paths)
        came = (self.articles[path] for path in self._paths if path in self.published)
        return by_path((*stayed, *(page for page in came if not page.day)))

    def change(self, faulty: frozenset[str], *, has_other_addresses: bool) -> Change:
        names = {*self._files, *(faulty ^ self._site.faulty)}
        for path in self._paths:
            before, after = self._site.all_articles.get(path), self.articles.get(path)
            was, is_ = path in self._site.published, path in self.published
            if before is None or after is None or was != is_ or (before.url, before.ids) != (after.url, after.ids):
                names.add(path)
        return Change(
            articles=frozenset(self._paths),
            names=frozenset(map(composed, names)),
            addresses=has_other_addresses or bool(names) or self.tells_otherwise(lambda one: bool(one.figures)),
        )


def _stands(article: Article) -> tuple[object, ...]:
    """Where an article stands, and under which names."""
    return article.instant, article.day, article.tags, article.authors, article.source.name, article.thread


def _with_other_reports(
    before: Reports, after: Reports, first: Mapping[int, int], shift: Shift, changed: set[int]
) -> set[int]:
    """The places of those first reports whose others are not what they were."""
    left = frozenset(shift.left)
    stayed = {
        shift.at(n): tuple(GONE if other in left else shift.at(other) for other in others)
        for n, others in before.items()
        if n not in left
    }
    return {
        *(n for n in stayed.keys() | after.keys() if stayed.get(n) != after.get(n)),
        *(first[n] for n in changed if n in first),
    }


def _shifted(digests: list[bytes], shift: Shift) -> list[bytes]:
    """With a place for each that came."""
    for place in reversed(shift.left):
        del digests[place]
    for place in shift.came:
        digests.insert(place, b"")
    return digests


def _picked_again(
    paths: list[str], changed: Iterable[str], articles: Mapping[str, Article], is_one: Callable[[Article], bool]
) -> list[str]:
    """The sorted paths of those of which something is true, after some changed."""
    found = list(paths)
    for path in changed:
        at = bisect_left(found, path)
        if at < len(found) and found[at] == path:
            del found[at]
        if path in articles and is_one(articles[path]):
            insort(found, path)
    return found
