"""Which file that is new is one that is gone: somebody gave it another name, and maybe changed it as well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from digest.content.reading import Content
from digest.content.scan import is_article
from digest.files.folders import CONTENT
from digest.files.opener import LARGEST_TEXT, read_regular
from digest.model.article import Article, SourceRow, Stamp
from digest.model.parts import digest_bytes
from digest.output.store import Store

FEW, MANY = 16, 1024
"""Of more than a few files that came or went together those alone are known again that have the very same body; of many
none is."""

LONGEST = 100_000
"""Signs of a text that are compared: that of a file that cannot be read may be anything."""

_TAG = re.compile(r"<[^<>]*>")
_NEVER = Stamp(0, 0, 0, 0)
_NO_BODY = digest_bytes(b"")


class Text(msgspec.Struct, frozen=True):
    """What a file is known by: the digest of its body (b"" of none, or if that is not known), its title, and its text,
    which may be HTML."""

    path: str
    body: bytes
    title: str
    text: str


def renamed(gone: Sequence[Text], came: Sequence[Text]) -> dict[str, str]:
    """From the paths of files that are gone to those that they have now, where that is plain: no other file that came
    has the same body, or nearly the same text, or else the same title, and no other one that is gone had it."""
    found: dict[str, str] = {}
    for is_one in (_has_same_body, _near(gone, came), _has_same_title):
        left = [old for old in gone if old.path not in found]
        pairs = [(old.path, new.path) for old in left for new in came if is_one(old, new)]
        taken = set(found.values())
        olds, news = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
        found.update((old, new) for old, new in pairs if olds[old] == news[new] == 1 and new not in taken)
    return found


def _has_same_body(old: Text, new: Text) -> bool:
    return bool(old.body) and old.body == new.body


def _has_same_title(old: Text, new: Text) -> bool:
    return bool(old.title) and old.title == new.title


def _near(gone: Sequence[Text], came: Sequence[Text]) -> Callable[[Text, Text], bool]:
    """Whether two texts are nearly one, as the import has it."""
    if not gone or not came or max(len(gone), len(came)) > FEW:
        return lambda old, new: False
    from digest.seeds.memory.shingles import LEAST, share, shingles_of  # for this alone

    shingles = cache(lambda text: shingles_of(_TAG.sub(" ", text[:LONGEST])))
    return lambda old, new: share(shingles(old.text), shingles(new.text)) >= LEAST


class Gone(msgspec.Struct, frozen=True):
    """A file that is gone: what it was, with the HTML of its body."""

    row: SourceRow
    article: Article
    html: str


class Look:
    """A look at content/, after one that found `before`: of the articles that are gone then, those are to be known
    again that are `wanted`; and all, if a file came that cannot be read, for which one of them may stand in."""

    def __init__(self, before: Content, articles: Mapping[str, Article], wanted: Callable[[Article], bool]) -> None:
        self._before, self._articles, self._is_wanted = before, articles, wanted
        self._gone: list[Gone] = []

    def note(self, found: Content, store: Store) -> None:
        """Keeps what the store knows of the files that are gone, before it forgets them."""
        came = self._came(found)
        if not 0 < len(came) <= MANY:
            return
        gone = [self._articles[path] for path in sorted(found.gone - found.faulty) if path in self._articles]
        if found.faulty.isdisjoint(came) or len(gone) > FEW:
            gone = [article for article in gone if self._is_wanted(article)]
        bodies = store.bodies(article.path for article in gone) if len(gone) <= FEW else {}
        for article in gone:
            self._gone.append(Gone(self._before.rows[article.path], article, bodies.get(article.path, "")))

    def renamed(self, found: Content, store: Store, site: Path) -> dict[str, str]:
        """From the paths of the articles that are gone to those of their files now. For one that cannot be read there,
        the store has the article as it was."""
        if not self._gone:
            return {}
        came = self._came(found)
        new = [*_articles(came & found.rows.keys(), store), *_unread(came & found.faulty, site)]
        old = {one.article.path: one for one in self._gone}
        texts = [Text(path, _body(one.article), one.article.title, one.html) for path, one in old.items()]
        moved = renamed(texts, new)
        for path, to in moved.items():
            if to in found.faulty:
                _stand_in(old[path], to, store)
        return moved

    def _came(self, found: Content) -> frozenset[str]:
        known = self._before
        return frozenset(
            path
            for path in found.changed
            if path not in known.rows and is_article(path)
            if path in found.rows or (path in found.faulty and path not in known.faulty)
        )


def _body(article: Article) -> bytes:
    return b"" if article.body == _NO_BODY else article.body


def _articles(paths: Collection[str], store: Store) -> Iterable[Text]:
    bodies = store.bodies(sorted(paths)) if len(paths) <= FEW else {}
    for article in store.values(sorted(paths)):
        if isinstance(article, Article):
            yield Text(article.path, _body(article), article.title, bodies.get(article.path, ""))


def _unread(paths: Collection[str], site: Path) -> Iterable[Text]:
    """Files that are no articles as they stand."""
    for path in sorted(paths)[:FEW]:
        try:
            data = read_regular(site / CONTENT / path, LARGEST_TEXT)
        except OSError:
            continue
        yield Text(path, b"", "", data.decode("utf-8", "replace"))


def _stand_in(gone: Gone, path: str, store: Store) -> None:
    """An article stands for the file at a path, at the address that it has, until that can be read."""
    row = msgspec.structs.replace(gone.row, path=path, stamp=_NEVER, digest=b"")
    store.put_sources([row], [msgspec.structs.replace(gone.article, path=path)], [(path, gone.html)])
