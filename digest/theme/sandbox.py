"""What keeps a template, which may be a stranger's, from all but its page: Jinja's sandbox, and limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, MutableMapping
from itertools import islice
from typing import Any

from jinja2 import ChainableUndefined, StrictUndefined, Template, pass_context
from jinja2.exceptions import UndefinedError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from digest.theme.code import COUNTED, Code
from digest.theme.limits import CALL, Allowance, weight

PIECES = 1000
"""So many pieces of a page are looked at together."""

_MEASURED = (tuple, list, str, Mapping, range)
_OF_DICTS = frozenset(dir(dict))
_OF_THE_CALLER = frozenset(("_block_vars", "_loop_vars"))
"""What Jinja's code gives each call of the variables around it."""

_MULTIPLIERS = frozenset(("expandtabs", "format_map", "translate"))


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates reach no attribute but those of the values that they are given.

    Fields of views are read without its questions, and output is counted in whole pieces (`code`): so the pages of
    1,000 articles take the CPU that they took without sandbox and limits; with Jinja's own they took 1.5 times it.
    """

    code_generator_class = Code
    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.allowance = Allowance()
        self._loaded: dict[str, Template] = {}
        self.filters = {name: self.allowance.limited(made) for name, made in self.filters.items()}
        self.filters[COUNTED] = self.counted

    def concat(self, pieces: Iterable[str]) -> str:  # Jinja has "".join here
        """What a macro or a block makes, of its pieces."""
        return self.allowance.joined(pieces)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(getattr(obj, "__self__", None)) is dt.date:  # a method of a date: Jinja's questions take ten times it
            return obj(*args, **{name: value for name, value in kwargs.items() if name not in _OF_THE_CALLER})
        if type(obj) is LoopContext and args:  # a turn of a recursive loop
            self.allowance.take_turns(CALL)
            args = (self.counted(context, args[0]), *args[1:])
        elif type(obj) is Macro or type(obj) is BlockReference:
            self.allowance.take_turns(CALL)
            return context.call(obj, *args, **kwargs)
        method = getattr(obj, "__wrapped__", obj)  # the sandbox puts its own in the place of `format`
        text = getattr(method, "__self__", None)
        if not isinstance(text, str):
            return super().call(context, obj, *args, **kwargs)
        self.allowance.ask_for_call(method.__name__, (text, *args, *kwargs.values()))
        result = super().call(context, obj, *args, **kwargs)
        self.allowance.take_characters(weight(result))
        return result

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return super().is_safe_attribute(obj, attr, value) and not (isinstance(obj, str) and attr in _MULTIPLIERS)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        self.allowance.ask_for_operator(operator, left, right)
        return super().call_binop(context, operator, left, right)

    @pass_context  # else Jinja would count what a template writes out once, while it is compiled
    def counted(self, context: Context, loop: Iterable[Any]) -> Iterable[Any]:
        """What a loop goes over, if there are not too many turns on this page."""
        items = loop if type(loop) is tuple or isinstance(loop, _MEASURED) else list(loop)
        self.allowance.take_turns(len(items))
        return items

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj and attribute not in _OF_DICTS:  # as an option of the theme is
            return obj[attribute]
        return _optional(super().getattr(obj, attribute), obj)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return _optional(super().getitem(obj, argument), obj)

    def joined(self, autoescape: bool, values: tuple[Any, ...]) -> str:
        """What `~` makes of the values between which it stands."""
        self.allowance.take_characters(sum(map(weight, values)))
        return markup_join(values) if autoescape else str_join(values)

    def get_template(self, name: str | Template, *given: Any, **named: Any) -> Template:
        """As Jinja's, which takes as long for each include as the include does: 0.3 s of CPU of 7,000 pages."""
        found = self._loaded.get(name) if isinstance(name, str) else None
        if found is None:
            found = super().get_template(name, *given, **named)
            if isinstance(name, str):
                self._loaded[name] = found
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One mapping, not a chain of two, which Jinja goes through for each page and each include."""
        return {**self.globals, **(d or {})}

    def rendered(self, template: Template, **given: Any) -> str:
        """A page, if it does not take too much."""
        allowance = self.allowance
        allowance.begin()
        texts = []
        try:
            pieces = template.root_render_func(template.new_context(given))
            while some := list(islice(pieces, PIECES)):
                texts.append(allowance.joined(some))
        except Exception:
            self.handle_exception()  # raises it again, with the template's own lines
        return "".join(texts)


def _optional(found: Any, mapping: Any) -> Any:
    """What is found, but nothing at all where a mapping such as `extra` has no such key, nor keys below it."""
    if isinstance(found, StrictUndefined) and type(mapping) is dict and found._undefined_exception is UndefinedError:
        return ChainableUndefined(obj=mapping, name=found._undefined_name)
    return found
