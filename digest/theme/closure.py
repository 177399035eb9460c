"""What a template is made of: itself and all that it extends, includes or imports."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from digest.errors import Problem, did_you_mean
from digest.model.parts import digest_bytes
from digest.theme.chain import DEFAULT, Closures, Template


def find_closures(templates: tuple[Template, ...], environment: Environment) -> Closures:
    """Reads every template once. A name that is computed when a page is rendered may mean any template: such a
    template depends on all of them. One that is named but does not exist is in the closure too, as missing."""
    by_name = {template.name: template for template in templates}
    uses: dict[str, frozenset[str]] = {}
    trees: dict[str, nodes.Template] = {}
    problems: dict[tuple[str, int], Problem] = {}
    for template in templates:
        try:
            tree = trees[template.name] = environment.parse(template.source, template.name, template.file)
            named = set(meta.find_referenced_templates(tree))
        except TemplateSyntaxError as error:
            where = (template.file, error.lineno)
            problems[where] = Problem(*where, f"template error: {(error.message or '').rstrip('.')}.")
            continue
        uses[template.name] = frozenset(by_name) if None in named else frozenset(name for name in named if name)
    if not problems:
        known = _known_names(templates, uses)
        for template in templates:
            _check_blocks(template, trees, problems)
            if "/" not in template.name and template.name not in known:
                fact = "no page is made with this template, and no other template uses it."
                remedy = did_you_mean(template.name, known)
                problems[template.file, 0] = Problem(template.file, 0, fact, remedy, "warning")
    return Closures({name: _digest(name, uses, by_name) for name in by_name}, tuple(problems.values()))


def _digest(name: str, uses: Mapping[str, frozenset[str]], by_name: Mapping[str, Template]) -> bytes:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in reached:
            reached.add(current)
            waiting.extend(uses.get(current, ()))
    parts = []
    for part in sorted(reached):
        parts.append(part.encode())
        parts.append(by_name[part].source.encode() if part in by_name else b"\x00missing")
    return digest_bytes(*parts)


def _known_names(templates: tuple[Template, ...], uses: Mapping[str, frozenset[str]]) -> set[str]:
    """The names that a template can usefully have: those of the shipped theme, and those that templates name."""
    shipped = {template.name.partition("/")[2] for template in templates if template.name.startswith(f"{DEFAULT}/")}
    return shipped.union(*uses.values())


def _check_blocks(
    template: Template, trees: Mapping[str, nodes.Template], problems: dict[tuple[str, int], Problem]
) -> None:
    """An outermost block that no ancestor has would never be shown."""
    known: set[str] = set()
    parent = _parent(trees[template.name])
    first = parent
    seen = set()
    while parent in trees and parent not in seen:
        seen.add(parent)
        known |= {block.name for block in trees[parent].find_all(nodes.Block)}
        parent = _parent(trees[parent])
    if first not in trees:
        return
    inner = {id(block) for outer in trees[template.name].find_all(nodes.Block) for block in outer.find_all(nodes.Block)}
    for block in trees[template.name].find_all(nodes.Block):
        if block.name not in known and id(block) not in inner:
            fact = f"the block '{block.name}' is not in {first}, so it is never shown."
            where = (template.file, block.lineno)
            problems[where] = Problem(*where, fact, did_you_mean(block.name, known), "warning")


def _parent(tree: nodes.Template) -> str:
    extends = tree.find(nodes.Extends)
    if extends and isinstance(extends.template, nodes.Const):
        return str(extends.template.value)
    return ""
