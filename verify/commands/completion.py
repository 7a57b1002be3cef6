"""`verify completion`: what makes a shell complete commands, options and names of suites."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the lines that make SHELL complete commands, options, and names of the suites at hand.

    \b
    bash: verify completion bash >> ~/.bashrc
    zsh:  verify completion zsh >> ~/.zshrc
    fish: verify completion fish > ~/.config/fish/completions/verify.fish
    """  # noqa: D301 -- \\b is click's mark for lines that are not rewrapped
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(ctx.find_root().command, {}, "verify", "_VERIFY_COMPLETE").source())
