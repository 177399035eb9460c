"""As much of JSON Schema (2020-12) as our own schemas use; an unknown keyword is an error."""

from __future__ import annotations

import re
from typing import Any

TYPES: dict[str, Any] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "array": list,
    "object": dict,
    "null": type(None),
}
NOTES = {"$schema", "$id", "$defs", "title", "description", "default", "examples"}


def faults(value: Any, schema: dict[str, Any], whole: dict[str, Any] | None = None, where: str = "") -> list[str]:
    """What the schema has against the value; nothing if it is valid."""
    whole = whole or schema
    found: list[str] = []

    def check(good: bool, keyword: str) -> None:
        if not good:
            found.append(f"{where or '/'}: {keyword}")

    for keyword, rule in schema.items():
        match keyword:
            case "$ref":
                found += faults(value, whole["$defs"][rule.removeprefix("#/$defs/")], whole, where)
            case "anyOf":
                check(any(not faults(value, option, whole, where) for option in rule), keyword)
            case "type":
                is_bool = isinstance(value, bool) and rule != "boolean"
                check(isinstance(value, TYPES[rule]) and not is_bool, keyword)
            case "enum":
                check(value in rule, keyword)
            case "pattern":
                check(not isinstance(value, str) or bool(re.search(rule, value)), keyword)
            case "minLength":
                check(not isinstance(value, str) or len(value) >= rule, keyword)
            case "maxLength":
                check(not isinstance(value, str) or len(value) <= rule, keyword)
            case "minimum":
                check(not isinstance(value, int) or value >= rule, keyword)
            case "maximum":
                check(not isinstance(value, int) or value <= rule, keyword)
            case "required":
                for name in rule if isinstance(value, dict) else ():
                    check(name in value, f"required {name}")
            case "properties":
                for name in rule.keys() & value.keys() if isinstance(value, dict) else ():
                    found += faults(value[name], rule[name], whole, f"{where}/{name}")
            case "additionalProperties":
                for name in value.keys() - schema.get("properties", {}).keys() if isinstance(value, dict) else ():
                    if rule is False:
                        check(False, f"additionalProperties {name}")
                    elif isinstance(rule, dict):
                        found += faults(value[name], rule, whole, f"{where}/{name}")
            case "items":
                for number, item in enumerate(value if isinstance(value, list) else ()):
                    found += faults(item, rule, whole, f"{where}/{number}")
            case _ if keyword not in NOTES:
                raise AssertionError(f"unknown keyword {keyword}")
    return found
