"""The program, as `digest` and as `python -m digest`: loads the commands, and ends quietly if it is stopped by then."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def run() -> None:
    """Runs the command that the program was called with, and exits with its code."""
    _occupy_streams()
    sys.unraisablehook = _repeat_ctrl_c
    try:
        from digest.commands.main import main  # 100 ms, in which Ctrl-C would be a traceback
        from digest.commands.outlet import outlive_readers
    except KeyboardInterrupt:
        sys.exit(130)
    outlive_readers()
    main(prog_name="digest")


def _repeat_ctrl_c(dropped: sys.UnraisableHookArgs) -> None:
    """Stops the program a moment later, if Ctrl-C came in a finalizer or in a callback of `weakref`, of which imports
    have some: Python cannot raise an exception there, and would go on as if nothing had been pressed."""
    if not isinstance(dropped.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
        return
    import signal
    from _thread import interrupt_main
    from threading import Timer, main_thread

    def press() -> None:
        if hasattr(signal, "pthread_kill"):  # which the main thread may keep waiting: see `uninterrupted`
            signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)
        else:
            interrupt_main()

    again = Timer(0.01, press)
    again.daemon = True
    with suppress(RuntimeError):  # no thread can be started in a program that is ending, which is what was wanted
        again.start()


def _occupy_streams() -> None:
    """Puts nowhere in the place of streams that are closed: else the next file that is opened, one of the site's, would
    be what a library or a process of ours writes its messages to."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free


if __name__ == "__main__":
    run()
