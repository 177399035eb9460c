"""The strict Jinja environment that templates run in, and the filters it offers them."""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from csv import writer as csv_writer
from email.utils import format_datetime
from functools import lru_cache, partial
from hashlib import sha256
from io import StringIO
from typing import Any

import msgspec
from jinja2 import BytecodeCache, FunctionLoader, StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2 import Template as JinjaTemplate
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup

from digest.model.article import clock_of
from digest.model.locales import locale_of
from digest.model.shown import Body
from digest.model.urls import as_uri
from digest.model.views import ArticleView
from digest.model.words import ENGLISH, Words
from digest.theme.bodies import expand, led_to_page
from digest.theme.chain import Template
from digest.theme.limits import CALL
from digest.theme.metadata import news_article
from digest.theme.sandbox import Sandbox
from digest.theme.word_filters import word_filters
from digest.typography import TYPOGRAPHY
from digest.typography.setting import set_text

FILTERS: dict[str, Callable[..., Any]] = {}
"""Those that are the same in all languages."""


def _filter(function: Callable[..., Any]) -> Callable[..., Any]:
    FILTERS[function.__name__] = function
    return function


class _Template(JinjaTemplate):
    """A template whose imports begin anew on each page: what one page sets, no other sees."""

    environment: Sandbox

    def new_context(self, *given: Any, **named: Any) -> Context:
        self.environment.allowance.take_turns(CALL)
        return super().new_context(*given, **named)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self.make_module({key: ctx.parent[key] for key in ctx.globals_keys} if ctx else None)


class _Environment(Sandbox):
    template_class = _Template

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return parsed(source, filename or "")


@lru_cache(maxsize=256)
def parsed(source: str, file: str) -> nodes.Template:
    """A template's tree, parsed once in a process for all that is asked of it: 0.07 s of a build that renders. Raises
    TemplateSyntaxError."""
    try:
        return Parser(environment_for((), ENGLISH), source, None, file).parse()
    except RecursionError:
        raise TemplateSyntaxError("something stands too deeply in itself", 1, None, file) from None
    except ValueError as error:  # a number that is too long
        raise TemplateSyntaxError(str(error).partition(";")[0], 1, None, file) from None


class _Compiled(BytecodeCache):
    """The code of templates by their files, as long as their source stays: after an edit of one the others need not be
    compiled again, which takes 3 ms each."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = (bucket.checksum, bucket.code)


@lru_cache(maxsize=2)
def _compiled_with(words: Words) -> _Compiled:
    """What the filters of words make of constants stands in the code."""
    return _Compiled()


@lru_cache(maxsize=4)
def environment_for(templates: tuple[Template, ...], words: Words) -> Sandbox:
    """An environment that knows these templates and words, and nothing else: no files, no clock, no chance."""
    by_name = {template.name: template for template in templates}

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        template = by_name.get(name)
        return (template.source, template.file, lambda: True) if template else None

    environment = _Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_compiled_with(words),
    )
    del environment.globals["lipsum"], environment.filters["random"]
    environment.filters.update(FILTERS | word_filters(words))
    return environment


@_filter
@pass_context
def link(context: Context, url: str) -> str:
    """A link from this page to a URL of the site."""
    page, site = context.parent["page"], context.parent["site"]
    target = f"{page.root}{url}"
    if site.index and (not url or url.endswith("/")):
        return f"{target}{site.index}"
    return target or "./"


@_filter
@pass_context
def absolute(context: Context, url: str) -> str:
    """The full address of a URL of the site, as a URI; the URL itself where no base URL is set."""
    return as_uri(f"{context['site'].base_url}{url}")


@_filter
def locale(tag: str) -> str:
    """en_GB, of the language en-GB; de_DE, of de."""
    return locale_of(tag)


@_filter
def uri(address: str) -> str:
    """An address of another site, as a URI: what else it may hold is percent-encoded."""
    return as_uri(address)


@_filter
@pass_context
def html(context: Context, body: Body, own_url: str = "") -> Markup:
    """The HTML of a body, its links made to fit this page. Elsewhere than on its own page, whose URL is given, links to
    places in it lead there."""
    page, site = context.parent["page"], context.parent["site"]
    index = "" if page.root == site.base_url and site.base_url else site.index
    text = expand(context.parent["bodies"][body.path], body, page.root, index)
    return Markup(led_to_page(text, absolute(context, own_url)) if own_url else text)


@_filter
@pass_context
def fine(context: Context, text: str, language: str = "") -> str:
    """A text with the signs of its language, or of the site's, if the theme has them set."""
    site = context.parent["site"]
    return set_text(text, language or site.language) if site.options.get(TYPOGRAPHY) else text


@_filter
@pass_context
def facts(context: Context, page: ArticleView) -> dict[str, Any]:
    """What an article is, for machines: the filter `json` writes it."""
    return news_article(page, context.parent["site"], partial(absolute, context))


@_filter
def allowing(policy: str, script: str) -> str:
    """The Content-Security-Policy of a page that has this block of data as well. Browsers run no such block, and ask
    for no hash of it; checkers of HTML do."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return policy.replace("script-src 'none'", "script-src").replace("script-src", f"script-src 'sha256-{digest}'", 1)


@_filter
def css(value: str) -> Markup:
    """The value of a property in a style sheet: it ends neither the property nor the sheet."""
    return Markup(re.sub(r"[<>{};\\\n]", "", value))


@_filter
@pass_context
def script(context: Context, name: str) -> Markup:
    """A script of the theme's folder scripts/, to stand in the page: the site's policy lets this very text run."""
    scripts = context["site"].scripts
    if name not in scripts:
        raise LookupError(f"'{name}'|script: there is no such file in scripts/: there are {', '.join(scripts)}")
    return Markup(f"<script>{scripts[name]}</script>") if scripts[name] else Markup()


def _plain(value: object) -> str:
    if isinstance(value, Markup):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON")


@_filter
def json(value: Any) -> Markup:
    """JSON that can stand in a page: <, > and & are written as escapes."""
    text = msgspec.json.encode(value, enc_hook=_plain).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What a formula begins with in a spreadsheet (https://owasp.org/www-community/attacks/CSV_Injection)."""


@_filter
def csv(values: Iterable[object]) -> Markup:
    """A line of a table for spreadsheets (RFC 4180). A text that would be taken for a formula has an apostrophe before
    it, by which spreadsheets know a text."""
    line = StringIO()
    texts = [f"'{text}" if text.startswith(_FORMULA) else text for text in map(str, values)]
    csv_writer(line, lineterminator="\r\n").writerow(texts)
    return Markup(line.getvalue())


@_filter
def clock(stamp: str) -> str:
    """14:30, of an RFC 3339 time; "" at midnight, which is how a bare date is kept."""
    return clock_of(stamp)


@_filter
def rfc822(stamp: str) -> str:
    """Wed, 08 Mar 2023 14:30:00 +0100, as RSS 2.0 wants its dates. The W3C's feed validator knows offsets of whole and
    half hours alone: other times are told in UTC."""
    at = dt.datetime.fromisoformat(stamp)
    half_hours = (at.utcoffset() or dt.timedelta()) % dt.timedelta(minutes=30) == dt.timedelta()
    return format_datetime(at if half_hours else at.astimezone(dt.UTC))
