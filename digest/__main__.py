"""`python -m digest` is `digest`."""

from __future__ import annotations

from digest.commands.main import main

if __name__ == "__main__":
    main(prog_name="digest")
