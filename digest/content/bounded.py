"""Files in content/ → articles, of which none takes for ever.

Markdown's engines, the parser of HTML and what makes it safe are other people's code, and there are texts on which each
of them takes the square of the text's length: 8,000 brackets take Python-Markdown a quarter of a minute. A text that
may be one is read by a process of its own, which ends if it takes too long. Ordinary articles are read here.
"""

from __future__ import annotations

import atexit
import os
import pickle
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any, cast

import msgspec

from digest.content.parse import Parsed, ParseSettings, parse
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.settings.sources import Rights

SECONDS = 3.0
"""So long may one text take."""

LONG, WORK = 20_000, 4_000_000
"""A text of more bytes may take long, and one whose bytes times its signs are more: 2,000 brackets in 2,000 bytes take
Python-Markdown half a second. Of the benchmark's 1,000 articles none comes to either."""

_SIGNS = (b"[", b"<", b"`")
"""What Python-Markdown, and the parser of HTML, look for the other end of."""

MEMORY = 4_000_000_000
"""Bytes that the process may have, where the system can tell it so."""

_LENGTH = 8  # bytes, in front of each message


def parse_chunk(settings: ParseSettings, rights: Rights, files: Sequence[tuple[str, bytes]]) -> list[Parsed]:
    """Parses files, each a path relative to content/ and its bytes. One bad file does not stop the others."""
    parsed = []
    for path, data in files:
        started = time.perf_counter()
        made = (_parse_apart if may_take_long(data) else parse)(settings, path, data, rights)
        parsed.append(msgspec.structs.replace(made, seconds=time.perf_counter() - started))
    return parsed


def may_take_long(data: bytes) -> bool:
    """Whether a file may be one that takes more than the time in proportion to its length."""
    return len(data) > LONG or len(data) * sum(map(data.count, _SIGNS)) > WORK


class _Reader:
    """A process that parses one file after another."""

    def __init__(self) -> None:
        import subprocess  # 10 ms

        path = os.pathsep.join(filter(None, sys.path))
        self.owner = os.getpid()
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-P", "-c", f"from {__name__} import serve; serve({SECONDS})"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._process, self._to, self._from = process, cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)

    def ask(self, *question: object) -> Parsed | None:
        """What `parse` makes of these; None if it took too long, or the process came to an end otherwise."""
        try:
            _send(self._to, question)
            return cast(Parsed | None, _receive(self._from))
        except OSError:
            return None

    def close(self) -> None:
        with suppress(OSError):
            self._to.close()
        self._from.close()
        self._process.wait()


_reader: _Reader | None = None
_one_at_a_time = threading.Lock()


def _parse_apart(settings: ParseSettings, path: str, data: bytes, rights: Rights) -> Parsed:
    global _reader
    with _one_at_a_time:
        if _reader is None or _reader.owner != os.getpid():  # a worker that was forked has its own
            try:
                _reader = _Reader()
            except OSError:  # the system has no room for another process
                return parse(settings, path, data, rights)
        started = time.monotonic()
        parsed = _reader.ask(settings, path, data, rights)
        if parsed:
            return parsed
        took = time.monotonic() - started
        _close()
    fact = f"it takes longer than {SECONDS:g} seconds to read." if took >= SECONDS else "it cannot be read to the end."
    remedy = "Divide it into several, and take out what repeats a sign such as [, < or > very often."
    return Parsed(path, None, "", (Problem(f"{CONTENT}/{path}", _worst_line(data), fact, remedy),))


@atexit.register
def _close() -> None:
    global _reader
    if _reader and _reader.owner == os.getpid():
        _reader.close()
    _reader = None


def _worst_line(data: bytes) -> int:
    """The line on which the paragraph begins that is likely to take longest."""
    blocks = data.replace(b"\r\n", b"\n").split(b"\n\n")
    costs = [len(block) * (1 + block.count(b"[") + block.count(b"<") + block.count(b">")) for block in blocks]
    worst = costs.index(max(costs))
    return 1 + sum(block.count(b"\n") + 2 for block in blocks[:worst])


def serve(seconds: float) -> None:
    """What the process does, until nobody is left who asks, or one text takes longer."""
    import faulthandler
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the program that asks
    _limit_memory()
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # an extension may print
    while question := cast(tuple[Any, ...] | None, _receive(questions)):
        faulthandler.dump_traceback_later(seconds, exit=True)  # a thread in C: no code in Python can hold it up
        answer = parse(*question)
        faulthandler.cancel_dump_traceback_later()
        _send(answers, answer)


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):  # Windows has no such thing, and macOS refuses
        pass


def _send(to: IO[bytes], message: object) -> None:
    data = pickle.dumps(message)
    to.write(len(data).to_bytes(_LENGTH, "big") + data)
    to.flush()


def _receive(source: IO[bytes]) -> object:
    """The next message; None if there is none to come."""
    length = source.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    size = int.from_bytes(length, "big")
    data = source.read(size)
    return pickle.loads(data) if len(data) == size else None
