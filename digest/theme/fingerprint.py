"""What a template is made of: itself and all that it extends, includes or imports."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache

import msgspec
from jinja2 import TemplateError, TemplateSyntaxError, meta, nodes

from digest.errors import Problem, did_you_mean
from digest.model.parts import digest_bytes
from digest.model.words import Words
from digest.theme.chain import DEFAULT, STATIC, Fingerprints, Template
from digest.theme.environment import environment_for, parsed


class Block(msgspec.Struct, frozen=True):
    """A block that a template defines; `is_inner` if it stands in another one."""

    name: str
    line: int
    is_inner: bool


class Outline(msgspec.Struct, frozen=True):
    """What one template says of others. A name that is computed when a page is rendered `uses_any`."""

    uses: frozenset[str]
    uses_any: bool
    parent: str  # "" if it extends none
    parent_line: int
    blocks: tuple[Block, ...]
    linked: tuple[tuple[int, str], ...]  # static files, each with its line
    messages: frozenset[str]  # what goes through the filters `t` and `tn`; of a plural the form for one


@lru_cache(maxsize=512)
def outline_of(file: str, source: str) -> Outline:
    """Parsed once in a process: of a theme each template has two names, and most themes are built on one other. Parsing
    those of the shipped one takes 80 ms, a third of a small site's build. Raises TemplateSyntaxError."""
    tree = parsed(source, file)
    named = set(meta.find_referenced_templates(tree))
    extends = tree.find(nodes.Extends)
    parent = str(extends.template.value) if extends and isinstance(extends.template, nodes.Const) else ""
    found = list(tree.find_all(nodes.Block))
    inner = {id(block) for outer in found for block in outer.find_all(nodes.Block)}
    blocks = tuple(Block(block.name, block.lineno, id(block) in inner) for block in found)
    linked = tuple(
        (one.lineno, one.node.value)
        for one in tree.find_all(nodes.Filter)
        if one.name == "link" and isinstance(one.node, nodes.Const) and str(one.node.value).startswith(STATIC)
    )
    names = frozenset(name for name in named if name)
    messages = frozenset(
        str(one.node.value)
        for one in tree.find_all(nodes.Filter)
        if one.name in ("t", "tn") and isinstance(one.node, nodes.Const)
    )
    return Outline(names, None in named, parent, extends.lineno if extends else 0, blocks, linked, messages)


def find_fingerprints(templates: tuple[Template, ...]) -> Fingerprints:
    """A name that is computed when a page is rendered may mean any template: such a template depends on all. One
    that is named but does not exist is in the fingerprint too, as missing."""
    by_name = {template.name: template for template in templates}
    outlines: dict[str, Outline] = {}
    problems: dict[tuple[str, int], Problem] = {}
    for template in templates:
        try:
            outlines[template.name] = outline_of(template.file, template.source)
        except TemplateSyntaxError as error:
            where = (template.file, error.lineno)
            problems[where] = Problem(*where, f"template error: {(error.message or '').rstrip('.')}.")
    uses = {name: frozenset(by_name) if one.uses_any else one.uses for name, one in outlines.items()}
    if not problems:
        known = _known_names(templates, uses)
        for template in templates:
            _check_blocks(template, outlines, problems)
            _check_parent(template, outlines[template.name], by_name, problems)
            if "/" not in template.name and template.name not in known:
                fact = "no page is made with this template, and no other template uses it."
                remedy = did_you_mean(template.name, known)
                problems[template.file, 0] = Problem(template.file, 0, fact, remedy, "warning")
    linked = {(by_name[name].file, line, path) for name, one in outlines.items() for line, path in one.linked}
    digests = {name: _digest(name, uses, by_name) for name in by_name}
    shown = {part for name in by_name if "/" not in name for part in _reached(name, uses)}
    messages = {message for name in shown & outlines.keys() for message in outlines[name].messages}
    return Fingerprints(digests, tuple(problems.values()), tuple(sorted(linked)), tuple(sorted(messages)))


def compile_templates(templates: tuple[Template, ...], words: Words) -> None:
    """Compiles what pages are made with, where that is not done. A fault is told when a page is rendered."""
    environment = environment_for(templates, words)
    by_name = {template.name: template for template in templates}
    waiting = [name for name in by_name if "/" not in name]
    done: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in done:
            done.add(name)
            with suppress(TemplateError):
                environment.get_template(name)
                waiting.extend(outline_of(by_name[name].file, by_name[name].source).uses)


def _reached(name: str, uses: Mapping[str, frozenset[str]]) -> set[str]:
    """A template, and all that it is made of."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in reached:
            reached.add(current)
            waiting.extend(uses.get(current, ()))
    return reached


def _digest(name: str, uses: Mapping[str, frozenset[str]], by_name: Mapping[str, Template]) -> bytes:
    parts = []
    for part in sorted(_reached(name, uses)):
        parts.append(part.encode())
        parts.append(by_name[part].source.encode() if part in by_name else b"\x00missing")
    return digest_bytes(*parts)


def _known_names(templates: tuple[Template, ...], uses: Mapping[str, frozenset[str]]) -> set[str]:
    """The names that a template can usefully have: those of the shipped theme, and those that templates name."""
    shipped = {template.name.partition("/")[2] for template in templates if template.name.startswith(f"{DEFAULT}/")}
    return shipped.union(*uses.values())


def _check_parent(
    template: Template, outline: Outline, by_name: Mapping[str, Template], problems: dict[tuple[str, int], Problem]
) -> None:
    """A template that extends what it replaces must name the theme that it means."""
    parent = by_name.get(outline.parent)
    if parent and parent.file == template.file:
        below = [
            name for name, one in by_name.items() if name.endswith(f"/{outline.parent}") and one.file != parent.file
        ]
        named = min(below, key=lambda name: (name.startswith(f"{DEFAULT}/"), name), default="")
        fact = f"this template extends itself: '{outline.parent}' is this very file."
        remedy = f"Write '{named}'." if named else "Take the line out."
        where = (template.file, outline.parent_line)
        problems[where] = Problem(*where, fact, remedy)


def _check_blocks(
    template: Template, outlines: Mapping[str, Outline], problems: dict[tuple[str, int], Problem]
) -> None:
    """An outermost block that no ancestor has would never be shown."""
    known: set[str] = set()
    seen: set[str] = set()
    first = parent = outlines[template.name].parent
    if first not in outlines:
        return
    while parent in outlines and parent not in seen:
        seen.add(parent)
        known |= {block.name for block in outlines[parent].blocks}
        parent = outlines[parent].parent
    for block in outlines[template.name].blocks:
        if block.name not in known and not block.is_inner:
            fact = f"the block '{block.name}' is not in {first}, so it is never shown."
            where = (template.file, block.line)
            problems[where] = Problem(*where, fact, did_you_mean(block.name, known), "warning")
