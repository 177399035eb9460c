"""Where a site is put, and who may write there."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from digest.errors import OutputError, UsageError
from digest.files.folders import CONTENT, OUTPUT, PREVIEW, SEEDS, STATE, THEMES
from digest.files.lock import StillLockedError, locked
from digest.model.parts import digest_bytes
from digest.output.database import IN_MEMORY, StoreDamagedError, copy_without
from digest.output.store import Store
from digest.output.swap import INCOMING
from digest.output.tree import strangers

T = TypeVar("T")

LOCK_SECONDS = 20
_OWNED = (CONTENT, SEEDS, THEMES, STATE)


def check_place(site: Path, output: Path) -> None:
    """Raises UsageError if the output folder would hold, or be held by, what the editor owns; also if it is the home
    folder or the root of a file system, or a link that leads to such a place."""
    if output == site / PREVIEW:
        return
    for place, home in ((output, site), (output.resolve(), site.resolve())):
        if home.is_relative_to(place) or any(place.is_relative_to(home / name) for name in _OWNED):
            raise UsageError(f"The output cannot be put into {output}: the site's own files are there. Name another.")
        if (os.path.ismount(place) and place == place.parent) or place == _home():
            raise UsageError(f"The output cannot be put into {output}: much else is there. Name a folder in it.")
    if output.exists() and not output.is_dir():
        raise UsageError(f"The output cannot be put into {output}: it is a file. Name a folder.")


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except RuntimeError:  # a service without one
        return None


@contextmanager
def output_locked(site: Path, output: Path, tell: Callable[[str], None] = lambda line: None) -> Iterator[None]:
    """Keeps other builds out of `output`.

    If another one is at work, `tell` is given a line and it is waited for. Raises UsageError if it does not end, and
    OutputError if the site's folder is not there any more: no other is made in its place.
    """
    state = site / STATE
    if not os.path.isdir(site):
        raise OutputError(f"There is no folder {site}, or it may not be seen. Put it back.")
    holder = state / f"{store_name(site, output)}.holder"

    def waiting() -> None:
        tell(f"{who_holds(holder)} writes {output}: this one waits for it.")

    with ExitStack() as stack:
        lock = state / f"{store_name(site, output)}.lock"
        try:
            stack.enter_context(locked(lock, waiting, LOCK_SECONDS))
        except OSError as error:
            why = "it is a file, and a folder is needed" if state.is_file() else error.strerror
            raise OutputError(f"{state if state.is_file() else lock} cannot be used: {why}.") from error
        except StillLockedError:
            what = f"still writes {output} after {LOCK_SECONDS} seconds of waiting. Wait until it is done."
            raise UsageError(f"{who_holds(holder)} {what}") from None
        with suppress(OSError):  # a full disk is told by what must be written
            holder.write_text(f"process {os.getpid()} on {platform.node()}", encoding="utf-8")
            stack.callback(holder.unlink, missing_ok=True)
        yield


def open_store(site: Path, output: Path, other: Path | None = None) -> Store:
    """The store of what was built into `output`, which must be locked. If there is none yet, it begins with what was
    read of the site's files for the `other` folder, so that they need not be read again.

    Raises UsageError if the folder is not the site's own and holds somebody else's files.
    """
    path = _store_of(site, output)
    is_own = output in (site / OUTPUT, site / PREVIEW) and not output.is_symlink()
    found = [] if is_own else _names_in(output)
    if other and not found and not path.exists() and (known := _store_of(site, other)).exists():
        copy_without(known, path, ("output", "planned", "memo"))
    store = Store(path) if path.exists() or not found else None
    if store and not (found and output.is_symlink() and not store.is_complete(output)):
        return store
    if store:
        store.close()
    raise UsageError(
        f"{output} is not empty, and what is in it, such as {found[0]}, was not made by earlier builds of this "
        "site. Name an empty folder, or empty that one first."
    )


def in_place(store: Store | None, site: Path, output: Path, other: Path) -> Store:
    """The store that is open, if it is still there; else another one in its stead, as `open_store` gives it. Where that
    cannot be had the old one stays open, to be read."""
    if store and store.is_in_place:
        return store
    opened = open_store(site, output, other)
    if store:
        store.close()
    return opened


def or_anew(store: Store, work: Callable[[bool], T]) -> T:
    """What comes of `work` with a store. If that turns out to be damaged it is set aside, and the work is done once
    more; then it is told True. Raises OutputError if that comes to nothing either."""
    try:
        return work(False)
    except (StoreDamagedError, msgspec.DecodeError):
        store.set_aside()
    try:
        return work(True)
    except StoreDamagedError as error:  # of one that was made just now: the disk does not keep what is written
        raise OutputError(f"{store.path} cannot be used: {error}. Look at the disk.") from error


def store_to_read(site: Path, output: Path) -> Store:
    """What is known of the site by its builds into `output`, for who writes nothing: a copy in memory. It is empty
    where there was none yet, or none that can be used."""
    try:
        return Store.copy_of(_store_of(site, output))
    except StoreDamagedError:
        return Store(IN_MEMORY)


def _store_of(site: Path, output: Path) -> Path:
    return site / STATE / f"{store_name(site, output)}.sqlite"


def _names_in(folder: Path) -> list[str]:
    """What is in a folder, hidden things too (a `.ssh` tells a home folder, a `.git` somebody's repository), but for
    what a killed build left."""
    try:
        return sorted(name for name in os.listdir(folder) if name != INCOMING)
    except FileNotFoundError:
        return []


def who_holds(note: Path) -> str:
    """Whose build has the lock. That is a file of its own: on Windows a locked file cannot be read."""
    try:
        who = note.read_text(encoding="utf-8", errors="replace")
        since = dt.datetime.fromtimestamp(note.stat().st_mtime).astimezone()
    except OSError:
        who = ""
    # With no note, the build has just begun or is just done.
    return f"The build of {who}, begun at {since:%Y-%m-%d %H:%M:%S}," if who else "Another build"


def remove_store(site: Path, output: Path) -> None:
    for path in (site / STATE).glob(f"{store_name(site, output)}.sqlite*"):
        path.unlink()


def store_name(site: Path, output: Path) -> str:
    if output == site / OUTPUT:
        return OUTPUT
    return f"{OUTPUT}-{digest_bytes(str(output).encode()).hex()[:12]}"


def notice_of_strangers(output: Path, planned: Collection[str]) -> tuple[str, ...]:
    """A notice if the output folder holds files that no page needs: with a new store, what earlier builds left is
    not known."""
    found = strangers(output, planned)
    if not found:
        return ()
    number = "a file that no page needs" if len(found) == 1 else f"{len(found)} files that no page needs"
    return (f"{output} holds {number}, such as {found[0]}. If they are of earlier builds, delete them.",)
