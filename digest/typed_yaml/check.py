"""What is wrong in a value that does not fit its type, key by key, and what of it can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

import msgspec

from digest.errors import Problem, did_you_mean
from digest.typed_yaml.messages import (
    Where,
    entries_of,
    expected,
    fields_of,
    fits,
    got,
    is_struct,
    name_of,
    nearest_choice,
    path_of,
    plain,
)
from digest.typed_yaml.places import lines_of_keys

T = TypeVar("T")


class Check:
    """Goes through a value of a YAML text, keeps what is good and tells of the rest: see `problems`."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.problems: list[Problem] = []
        self._lines = lines_of_keys(text)
        self._path = path
        self._first_line = first_line

    def read(self, data: Mapping[str, Any], kind: type[T]) -> T | None:
        """The value without its faulty keys; None if a required one is missing or faulty."""
        entries = entries_of(kind)
        good = self._entries(data, entries, ()) if entries else self._fields(data, kind, ())
        try:
            return msgspec.convert(good, kind, strict=False)
        except msgspec.ValidationError as error:
            if not self.problems:
                self._tell(path_of(error), f"{error}.")
            return None

    def _fields(self, value: Mapping[str, Any], struct: Any, where: Where) -> dict[str, Any]:
        """The keys of a struct."""
        fields = {field.encode_name: field for field in fields_of(struct)}
        good: dict[str, Any] = {}
        of = f" in '{'.'.join(map(str, where))}'" if where else ""
        for key, given in value.items():
            if key not in fields:
                self._tell((*where, key), f"'{key}' is not a key{of}.", did_you_mean(key, fields))
            elif given is not None:  # left empty
                self._one(good, given, fields[key].type, (*where, key))
        for name, field in fields.items():
            if field.required and name not in value:
                self._tell(where, f"'{name}' is missing{of}.", f"Add a line '{name}: …'.")
        return good

    def _entries(self, value: Mapping[str, Any], kind: Any, where: Where) -> dict[str, Any]:
        """The keys of a mapping of names, which may be any."""
        struct = next((choice for choice in (kind, *get_args(plain(kind))) if is_struct(choice)), None)
        good: dict[str, Any] = {}
        for key, given in value.items():
            self._one(good, given, struct if struct and isinstance(given, dict) else kind, (*where, key))
        return {key: each for key, each in good.items() if fits(each, kind)}

    def _one(self, good: dict[str, Any], given: Any, kind: Any, where: Where) -> None:
        """One value, which goes into `good` as far as it is."""
        name, entries = str(where[-1]), entries_of(kind)
        if isinstance(given, dict) and is_struct(kind):
            good[name] = self._fields(given, kind, where)
        elif isinstance(given, dict) and entries:
            good[name] = self._entries(given, entries, where)
        else:
            try:
                msgspec.convert(given, kind, strict=False)
                good[name] = given
            except msgspec.ValidationError as error:
                at = (*where, *path_of(error))
                fact = f"{name_of(at)} must be {expected(kind, error)}{got(given, error)}."
                self._tell(at, fact, nearest_choice(given, kind))

    def _tell(self, where: Where, fact: str, remedy: str = "") -> None:
        line = next((self._lines[where[:n]] for n in range(len(where), -1, -1) if where[:n] in self._lines), 0)
        self.problems.append(Problem(self._path, self._first_line + line, fact, remedy))
