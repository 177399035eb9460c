"""Templates and views → the bytes of pages."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Sequence
from functools import cache
from types import MappingProxyType

import msgspec
from jinja2 import TemplateNotFound, TemplateSyntaxError

from digest.errors import Problem, did_you_mean
from digest.model import views
from digest.model.views import Site, View
from digest.theme.chain import Template
from digest.theme.environment import environment_for
from digest.theme.jobs import Job, Rendered
from digest.theme.sandbox import Sandbox


def render_chunk(templates: tuple[Template, ...], site: Site, jobs: Sequence[Job]) -> list[Rendered]:
    """Renders pages. One that fails does not stop the others: it comes back as a problem."""
    environment = environment_for(templates)
    shared = msgspec.structs.replace(site, options=MappingProxyType(site.options))
    files = {template.file for template in templates}
    return [_render(environment, files, shared, job) for job in jobs]


_NO_FIELD = re.compile(r"^'digest\.model\.\w+\.(\w+) object' has no attribute '(\w+)'$")


@cache
def _decoder(kind: str) -> msgspec.msgpack.Decoder[View]:
    return msgspec.msgpack.Decoder(getattr(views, kind))


def _render(environment: Sandbox, files: set[str], site: Site, job: Job) -> Rendered:
    started = time.perf_counter()
    data, problem = b"", None
    file = job.template
    try:
        template = environment.get_template(job.template)
        file = template.filename or file
        page = _decoder(job.kind).decode(job.view)
        data = environment.rendered(template, page=page, site=site, bodies=job.bodies).encode()
    except Exception as error:  # whatever a template raises is told with its place in the template
        problem = _problem(error, files, file, job)
    return Rendered(job.path, data, problem, job.template, time.perf_counter() - started)


def _problem(error: Exception, files: set[str], file: str, job: Job) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        return Problem(
            error.filename or job.template, error.lineno, f"template error: {(error.message or '').rstrip('.')}."
        )
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    where = (frames[-1].filename, frames[-1].lineno or 0) if frames else (file, 0)
    missing = _NO_FIELD.search(str(error))
    if missing and hasattr(views, missing[1]):
        fact = f"'{missing[2]}' is not a field of {missing[1]} (while making {job.origin})."
        return Problem(*where, fact, did_you_mean(missing[2], getattr(views, missing[1]).__struct_fields__))
    what = f"there is no template '{error.name}'" if isinstance(error, TemplateNotFound) else str(error).rstrip(".")
    return Problem(*where, f"{what} (while making {job.origin}).", "docs/views.md lists what each page has.")
