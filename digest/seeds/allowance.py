"""How much time and memory a process that reads seeds is allowed: see `apart`. Where the system knows no such limits
(Windows) the clock of who gives it the work counts alone."""

from __future__ import annotations

import time
from contextlib import suppress

SECONDS = 4
"""Of the processor's time, for one seed, a page of a PDF, a mail of a mailbox, or one of several articles in a file. Of
598 seeds of many publishers none takes half a second."""

MEMORY = 2_000_000_000
"""Bytes of addresses: four times what a page of 50 MB takes."""

_limited = [False]  # whether this process is


def limit() -> None:
    """Limits this process for good."""
    _limited[0] = True
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def go_on() -> None:
    """Allows this process `SECONDS` from now on, if it is limited; then the system ends it."""
    if _limited[0]:
        with suppress(ImportError, ValueError, OSError):
            import resource

            most = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + SECONDS, most))
