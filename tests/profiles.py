"""How much is tried of what no test can try all: examples, series of edits, kills.

`HYPOTHESIS_PROFILE` names the profile: `quick`, which `make test` uses, or `deep`, that of `make test-deep`.
"""

from __future__ import annotations

import os

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "quick")


def examples(quick: int, deep: int) -> int:
    """How many of them a test tries."""
    return {"quick": quick, "deep": deep}[PROFILE]
