"""Templates and views → the bytes of pages."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

import msgspec
from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes

from digest.errors import Problem, did_you_mean, nearest
from digest.model import shown, views
from digest.model.views import Site, View
from digest.theme.chain import Template
from digest.theme.environment import environment_for, parsed
from digest.theme.jobs import Job, Rendered
from digest.theme.limits import AllowanceError
from digest.theme.sandbox import Sandbox


def render_chunk(templates: tuple[Template, ...], site: Site, jobs: Sequence[Job]) -> list[Rendered]:
    """Renders pages. One that fails does not stop the others: it comes back as a problem. Only after one that took more
    than it may none is rendered, for they are of one theme: theirs is the same problem."""
    environment = environment_for(templates, site.words)
    options, scripts = MappingProxyType(site.options), MappingProxyType(site.scripts)
    shared = msgspec.structs.replace(site, options=options, scripts=scripts)
    sources = {template.file: template.source for template in templates}
    rendered: list[Rendered] = []
    for job in jobs:
        before = rendered[-1] if rendered else None
        if before and before.took_too_much:
            rendered.append(msgspec.structs.replace(before, path=job.path, template=job.template, seconds=0.0))
        else:
            rendered.append(_render(environment, sources, shared, job))
    return rendered


_NO_FIELD = re.compile(r"^'digest\.model\.\w+\.(\w+) object' has no attribute '(\w+)'$")

_NO_NAME = re.compile(r"^'(\w+)' is undefined$")


@cache
def _decoder(kind: str) -> msgspec.msgpack.Decoder[View]:
    return msgspec.msgpack.Decoder(getattr(views, kind))


def _render(environment: Sandbox, sources: Mapping[str, str], site: Site, job: Job) -> Rendered:
    started = time.perf_counter()
    data, problem, took_too_much = b"", None, False
    file = job.template
    try:
        template = environment.get_template(job.template)
        file = template.filename or file
        page = _decoder(job.kind).decode(job.view)
        data = environment.rendered(template, page=page, site=site, bodies=job.bodies).encode()
    except Exception as error:  # whatever a template raises is told with its place in the template
        problem = _problem(error, environment, sources, file, job)
        took_too_much = isinstance(error, AllowanceError)
    return Rendered(job.path, data, problem, job.template, time.perf_counter() - started, took_too_much)


def _problem(error: Exception, environment: Sandbox, sources: Mapping[str, str], file: str, job: Job) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        return Problem(
            error.filename or job.template, error.lineno, f"template error: {(error.message or '').rstrip('.')}."
        )
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in sources]
    where = (frames[-1].filename, frames[-1].lineno or 0) if frames else (file, 0)
    missing = _NO_FIELD.search(str(error))
    kind = (getattr(views, missing[1], None) or getattr(shown, missing[1], None)) if missing else None
    if missing and kind:
        fact = f"'{missing[2]}' is not a field of {missing[1]} (while making {job.origin})."
        return Problem(*where, fact, did_you_mean(missing[2], kind.__struct_fields__))
    unknown = _NO_NAME.search(str(error))
    if unknown and (near := nearest(unknown[1], _names_in(environment, sources.get(where[0], ""), where[0]))):
        return Problem(*where, f"{unknown[0]} (while making {job.origin}).", f"Did you mean '{near}'?")
    what = f"there is no template '{error.name}'" if isinstance(error, TemplateNotFound) else str(error).rstrip(".")
    return Problem(*where, f"{what} (while making {job.origin}).", "docs/views.md lists what each page has.")


def _names_in(environment: Sandbox, source: str, file: str) -> set[str]:
    """The names that a template may use: those that all are given, and those that it makes itself."""
    tree = parsed(source, file)
    return {
        *("page", "site"),
        *environment.globals,
        *(name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")),
        *(macro.name for macro in tree.find_all(nodes.Macro)),
        *(one.target for one in tree.find_all(nodes.Import)),
    }
