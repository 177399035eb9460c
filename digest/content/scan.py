"""Which files there are in content/ and which of them are to be read again."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from stat import S_ISREG

import msgspec

from digest.article_file.edit import ArticleFile
from digest.errors import Problem
from digest.files.folders import CONTENT, OUTPUT, STATE
from digest.files.opener import LARGEST_TEXT, NO_FILE, read_regular
from digest.files.passed_over import is_passed_over
from digest.model.article import Stamp
from digest.settings.config import Config, followed


class Scope(msgspec.Struct, frozen=True):
    """What of content/ is looked at: `ignore` are patterns of names that are not, `follow` the real paths outside of
    the site to which links may lead."""

    content: Path
    ignore: tuple[str, ...] = ()
    follow: tuple[Path, ...] = ()

    @classmethod
    def of(cls, site: Path, config: Config) -> Scope:
        return cls(site / CONTENT, config.ignore, followed(site, config))

    def passes_over(self, name: str) -> bool:
        return is_passed_over(name, self.ignore)

    def refuses(self, real: Path) -> str:
        """Why a link to this real path is not followed; "" if it is."""
        site = self.content.parent.resolve()
        if any(real.is_relative_to(allowed) for allowed in self.follow):
            return ""
        if not real.is_relative_to(site):
            return f"is a link out of the site, to {real}."
        inside = real.relative_to(site).parts
        return f"is a link into {inside[0]}/." if inside[:1] in ((OUTPUT,), (STATE,)) else ""


class Found(msgspec.Struct, frozen=True):
    """Files below content/: path (relative to it, forward slashes) → stamp, sorted by path; and what could not be
    looked at."""

    files: dict[str, Stamp]
    problems: tuple[Problem, ...] = ()


def scan(scope: Scope) -> Found:
    """Looks at every file of content/ without opening it. What nobody means to publish is passed over."""
    content = scope.content
    if not content.is_dir():  # not an empty site: it may have been moved, or its disk be missing
        fact = f"there is no folder {CONTENT}/ in {content.parent}."
        return Found({}, (Problem(CONTENT, 0, fact, "Make it, or put it back: nothing was removed."),))
    if why := scope.refuses(content.resolve()):
        remedy = f"Put the folder itself here, or add '{content.resolve()}' to 'follow' in digest.yaml."
        return Found({}, (Problem(CONTENT, 0, why, remedy),))
    walk = _Walk(scope)
    files = dict(sorted(walk.files(str(content), "", (os.path.realpath(content),))))
    return Found(files, tuple(walk.problems))


def article_files(
    scope: Scope, problems: list[Problem], only: Callable[[str], bool] = lambda path: True
) -> Iterator[ArticleFile]:
    """The articles in content/, each read when it is asked for; what could not be read goes to `problems`. `only` says
    of a path relative to content/ whether it is looked at."""
    found = scan(scope)
    problems += found.problems
    for path in filter(only, filter(is_article, found.files)):
        file, shown = scope.content / path, f"{CONTENT}/{path}"
        try:
            yield ArticleFile(file, shown, read_regular(file, LARGEST_TEXT))
        except OSError as error:
            problems.append(Problem(shown, 0, f"cannot be read: {error.strerror}.", "It was left as it is."))


FEW_NEW = 64
"""Of more new files it takes longer to see that none was a folder than to look at all."""


def look_at(scope: Scope, paths: Collection[str], known: Collection[str]) -> Found | None:
    """As `scan`, but only at files with these paths; None if one of them is a folder, or was one when the files in
    `known` were found, or if a link leads to it; also if too many are new."""
    content = scope.content
    found: dict[str, Stamp] = {}
    real = os.path.realpath(content)
    new = sum(path not in known for path in paths)
    if new > FEW_NEW:
        return None
    # A search in one text takes a fifth of the time of one through 100,000 paths.
    all_known = "\0".join(("", *known)) if new else ""
    for path in paths:
        if any(map(scope.passes_over, path.split("/"))):
            continue
        if path not in known and f"\0{path}/" in all_known:
            return None
        try:
            if os.path.realpath(content / path) != os.path.join(real, *path.split("/")):
                return None
            status = os.stat(content / path)
        except FileNotFoundError:
            continue
        except OSError:
            return None
        if not S_ISREG(status.st_mode) or not path.isprintable():
            return None
        found[path] = Stamp.of(status)
    return Found(dict(sorted(found.items())))


def is_article(path: str) -> bool:
    return path.lower().endswith((".md", ".markdown"))


class _Walk:
    """Goes through the folders once, and tells of what it passes."""

    def __init__(self, scope: Scope) -> None:
        self.problems: list[Problem] = []
        self._scope = scope

    def files(self, folder: str, prefix: str, above: tuple[str, ...]) -> Iterator[tuple[str, Stamp]]:
        """`above` are the real paths of this folder and of those that lead to it."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self._tell(prefix.rstrip("/"), f"cannot be read: {error.strerror}.")
            return
        for entry in entries:
            if not self._scope.passes_over(entry.name):
                yield from self._entry(entry, prefix + entry.name, above)

    def _entry(self, entry: os.DirEntry[str], path: str, above: tuple[str, ...]) -> Iterator[tuple[str, Stamp]]:
        try:
            path.encode()
        except UnicodeEncodeError:
            self._tell(path.encode("utf-8", "backslashreplace").decode(), "its name is not UTF-8.", "Rename the file.")
            return
        try:
            if entry.is_symlink() and not self._may_follow(entry, path, above):
                return
            if entry.is_dir():
                real = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(above[-1], entry.name)
                yield from self.files(entry.path, f"{path}/", (*above, real))
                return
            status = os.stat(entry.path)
            if S_ISREG(status.st_mode):
                yield path, Stamp.of(status)
            else:
                self._tell(path, f"is {NO_FILE}.", "Take it out of the folder.")
        except OSError as error:
            self._tell(path, f"cannot be read: {error.strerror}.")

    def _may_follow(self, entry: os.DirEntry[str], path: str, above: tuple[str, ...]) -> bool:
        real = os.path.realpath(entry.path)
        if why := self._scope.refuses(Path(real)):
            remedy = f"Put the file itself here, or add '{real}' to 'follow' in digest.yaml."
            self._tell(path, why, remedy if "out of" in why else "Take out the link.")
            return False
        if any(one == real or one.startswith(f"{real}{os.sep}") for one in above):
            self._tell(path, "leads back to a folder above it.", "Take out the link.")
            return False
        return True

    def _tell(self, path: str, fact: str, remedy: str = "") -> None:
        self.problems.append(Problem(f"{CONTENT}/{path}".rstrip("/"), 0, fact, remedy))
