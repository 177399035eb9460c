"""What keeps a template, which may be a stranger's, from all but its page: Jinja's sandbox, and limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from itertools import islice
from typing import Any

from jinja2 import ChainableUndefined, StrictUndefined, Template, pass_context
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from digest.theme.code import COUNTED, Code

LOOPS = 5_000_000
"""Turns that the loops of one page may take in all. The largest page of a site of 100,000 articles takes 20,000."""

OUTPUT = 100_000_000
"""Characters of one page."""

PIECES = 1000
"""So many pieces of a page are looked at together."""

REPEATED, POWER = 100_000, 64
"""How often a text or list may be repeated with `*`, and the exponent that `**` may have."""

_MEASURED = (tuple, list, str, Mapping, range)
_PADDING = {"center", "ljust", "rjust", "zfill", "expandtabs", "format_map", "translate"}


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates reach no attribute but those of the values that they are given.

    Fields of views are read without its questions, and output is counted in whole pieces (`code`): so the pages of
    1,000 articles take the CPU that they took without sandbox and limits; with Jinja's own they took 1.5 times it.
    """

    code_generator_class = Code
    intercepted_binops = frozenset(("*", "**"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.turns = 0
        self.filters[COUNTED] = self.counted

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(obj) is LoopContext and args:  # a turn of a recursive loop
            args = (self.counted(context, args[0]), *args[1:])
        elif type(obj) is Macro or type(obj) is BlockReference:
            return context.call(obj, *args, **kwargs)
        return super().call(context, obj, *args, **kwargs)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return super().is_safe_attribute(obj, attr, value) and not (isinstance(obj, str) and attr in _PADDING)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        times = right if isinstance(right, int) else left
        most = POWER if operator == "**" else REPEATED
        if isinstance(times, int) and times > most and not (operator == "*" and type(left) is type(right)):
            raise SecurityError(f"'{operator} {times}' would make too much")
        return super().call_binop(context, operator, left, right)

    @pass_context  # else Jinja would count what a template writes out once, while it is compiled
    def counted(self, context: Context, loop: Iterable[Any]) -> Iterable[Any]:
        """What a loop goes over, if there are not too many turns on this page."""
        items = loop if type(loop) is tuple or isinstance(loop, _MEASURED) else list(loop)
        self.turns += len(items)
        if self.turns > LOOPS:
            raise SecurityError(f"the loops of this page take more than {LOOPS:,} turns")
        return items

    def getattr(self, obj: Any, attribute: str) -> Any:
        return _optional(super().getattr(obj, attribute), obj)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return _optional(super().getitem(obj, argument), obj)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One mapping, not a chain of two, which Jinja goes through for each page and each include."""
        return {**self.globals, **(d or {})}

    def rendered(self, template: Template, **given: Any) -> str:
        """A page, if it does not take too much."""
        self.turns = 0
        texts, size = [], 0
        try:
            pieces = template.root_render_func(template.new_context(given))
            while some := list(islice(pieces, PIECES)):
                size += sum(map(len, some))
                if size > OUTPUT:
                    raise SecurityError(f"this page has more than {OUTPUT:,} characters")
                texts.append("".join(some))
        except Exception:
            self.handle_exception()  # raises it again, with the template's own lines
        return "".join(texts)


def _optional(found: Any, mapping: Any) -> Any:
    """What is found, but nothing at all where a mapping such as `extra` has no such key, nor keys below it."""
    if isinstance(found, StrictUndefined) and type(mapping) is dict and found._undefined_exception is UndefinedError:
        return ChainableUndefined(obj=mapping, name=found._undefined_name)
    return found
