"""A process apart, for work that could take too long or too much memory: what befalls it costs that work alone.

It is started when the first work is given, does all that follow, and is ended where one takes too much; another does
the next. Where the system knows no limits of time and memory (Windows) the clock counts alone.
"""

from __future__ import annotations

import atexit
import math
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Timer
from typing import IO, TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar, cast

if TYPE_CHECKING:  # loaded, with pickle and signal, where there is work for a process apart: 7 ms
    import subprocess

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 3
"""Of the processor's time. Of 598 seeds of many publishers none takes half a second, nor does any article."""

BY_THE_CLOCK = 20.0
"""Seconds, in which a machine with much else to do has done it too."""

MEMORY = 2_000_000_000
"""Bytes of addresses: four times what a web page of 50 MB takes."""


class TooMuchError(Exception):
    """The work was not done: it takes too long ("time"), or too much memory, or the process `broke` down at it, or none
    could be `started`."""

    def __init__(self, what: Literal["time", "memory", "broke", "started"]) -> None:
        super().__init__(what)
        self.what = what


class Apart:
    """The process, as it is seen by who gives it work: one thread after another."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = Lock()

    def do(self, subject: str, work: Callable[P, T], *args: P.args, **_: P.kwargs) -> T:
        """What `work(*args)` gives: a module's own function, for it goes there by its name. Work on the same `subject`
        as that before it has what is left of its time. Raises TooMuchError."""
        import pickle

        with self._lock:
            if self._owner != os.getpid():  # a process that was forked has one of its own
                self._process = None
            process = self._process or self._start()
            is_late = Event()

            def end() -> None:
                is_late.set()
                process.kill()

            clock = Timer(BY_THE_CLOCK, end)
            clock.start()
            try:
                found, took_memory = _ask(process, (subject, work, args))
            except (EOFError, OSError, pickle.UnpicklingError):
                what = self._why_gone(process)
                raise TooMuchError("time" if is_late.is_set() else what) from None
            except BaseException:  # Ctrl-C: what it would answer is not that of the next
                self.close()
                raise
            finally:
                clock.cancel()
        if took_memory:
            raise TooMuchError("memory")
        return cast(T, found)

    def close(self) -> None:
        """Ends the process; another work starts another."""
        process, self._process = self._process, None
        atexit.unregister(self.close)
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what is left in it has nobody to read it
                    cast("IO[bytes]", pipe).close()

    def _start(self) -> subprocess.Popen[bytes]:
        """A program of its own: `multiprocessing` would run again whatever script has called us."""
        import pickle
        import subprocess

        pipe = subprocess.PIPE
        atexit.register(self.close)
        self._owner = os.getpid()
        try:
            command = [sys.executable, "-I", "-c", _PROGRAM]  # isolated: no module of the working folder is loaded
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
            _ask(self._process, sys.path)
            _ask(self._process, (SECONDS, MEMORY))
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
            raise TooMuchError("started") from None
        return self._process

    def _why_gone(self, process: subprocess.Popen[bytes]) -> Literal["time", "broke"]:
        import signal
        import subprocess

        with suppress(subprocess.TimeoutExpired):
            process.wait(1)
        code = process.returncode
        self.close()
        return "time" if code is not None and -code == getattr(signal, "SIGXCPU", None) else "broke"


def _ask(process: subprocess.Popen[bytes], question: object) -> Any:
    """The answer to what is asked. Raises EOFError, OSError and UnpicklingError if the process goes."""
    import pickle

    into, out = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    pickle.dump(question, into)
    into.flush()
    return pickle.load(out)


_PROGRAM = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from digest.apart import serve
serve()
"""

_seconds = [0]  # of this process, if it is one apart


def serve() -> None:
    """What the process does: work by work, until nobody is there any more to give it some."""
    import pickle
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for who gives the work
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # libraries say this and that

    def tell(answer: object) -> None:
        pickle.dump(answer, out)
        out.flush()

    with suppress(EOFError, OSError):
        tell(None)
        _seconds[0], memory = pickle.load(sys.stdin.buffer)
        _limit(memory)
        tell(None)
        last = None
        while True:
            subject, work, args = pickle.load(sys.stdin.buffer)
            if subject != last:
                go_on()
            last = subject
            try:
                found = work(*args)
            except MemoryError:
                tell((None, True))
            else:
                tell((found, False))


def _limit(memory: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))


def go_on() -> None:
    """Allows this process its time anew, from now on, if it is one apart; then the system ends it."""
    if _seconds[0]:
        with suppress(ImportError, ValueError, OSError):
            import resource

            most = resource.getrlimit(resource.RLIMIT_CPU)[1]
            until = math.ceil(time.process_time()) + _seconds[0]  # whole seconds: a bit more than is meant, never less
            resource.setrlimit(resource.RLIMIT_CPU, (until, most))
