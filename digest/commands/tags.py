"""The commands `digest tags …`: what tags there are, and other names for them."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

import click
import msgspec

from digest.article_file.edit import rewrite
from digest.commands.console import Context, common, counted, print_problems
from digest.commands.tables import print_tags
from digest.content.scan import Scope, article_files
from digest.errors import Problem, UsageError, is_stopped, stop_at
from digest.files.folders import STATE
from digest.files.lock import content_locked
from digest.model.urls import tag_slug
from digest.settings.config import Config, load_config
from digest.settings.vocabulary import Vocabulary, load_vocabulary


class TagRow(msgspec.Struct, frozen=True):
    """A tag of articles: its kind ("" if that is not known), how many have it, what it is shown as ("" if that is
    banned), and whether the site's tags or the importer's know it."""

    tag: str
    kind: str
    articles: int
    shown_as: str
    is_known: bool


@click.group(invoke_without_command=True)
@common
def tags(context: Context) -> None:
    """List the tags of the articles, or give them other names.

    \b
    Examples:
      digest tags
      digest tags rename Nato NATO
      digest tags merge EU "European Commission" "European Union"
    """
    at = click.get_current_context()
    at.obj = context.site
    if at.invoked_subcommand:
        return
    from digest.article_file.edit_tags import uses_of

    site = context.find_site()
    config, vocabulary = _settings(context)
    unread: list[Problem] = []
    uses, problems = uses_of(article_files(Scope.of(site, config), unread))
    problems = (*unread, *problems)
    kinds, shown = _known_kinds(vocabulary), vocabulary.canonical_slugs()
    names = {tag_slug(name): name for name in vocabulary.tags}
    rows = []
    for use in uses:
        slug = shown.get(tag_slug(use.tag), tag_slug(use.tag))
        name = names.get(slug, use.tag if slug else "")
        known = use.tag in kinds or tag_slug(use.tag) in shown
        rows.append(TagRow(use.tag, kinds.get(name, kinds.get(use.tag, "")), use.articles, name, known))
    if not context.as_json and not context.quiet:
        print_tags(rows)
    context.print_json({"status": "problems" if is_stopped(problems) else "done", "tags": rows, "problems": problems})
    print_problems(problems, context.quiet)
    if is_stopped(problems):
        sys.exit(1)


@tags.command()
@click.argument("old", nargs=-1, required=True)
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Only say what would be changed.")
@click.option("--remember", is_flag=True, help="Put the other names into tags.yaml as aliases.")
@common
def merge(context: Context, old: tuple[str, ...], new: str, dry_run: bool, remember: bool) -> None:
    """Make one tag NEW of several tags OLD in all articles.

    Only the lists of tags are rewritten.

    \b
    Example:
      digest tags merge EU "European Commission" "European Union"
    """
    _retag(context, old, new, dry_run, remember, may_exist=True)


@tags.command()
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Only say what would be changed.")
@click.option("--remember", is_flag=True, help="Put the former name into tags.yaml as an alias.")
@common
def rename(context: Context, old: str, new: str, dry_run: bool, remember: bool) -> None:
    """Call the tag OLD by the name NEW in all articles.

    Only the lists of tags are rewritten.

    \b
    Example:
      digest tags rename Nato NATO --dry-run
    """
    _retag(context, (old,), new, dry_run, remember, may_exist=False)


def _alone(context: Context, dry_run: bool) -> AbstractContextManager[None]:
    """Keeps others from writing articles meanwhile, unless nothing is written."""
    return nullcontext() if dry_run else content_locked(context.find_site() / STATE, context.note)


def _retag(
    context: Context, old: Sequence[str], new: str, dry_run: bool, wants_memory: bool, *, may_exist: bool
) -> None:
    from digest.article_file.edit_tags import changes, uses_of
    from digest.commands import remember as memory

    site, new = context.find_site(), new.strip()
    config, vocabulary = _settings(context)
    _check_new(new, vocabulary)
    slugs = frozenset(map(tag_slug, old))
    used = {tag_slug(use.tag): use for use in uses_of(article_files(Scope.of(site, config), []))[0]}
    for name in old:
        if tag_slug(name) not in used:
            near = difflib.get_close_matches(tag_slug(name), used, n=1)
            remedy = f"Did you mean '{used[near[0]].tag}'?" if near else "To see those that there are: digest tags"
            raise UsageError(f"No article has the tag '{name}'. {remedy}")
    if not may_exist and tag_slug(new) not in slugs and (there := used.get(tag_slug(new))):
        remedy = f"To make one of the two: digest tags merge '{old[0]}' '{new}'"
        raise UsageError(f"'{there.tag}' is a tag of {counted(there.articles, 'article')} already. {remedy}")
    unread: list[Problem] = []
    with _alone(context, dry_run):
        planned, problems = changes(article_files(Scope.of(site, config), unread), slugs, new)
        changed, failed = (planned, ()) if dry_run else rewrite(planned)
    done = [change.told for change in changed]
    for one in done:
        context.say(f"{one.article}: {', '.join(one.before)} → {', '.join(one.after)}")
    would = " (nothing was written: --dry-run)" if dry_run else ""
    context.say(f"{counted(len(done), 'article')} changed.{would}")
    advised = memory.advice(vocabulary, config, old, new)
    remembered = bool(advised and wants_memory and not dry_run and memory.remember(site, advised))
    if advised:
        context.say(f"tags.yaml has a new line:\n  {advised.line}" if remembered else str(advised))
    problems = (*unread, *problems, *failed)
    status = "problems" if is_stopped(problems) else "done"
    answer = {"status": status, "articles": done, "advice": advised, "remembered": remembered, "problems": problems}
    context.print_json(answer)
    print_problems(problems, context.quiet)
    if is_stopped(problems):
        sys.exit(1)


def _check_new(new: str, vocabulary: Vocabulary) -> None:
    """Raises UsageError if the site would not show a tag by this name."""
    if not new.isprintable() or not new:
        raise UsageError("The new name must be text in one line.")
    slug = tag_slug(new)
    shown = vocabulary.canonical_slugs().get(slug)
    if shown == "":
        raise UsageError(f"'{new}' is banned in the site's tags, so no page would show it.")
    name = next((name for name in vocabulary.tags if tag_slug(name) == shown), new)
    if shown not in (None, slug) or name != new:
        raise UsageError(f"The site shows '{new}' as '{name}'. Take that name, or change it in the site's tags first.")


def _settings(context: Context) -> tuple[Config, Vocabulary]:
    """The site's settings and tags. Raises ProblemsError if its tags are faulty."""
    site = context.find_site()
    config, problems = load_config(site)
    vocabulary, faults = load_vocabulary(site, config)
    stop_at(problem for problem in (*problems, *faults) if problem.level == "error")
    return config, vocabulary


def _known_kinds(vocabulary: Vocabulary) -> dict[str, str]:
    """The kind of each tag that the importer knows or the site names."""
    from digest.seeds import data

    kinds: dict[str, str] = {tag: kind for kind, names in data.gazetteer().items() for tag in names}
    return kinds | {name: tag.kind or kinds.get(name, "") for name, tag in vocabulary.tags.items()}
