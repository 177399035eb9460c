"""The program, as `digest` and as `python -m digest`: loads the commands, and ends quietly if it is stopped by then."""

from __future__ import annotations

import os
import sys


def run() -> None:
    """Runs the command that the program was called with, and exits with its code."""
    _occupy_streams()
    try:
        from digest.commands.main import main  # 100 ms, in which Ctrl-C would be a traceback
    except KeyboardInterrupt:
        sys.exit(130)
    main(prog_name="digest")


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
