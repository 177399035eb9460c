"""Findings as machines read them that show them beside the lines: SARIF 2.1.0, and GitHub's annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import digest
from digest.check.finding import RULES, Finding
from digest.model.parts import digest_of

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def place_in_repository(site: Path) -> str:
    """The path of the site's folder from the top of the repository that it is in, "" if that is the site itself: from
    there CI names files."""
    for folder in (site, *site.parents):
        if (folder / ".git").exists():
            return "" if folder == site else site.relative_to(folder).as_posix()
    return ""


def sarif(findings: Iterable[Finding], place: str = "") -> dict[str, Any]:
    """https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; paths begin at the top of the repository."""
    names = list(RULES)
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "digest",
                        "semanticVersion": digest.__version__,
                        "rules": [{"id": name, "shortDescription": {"text": text}} for name, text in RULES.items()],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": list(_results(findings, names, place)),
            }
        ],
    }


def _results(findings: Iterable[Finding], rules: Sequence[str], place: str) -> Iterator[dict[str, Any]]:
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        # Without the line: what is the same is known again when text above it comes or goes.
        known_by = (finding.rule, finding.path, finding.fact)
        parts = (*known_by, str(seen[known_by])) if seen[known_by] else known_by  # the first, the second, …
        seen[known_by] += 1
        yield _result(finding, rules, place, digest_of(parts).hex())


def _result(finding: Finding, rules: Sequence[str], place: str, fingerprint: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": finding.level,
        "message": {"text": _message(finding)},
        "partialFingerprints": {"finding/v1": fingerprint},
    }
    if finding.path:
        file = {"uri": quote(_from_top(finding.path, place))}
        where = {"artifactLocation": file, "region": {"startLine": finding.line or 1}}  # GitHub wants one
        found["locations"] = [{"physicalLocation": where}]
    return found


def github(findings: Iterable[Finding], place: str = "") -> Iterator[str]:
    """Lines that GitHub Actions takes from what a step says ("Workflow commands for GitHub Actions", error and
    warning)."""
    for finding in findings:
        given = {"file": _from_top(finding.path, place), "line": str(finding.line or 1)} if finding.path else {}
        told = {**given, "title": f"digest: {finding.rule}"}
        values = ",".join(f"{name}={_value(value)}" for name, value in told.items())
        yield f"::{finding.level} {values}::{_data(_message(finding))}"


def _message(finding: Finding) -> str:
    return finding.text[:1].upper() + finding.text[1:]


def _from_top(path: str, place: str) -> str:
    """Files of the program itself stand nowhere in the repository, and keep their path."""
    return f"{place}/{path}" if place and not path.startswith("/") else path


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
