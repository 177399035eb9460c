"""The command `digest completion`: what lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

NAME = "digest"
VARIABLE = "_DIGEST_COMPLETE"
"""By which the shell asks the program what could stand there, as Click names it."""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what lets a shell complete commands and options.

    \b
    Examples:
      echo 'eval "$(digest completion bash)"' >> ~/.bashrc
      echo 'eval "$(digest completion zsh)"' >> ~/.zshrc
      digest completion fish > ~/.config/fish/completions/digest.fish
    """
    found = get_completion_class(shell)
    assert found, shell  # Click knows these three
    click.echo(found(context.find_root().command, {}, NAME, VARIABLE).source())
