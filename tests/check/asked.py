"""What `digest check` tells of small sites."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from digest.commands.main import main
from tests.sites import NOW


def answer_of(site: Path, *options: str) -> dict[str, Any]:
    """What the command answers in JSON, at NOW."""
    arguments = ["check", "--json", "--site", str(site), "--now", str(NOW), "--jobs", "1", *options]
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.exit_code == (1 if found["status"] == "problems" else 0)
    return found


def told(site: Path, rule: str = "", *options: str) -> list[str]:
    """PATH:LINE: FACT of what a rule tells; with the rule in front, if it is none in particular."""
    found = answer_of(site, *options)["problems"]
    return [
        f"{'' if rule else one['rule'] + ' '}{one['path']}:{one['line']}: {one['fact']}"
        for one in found
        if rule in ("", one["rule"])
    ]
