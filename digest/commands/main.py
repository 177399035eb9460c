"""`digest`, its options, and the commands that are no group of their own."""

from __future__ import annotations

import datetime as dt
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import msgspec

import digest
from digest.commands.console import Context, common, counted, has_colours, without_traceback
from digest.errors import stop_at
from digest.files.folders import CONTENT, STATE
from digest.files.lock import content_locked
from digest.settings.config import FILE, load_config

ELSEWHERE = {
    "init": "init:init",
    "import": "import_:import_",
    "review": "review:review",
    "tags": "tags:tags",
    "build": "build:build",
    "watch": "serve:watch",
    "serve": "serve:serve",
    "check": "checking:check",
    "doctor": "doctor:doctor",
    "docs": "docs:docs",
    "completion": "completion:completion",
}
"""The commands in other files of this room, each with its module and its name there."""


class Commands(click.Group):
    """The commands. Only the one that is called is loaded: all take a tenth of a build with nothing to do. No traceback
    reaches who calls them; nor of what comes before and after a command, such as `--help`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*ELSEWHERE, *super().list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = ELSEWHERE[cmd_name].split(":")
        found: click.Command = getattr(import_module(f"digest.commands.{module}"), name)
        return found

    def main(self, *args: Any, **extra: Any) -> Any:
        if not extra.get("standalone_mode", True):
            return super().main(*args, **extra)
        with without_traceback():
            # Click tells of its own errors, but not of a disk that is full.
            return self._run(*args, **extra)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        return super().make_context(*args, **{"color": has_colours(), **extra})

    def _run(self, *args: Any, **extra: Any) -> Any:
        try:
            result = super().main(*args, **{**extra, "standalone_mode": False})
        except click.Abort:
            raise KeyboardInterrupt from None
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        sys.exit(result if isinstance(result, int) else 0)


@click.group(
    cls=Commands,
    epilog="Begin with: digest init my-site",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--site", type=click.Path(path_type=Path), help=f"Folder of the site [nearest upwards with {FILE}].")
@click.version_option(digest.__version__, prog_name="digest")
@click.pass_context
def main(context: click.Context, site: Path | None) -> None:
    """Makes a dated, tagged news site of pasted articles.

    \b
    Examples:
      digest init my-site        a new site
      digest import              texts in seeds/ become articles in content/
      digest serve               the site in your browser, renewed as you write
      digest build               the site in output/, for any web host
    """
    context.obj = site


@main.command()
@click.argument("title")
@common
def new(context: Context, title: str) -> None:
    """Begin an article with today's date, as a draft.

    \b
    Example:
      digest new "Finland joins NATO"
    """
    from digest.article_file.begin import begin_article
    from digest.commands.build import now_of

    site = context.find_site()
    config, problems = load_config(site)
    stop_at(problems)
    today = dt.datetime.fromtimestamp(now_of(context, None), config.zone).date()
    with content_locked(site / STATE, context.note):
        path = begin_article(site / CONTENT, title, today)
    context.say(f"{path.relative_to(site)} is there to be written. See it with: digest serve")
    context.print_json({"status": "done", "article": path.relative_to(site).as_posix()})


@main.command()
@click.option("--output", type=click.Path(path_type=Path), help="Folder of the site's pages [output].")
@common
def clean(context: Context, output: Path | None) -> None:
    """Remove what builds have written, and remember.

    Files that this program did not write stay.

    \b
    Example:
      digest clean && digest build
    """
    from digest.build.session import clean as remove_site
    from digest.commands.build import request_for

    removed = remove_site(request_for(context, output, drafts=False, now_text=None))
    context.say(f"{counted(len(removed), 'file')} removed.")
    context.print_json({"status": "done", "removed": removed})


@main.command()
@click.argument("what", type=click.Choice(["front-matter", "config", "sources", "tags", "learned"]))
def schema(what: str) -> None:
    """Print a JSON Schema, for editors that complete.

    It is that of front matter, or of digest.yaml, sources.yaml, tags.yaml or learned.yaml.

    \b
    Example:
      digest schema config > digest.schema.json
    """
    from digest.article_file.fields import FrontMatter
    from digest.seeds.memory.learned import Entry
    from digest.settings.config import Config, TagEntries
    from digest.settings.sources import Listed

    kinds: dict[str, Any] = {
        "front-matter": FrontMatter,
        "config": Config,
        "sources": dict[str, Listed],
        "tags": TagEntries,
        "learned": dict[str, Entry],
    }
    made = msgspec.json.schema(kinds[what])
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    click.echo(msgspec.json.format(msgspec.json.encode(made), indent=2).decode())
