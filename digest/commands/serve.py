"""`digest watch` and `digest serve`: what is built and imported as files change, and what is said of it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from digest.build.report import Request
from digest.build.session import Session
from digest.commands.build import Asked, building_options, now_of
from digest.commands.console import Context, clock, common, in_words, print_line, print_problems, say_stopped
from digest.commands.follow import Follower, Place
from digest.commands.import_ import importer, unlisted_sources
from digest.commands.journal import Journal
from digest.commands.outlet import is_unread
from digest.commands.said import Said
from digest.commands.tables import print_unlisted
from digest.errors import DigestError, ProblemsError, is_stopped
from digest.files.folders import CONTENT, PREVIEW, SEEDS, THEMES
from digest.files.passed_over import is_passed_over
from digest.output.place import check_place
from digest.settings.config import FILE, load_config
from digest.settings.sources import FILE as SOURCES
from digest.settings.vocabulary import TAGS_FILE
from digest.text import in_one_line

if TYPE_CHECKING:  # loaded with an import or a preview: 3 ms
    from digest.build.proof import Proof
    from digest.live.preview import Preview
    from digest.live.watch import Pause
    from digest.seeds.memory.learned import Lesson
    from digest.seeds.outcomes import Imported


PORT = 8000
PORTS = 20  # so many are tried, unless one was asked for

_poll = click.option(
    "--poll", is_flag=True, help="Look at all files every second: for network disks, which send no events."
)


@click.command()
@_poll
@common
@building_options
def watch(context: Context, asked: Asked, poll: bool) -> None:
    """Build, and build again whenever a file of the site changes.

    \b
    Example:
      digest watch --drafts
    """
    request = asked.request(context)
    if asked.drafts and not asked.output:
        request = msgspec.structs.replace(request, output=request.site / PREVIEW)
    _live(context, asked, request.site, request, None, None, Journal(request.site), lambda: None, poll=poll)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port to serve on [{PORT}, or the next that is free].")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--open", "is_opened", is_flag=True, help="Open it in your browser.")
@_poll
@common
@building_options
def serve(context: Context, asked: Asked, port: int | None, host: str, is_opened: bool, poll: bool) -> None:
    """Watch, and show the site in your browser as you write.

    Drafts are shown too, marked, and never built into output/, which follows without them; with --drafts it is left as
    it is.

    \b
    Example:
      digest serve
    """
    from digest.build.proof import Proof  # with the planners: 20 ms
    from digest.live.desk import desk_page
    from digest.live.preview import Preview

    request = asked.request(context)
    is_public = not asked.drafts or asked.output is not None
    if is_public:
        check_place(request.site, request.output)
    with ExitStack() as stack:
        proof = stack.enter_context(Proof(request.site, asked.maker(request.site), context.note))
        wanted, tries = (PORT, PORTS) if port is None else (port, 1)
        base_url = load_config(request.site)[0].base_url
        journal = Journal(request.site)

        def desk(address: str) -> bytes:
            return desk_page(proof.overview(), journal.problems, journal.builds, address)

        pages = Preview(proof, host, wanted, tries=tries, base_url=base_url, notice=context.note, desk=desk)
        stack.callback(pages.close)

        def ready() -> None:
            is_taken = wanted not in (0, pages.port)
            context.say(f"The site is at {pages.url}  ({f'port {wanted} is taken; ' * is_taken}stop with Ctrl-C)")
            context.say(f"What waits for you: {pages.desk_url}")
            if not pages.is_private:
                who = f"Whoever can reach port {pages.port} of this machine can read the site, drafts included."
                context.note(f"{who} Without --host only you can.")
            if is_opened:
                _open(context, pages.url)

        pages.start()
        _live(context, asked, request.site, request if is_public else None, proof, pages, journal, ready, poll=poll)


def _open(context: Context, url: str) -> None:
    """In a thread: some browsers return only when they are closed."""

    def run() -> None:
        import webbrowser  # 10 ms

        if not webbrowser.open(url):
            context.note(f"No browser was found. Open {url} yourself.")

    threading.Thread(target=run, daemon=True).start()


@contextlib.contextmanager
def _until_ctrl_c(context: Context) -> Iterator[None]:
    """That it ends so is what was wanted: no error."""
    try:
        yield
    except KeyboardInterrupt:
        if not context.quiet:
            say_stopped()


def _live(
    context: Context,
    asked: Asked,
    site: Path,
    public: Request | None,
    proof: Proof | None,
    pages: Preview | None,
    journal: Journal,
    ready: Callable[[], None],
    *,
    poll: bool,
) -> None:
    """Until Ctrl-C. `ready` is called once, after the first look."""
    with _until_ctrl_c(context), ExitStack() as stack:
        place = None
        if public:
            make = asked.maker(site, gives_way=proof is not None)
            session = stack.enter_context(Session(public, make, context.note))
            place = Place(public.output, session)
        said = Said(context, site)
        follower = Follower(context, site, place, proof, lambda: now_of(context, asked.now_text), pages, said, journal)
        bring_in = importer(context, site, asked.jobs, lambda lesson: _say_learned(context, lesson))
        live(context, follower, site, bring_in, pages, ready, poll=poll)


def live(
    context: Context,
    follower: Follower,
    site: Path,
    bring_in: Callable[[Sequence[Path]], Sequence[Imported]],
    pages: Preview | None,
    is_ready: Callable[[], None],
    *,
    poll: bool,
) -> None:
    """Build, and again whenever something changes, until Ctrl-C, or until nobody reads what is said.

    `bring_in` imports files and folders and gives a row for each seed; `pages` is the server that shows the site, or
    None. `is_ready` is called once, when the site was built or is shown.
    """
    from digest.content.scan import Scope
    from digest.live.arrivals import Arrivals
    from digest.live.watch import watch as watch_files  # watchdog: 30 ms

    seeds = site / SEEDS
    arrivals = Arrivals()
    stop = threading.Event()
    config = load_config(site)[0]

    def paths() -> list[Path]:
        return [
            site / FILE,
            site / TAGS_FILE,
            site / SOURCES,
            site / CONTENT,
            site / THEMES,
            *([seeds] if config.imports.watch else []),
        ]

    def is_ignored(name: str) -> bool:
        return is_passed_over(name, config.ignore)

    def is_followed(link: Path, real: Path) -> bool:
        """Whether the site has what is in a linked folder; a theme may be anywhere."""
        return site / THEMES in (link, link.parent) or not Scope.of(site, config).refuses(real)

    def changed(found: frozenset[Path]) -> None:
        nonlocal config
        if site / FILE in found:
            config, problems = load_config(site)
            if pages and not is_stopped(problems):
                pages.place(config.base_url)
            arrivals.saw([seeds] if config.imports.watch else [])  # with other settings they may be imported now
        arrived = {path for path in found if path.is_relative_to(seeds)}
        arrivals.saw(arrived if config.imports.watch else ())
        if others := found - arrived:
            follower.renew(others)

    def bring_in_settled() -> None:
        if config.imports.watch and (ready := arrivals.settled()):
            _import(context, site, bring_in, ready)

    def in_idle_moments(pause: Pause) -> bool:
        if is_unread():
            stop.set()
            return False
        bring_in_settled()
        return follower.go_on(pause.is_over, pause.tell_news, pause.seconds)

    def ready() -> None:
        if config.imports.watch and seeds.is_dir():
            _import(context, site, bring_in, [seeds])
        follower.renew(None)
        is_ready()

    watch_files(
        paths,
        changed,
        stop=stop,
        quiet_for=0.02,
        ignore=is_ignored,
        is_followed=is_followed,
        ready=ready,
        meanwhile=in_idle_moments,
        notice=context.say,
        poll=poll,
    )


def _say_learned(context: Context, lesson: Lesson) -> None:
    context.say(f"{clock()} learned.yaml: {lesson}")
    context.print_json({"status": "learned", "learned": [lesson]})


def _import(
    context: Context, site: Path, bring_in: Callable[[Sequence[Path]], Sequence[Imported]], paths: Sequence[Path]
) -> None:
    """Import `paths`, and tell a line for each seed of which something was made, and every problem."""
    try:
        with in_words():
            rows = bring_in(paths)
    except ProblemsError as error:  # of the settings: the build tells them too, and the next change tries again
        print_problems(error.problems, context.quiet)
        return
    except DigestError as error:
        print_line(str(error))
        return
    news = [row for row in rows if row.is_news]
    for row in news:
        if row.status in ("created", "updated"):
            review = (
                f"; {'held as a draft' if row.held else 'to review'}: {', '.join(row.review)}" if row.review else ""
            )
            context.say(f"{clock()} {in_one_line(f'{row.seed}: {row.status} {row.article}{review}')}")
        if row.note:
            context.say(f"  {in_one_line(row.note)}")
    problems = [row.problem for row in news if row.problem]
    unlisted = unlisted_sources(site, news)
    if not context.as_json and not context.quiet:
        print_unlisted(unlisted, (site / SOURCES).exists())
    if news:
        context.print_json({"status": "problems" if problems else "done", "imported": news, "unlisted": unlisted})
    print_problems(problems, context.quiet)
