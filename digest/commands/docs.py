"""The command `digest docs`: the documents that come with the program."""

from __future__ import annotations

import re
from pathlib import Path

import click

import digest
from digest.errors import OutputError
from digest.theme.chain import shipped_themes

DOCUMENTS = {
    "readme": "an editor's day; front matter, settings, tags, rights",
    "import": "what can be imported, and what becomes of it",
    "import-model": "what decides which lines are the article's",
    "markdown": "what articles may hold, and the two engines",
    "themes": "how to change what the site looks like",
    "views": "all that templates are given",
    "hosting": "web servers, GitHub Pages, containers",
    "cluster": "building on several machines",
}
"""The documents for who has a site, by the names of their files in docs/, with what they tell of."""

_LINK = re.compile(r"```.*?^```|`[^`\n]*`|!?\[([^\]\n]+)\]\(([^)\s:]+?)(?:#[\w-]*)?\)", re.DOTALL | re.MULTILINE)
"""A link to another file of ours, or code, in which nothing is one."""


@click.command()
@click.argument("name", type=click.Choice(list(DOCUMENTS)), required=False)
def docs(name: str | None) -> None:
    """List the documents that come along, or show one.

    On a terminal it is shown a page at a time, else whole.

    \b
    Examples:
      digest docs
      digest docs themes
      digest docs views > views.md
    """
    if name is None:
        width = max(map(len, DOCUMENTS))
        for known, about in DOCUMENTS.items():
            click.echo(f"digest docs {known:{width}}  {about}")
        return
    click.echo_via_pager(read_document(name).removesuffix("\n"))


def read_document(name: str) -> str:
    """The Markdown of a document, whose links to the others and to themes say where these are. Raises OutputError."""
    package = Path(digest.__file__).parent
    file = "README.md" if name == "readme" else f"{name}.md"
    # In the installed package all stand in one folder; in a checkout they stand where they are written.
    places = (package / "docs" / file, package.parent / "docs" / file, package.parent / file)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise OutputError(f"{places[0]} is not there. Install this program anew.")
    return _LINK.sub(_led, found.read_text(encoding="utf-8"))


def _led(link: re.Match[str]) -> str:
    words, target = link[1], link[2]
    if target is None:
        return link[0]
    name = Path(target).stem.lower()
    if target.endswith(".md") and name in DOCUMENTS:
        return f"{words} (digest docs {name})"
    if target.startswith("../themes/"):
        return f"{words} ({shipped_themes() / target.removeprefix('../themes/')})"
    return words if not target.startswith("#") else link[0]
