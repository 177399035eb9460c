"""How this program was installed, and the command that adds to it what one of its extras needs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DISTRIBUTION = "digest-press"
"""The name of the package as pip knows it. `digest` is another program's there."""


def own_command() -> str:
    """How this program is called here, as a shell takes it: `digest`, if that is this program wherever one is, else by
    its path. Who runs it from a clone has no `digest` in the next folder; `uv run` has it for this command alone."""
    program = Path(sys.argv[0])
    found = shutil.which("digest")
    if found and program.exists() and os.path.samefile(found, program) and "UV_RUN_RECURSION_DEPTH" not in os.environ:
        return "digest"
    if program.stem == "digest":
        return quoted_word(str(program.absolute()))
    return f"{quoted_word(sys.executable)} -m digest"


def how_to_add(extra: str) -> str:
    """In a sentence, the command that installs what an extra of pyproject.toml needs, such as `html`.

    The packages are named, not the extra: so it works whether this was installed from a folder, a wheel or an index,
    and if that folder is gone.
    """
    needed = _needed_for(extra)
    if not needed:  # the program runs from its files, and was never installed
        return f"Install this program with its extra '{extra}'."
    return f"Install it with: {command_to_add(needed, Path(sys.prefix))}"


def command_to_add(packages: list[str], environment: Path) -> str:
    """The command, as a shell takes it, that installs packages (`trafilatura<3,>=2`) into this program's environment.

    pipx and uv leave a file in the environments that are theirs; one that uv made for a project has no pip.
    """
    if (environment / "pipx_metadata.json").is_file():
        words = ["pipx", "inject", environment.name, *packages]
    elif (receipt := environment / "uv-receipt.toml").is_file():
        words = ["uv", "tool", "install", *_received(receipt), *_with(packages)]
    elif find_spec("pip"):
        words = [sys.executable, "-m", "pip", "install", *packages]
    else:
        words = ["uv", "pip", "install", "--python", sys.executable, *packages]
    return " ".join(map(quoted_word, words))


def versions() -> dict[str, dict[str, str]]:
    """The packages that this program uses, with the version that is installed ("" if it is not there): by the extra of
    pyproject.toml that asks for them, "" for those that it always needs. Nothing, if it was never installed."""
    from importlib.metadata import PackageNotFoundError, version  # 40 ms

    found: dict[str, dict[str, str]] = {}
    for package, condition in _stated():
        extra = re.search(r"extra == '([^']+)'", condition)
        name = re.split(r"[^\w.-]", package.strip())[0]
        try:
            there = version(name)
        except PackageNotFoundError:
            there = ""
        if there or extra or not condition:  # what another system needs is no matter here
            found.setdefault(extra[1] if extra else "", {})[name] = there
    return found


def installed_by() -> str:
    """The tool that made this program's environment, as far as it says so."""
    from importlib.metadata import PackageNotFoundError, distribution

    environment = Path(sys.prefix)
    tool = "pip"
    if (environment / "pipx_metadata.json").is_file():
        tool = "pipx"
    elif (environment / "uv-receipt.toml").is_file():
        tool = "uv tool"
    elif not find_spec("pip"):
        tool = "uv"
    try:
        origin = distribution(DISTRIBUTION).read_text("direct_url.json") or ""
    except PackageNotFoundError:
        return "nothing: it runs from its files"
    return f"{tool}, editable" if re.search(r'"editable":\s*true', origin) else tool


def _needed_for(extra: str) -> list[str]:
    return [package.strip() for package, condition in _stated() if f"extra == '{extra}'" in condition]


def _stated() -> list[tuple[str, str]]:
    """What pyproject.toml asks for: each package, and the condition on which it does."""
    from importlib.metadata import PackageNotFoundError, requires  # 40 ms

    try:
        stated = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        return []
    parted = [requirement.replace('"', "'").partition(";") for requirement in stated]
    return [(package, condition) for package, _, condition in parted]


def _received(receipt: Path) -> list[str]:
    """The arguments by which `uv tool install` makes the tool that it has made, with what was added to it: whatever is
    not named again is taken away."""
    import tomllib

    words: list[str] = []
    for requirement in tomllib.loads(receipt.read_text(encoding="utf-8"))["tool"]["requirements"]:
        own = requirement["name"] == DISTRIBUTION
        if "editable" in requirement:
            words += ["--editable" if own else "--with-editable", _source(requirement)]
        else:
            words += [_source(requirement)] if own else ["--with", _source(requirement)]
    return words


def _source(requirement: dict[str, Any]) -> str:
    """A requirement of a receipt of uv, as its command line takes it."""
    extras = f"[{','.join(requirement['extras'])}]" if requirement.get("extras") else ""
    for kind in ("editable", "directory", "path"):
        if kind in requirement:
            return f"{requirement[kind]}{extras}"
    named = f"{requirement['name']}{extras}"
    if "git" in requirement:
        return f"{named} @ git+{re.sub(r'[?](?:rev|branch|tag)=', '@', requirement['git'])}"
    return f"{named} @ {requirement['url']}" if "url" in requirement else f"{named}{requirement.get('specifier', '')}"


def _with(packages: list[str]) -> list[str]:
    return [word for package in packages for word in ("--with", package)]


def quoted_word(word: str) -> str:
    """A word of a command, as a shell takes it that is usual here."""
    if os.name != "nt":
        return shlex.quote(word)
    return f'"{word}"' if re.search(r"[^\w:.=/\\-]", word) else word  # as cmd and PowerShell both take it
