"""What articles say at their heads: summaries, spellings of tags, dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from digest.check.finding import Finding, warning
from digest.installation import quoted_word
from digest.model.article import Article
from digest.model.urls import tag_slug
from digest.settings.vocabulary import Vocabulary
from digest.site.identity import spelling_of
from digest.site.names import by_address, used_by
from digest.site.references import CONTENT

LineOf = Callable[[str, str], int]
"""Asked for the line of an article, by its path, on which a field of its front matter begins."""


def without_summary(articles: Iterable[Article], line_of: LineOf) -> Iterator[Finding]:
    """Articles of which lists and feeds have nothing to say."""
    for article in articles:
        if article.day and not article.summary:
            fact = "has no 'summary': lists show its title alone."
            yield warning(
                "summary", CONTENT + article.path, line_of(article.path, "title"), fact, "Write one or two sentences."
            )


def spellings(articles: Sequence[Article], vocabulary: Vocabulary, line_of: LineOf) -> Iterator[Finding]:
    """Tags that are written in several ways and are one all the same: each way but the commonest is told once. What the
    site's own tags join is meant so; and where two that are not one would have one address, the build says so."""
    used = used_by((n, article.tags) for n, article in enumerate(articles))
    decided = vocabulary.canonical_slugs()
    for uses in by_address({name: used[name] for name in used if tag_slug(name) not in decided}, tag_slug).values():
        commonest = uses.commonest
        for name in uses.spellings.keys() - {commonest}:
            if spelling_of(name) != spelling_of(commonest):
                continue
            path = min(articles[n].path for n in used[name])
            shown = f"'{commonest}' ({_many(used[commonest])})"
            fact = f"has the tag '{name}' ({_many(used[name])}), which is shown as {shown}."
            remedy = f"Write them alike: digest tags rename {quoted_word(name)} {quoted_word(commonest)}"
            yield warning("tag-spelling", CONTENT + path, line_of(path, "tags"), fact, remedy)


def _many(positions: Sequence[int]) -> str:
    return f"{len(positions):,} article{'' if len(positions) == 1 else 's'}"


def future_dates(articles: Iterable[Article], now: int, line_of: LineOf) -> Iterator[Finding]:
    """Dates that are still to come in what is shown at `now` (seconds since the epoch), or when its embargo ends."""
    for article in articles:
        shown_at = max(now, article.embargo)
        corrected = max((str(one.day) for one in article.corrections), default="")
        for field, stamp in (("date", article.published), ("updated", article.updated), ("corrections", corrected)):
            if stamp and _instant(stamp, article) > shown_at:
                remedy = "To keep it back until then, set 'publish' to that time." if field == "date" else ""
                when = stamp[:10] if stamp[11:16] in ("", "00:00") else f"{stamp[:10]} at {stamp[11:16]}"
                shown = "the article is shown already" if shown_at == now else "its embargo ends before"
                fact = f"'{field}' is {when}, which is still to come, and {shown}."
                yield warning(
                    "future-date",
                    CONTENT + article.path,
                    line_of(article.path, field),
                    fact,
                    remedy or "Check the day.",
                )


def _instant(stamp: str, article: Article) -> float:
    """Seconds since the epoch of an RFC 3339 time, or of the beginning of a day where the article is published."""
    at = dt.datetime.fromisoformat(stamp)
    if at.tzinfo is None:
        at = at.replace(tzinfo=dt.datetime.fromisoformat(article.published).tzinfo if article.published else dt.UTC)
    return at.timestamp()
