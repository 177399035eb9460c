"""The seeds of which no article could be made, each by its bytes, with the reason: it is told once, and they are set
aside until they change.

They are kept in `.digest/`, where they may be deleted at any time: then all are tried again.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec

import digest
from digest.article_file.mark import IMPORTER
from digest.files.opener import read_regular
from digest.files.whole import write_whole
from digest.seeds.refused import PassingError, SeedError, SetAsideError

_FORM = 1  # raised when a seed that was refused may be read now
_MOST = 10_000


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """`made_by` is what else a refusal depends on; `refused` has fact and remedy, by what seeds are known by."""

    made_by: str
    refused: dict[str, tuple[str, str]]


class SetAside:
    """`made_by` is what a refusal depends on beside the seed: the site's words. With `tries_all` nothing is set aside
    that earlier imports refused."""

    def __init__(self, keep: Path, made_by: bytes, *, tries_all: bool) -> None:
        self._keep = keep
        self._made_by = f"{_FORM} {IMPORTER} {digest.__version__} {hashlib.sha256(made_by).hexdigest()}"
        self._known = self._load()
        self._told: dict[str, tuple[str, str]] = {}
        self._tries_all = tries_all

    def check(self, name: str, sha256: str) -> None:
        """Raises SetAsideError for the seed called `name`, of bytes with this digest, if it was refused before."""
        known = None if self._tries_all else self._known.get(_key(name, sha256))
        if known is not None:
            raise SetAsideError(*known)

    def add(self, name: str, sha256: str, error: SeedError) -> None:
        if not isinstance(error, PassingError | SetAsideError):
            self._told[_key(name, sha256)] = (error.fact, error.remedy)

    def remove(self, name: str, sha256: str) -> None:
        """It has become an article."""
        self._known.pop(_key(name, sha256), None)

    def save(self) -> None:
        together = {**self._known, **self._told}
        if together == self._load():
            return
        kept = dict(list(together.items())[-_MOST:])
        with suppress(OSError):  # what is lost is told again
            self._keep.parent.mkdir(exist_ok=True)
            write_whole(self._keep, msgspec.msgpack.encode(_Kept(self._made_by, kept)))

    def _load(self) -> dict[str, tuple[str, str]]:
        with suppress(OSError, msgspec.DecodeError):
            kept = msgspec.msgpack.decode(read_regular(self._keep), type=_Kept)
            if kept.made_by == self._made_by:
                return kept.refused
        return {}


def _key(name: str, sha256: str) -> str:
    """A seed's kind may be told by the ending of its name."""
    return sha256 + PurePosixPath(name).suffix.lower()
