"""A process apart, for what could take too long or too much memory: files of other kinds than text, and texts that are
longer than articles are.

It is started when the first such seed is met, serves all that follow, and is ended where one takes too much: that seed
is refused then, and another process serves the next.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from threading import Event, Timer
from typing import IO, Any, Concatenate, ParamSpec, TypeVar, cast

from digest.seeds.allowance import go_on, limit
from digest.seeds.gazetteer import Gazetteer, gazetteer_of
from digest.seeds.lexicon import Lexicon, lexicon_of
from digest.seeds.refused import PassingError, SeedError, mistake
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import NO_TAGS, Vocabulary

P = ParamSpec("P")
T = TypeVar("T")

ALTOGETHER = 20
"""Seconds by the clock for one seed."""

_ALONE = "Save the article's text alone in a .txt file, and import that."


class Words:
    """The words of a site: its lexicon, and its gazetteer, which is None where it is the one that is shipped."""

    def __init__(self, settings: ImportSettings, vocabulary: Vocabulary) -> None:
        self.settings, self.vocabulary = settings, vocabulary
        self.lexicon: Lexicon = lexicon_of(settings)

    @cached_property
    def gazetteer(self) -> Gazetteer | None:
        return gazetteer_of(self.vocabulary) if self.vocabulary != NO_TAGS else None


class Apart:
    """The process, as it is seen by who gives it work."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._process: subprocess.Popen[bytes] | None = None

    def do(self, work: Callable[Concatenate[Words, P], T], *args: P.args, **_: P.kwargs) -> T:
        """What `work(words, *args)` gives: a module's own function, for it goes there by its name. The first of `args`
        is the seed's name: the work that follows for the same seed has what is left of its allowance. Raises SeedError,
        also for all that befalls the process."""
        process = self._process or self._start()
        is_late = Event()

        def end() -> None:
            is_late.set()
            process.kill()

        clock = Timer(ALTOGETHER, end)
        clock.start()
        try:
            found, refusal = _ask(process, (work, args))
        except (EOFError, OSError, pickle.UnpicklingError):
            why = self._why_gone(process)
            raise (_too_long() if is_late.is_set() else why) from None
        except BaseException:  # Ctrl-C: what it would answer is not that of the next
            self.close()
            raise
        finally:
            clock.cancel()
        if refusal is not None:
            raise cast(SeedError, refusal)
        return cast(T, found)

    def close(self) -> None:
        """Ends the process; another work starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what is left in it has nobody to read it
                    cast("IO[bytes]", pipe).close()

    def _start(self) -> subprocess.Popen[bytes]:
        """A program of its own: `multiprocessing` would run again whatever script has called us."""
        command = [sys.executable, "-c", _PROGRAM]
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
            _ask(self._process, sys.path)
            _ask(self._process, (self._words.settings, self._words.vocabulary))
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
            fact = "It is read by a process of its own, and that cannot be started."
            raise PassingError(fact, "Import it again.") from None
        return self._process

    def _why_gone(self, process: subprocess.Popen[bytes]) -> SeedError:
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)
        code = process.returncode
        self.close()
        if code is not None and -code == getattr(signal, "SIGXCPU", None):
            return _too_long()
        return SeedError("The program that reads such files broke down at it.", _ALONE)


def _ask(process: subprocess.Popen[bytes], question: object) -> Any:
    """The answer to what is asked. Raises EOFError, OSError and UnpicklingError if the process goes."""
    into, out = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    pickle.dump(question, into)
    into.flush()
    return pickle.load(out)


_PROGRAM = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from digest.seeds.apart import serve
serve()
"""


def serve() -> None:
    """What the process does: work by work, until nobody is there any more to give it some."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for who gives the work
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # libraries say this and that

    def tell(answer: object) -> None:
        pickle.dump(answer, out)
        out.flush()

    with suppress(EOFError, OSError):
        tell(None)
        words = Words(*pickle.load(sys.stdin.buffer))
        limit()
        tell(None)
        last = None
        while True:
            work, args = pickle.load(sys.stdin.buffer)
            if args[0] != last:
                go_on()
            last = args[0]
            tell(_done(work, words, args))


def _too_long() -> SeedError:
    return SeedError("To read it takes longer than an article takes.", _ALONE)


def _too_large() -> SeedError:
    return SeedError("To read it takes more memory than an article takes.", _ALONE)


def _done(work: Callable[..., object], words: Words, args: tuple[object, ...]) -> tuple[object, SeedError | None]:
    try:
        return work(words, *args), None
    except SeedError as error:
        return None, error
    except MemoryError:
        return None, _too_large()
    except Exception as error:
        return None, mistake(error)
