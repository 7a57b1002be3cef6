"""Options that several commands share, and the configuration they make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verify.commands.completing import policies

if TYPE_CHECKING:
    from verify.config import Config

Function = Callable[..., Any]

paths_argument = click.argument("paths", nargs=-1, type=click.Path())
color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Whether the text is in colour.",
)


def style_option(*styles: str) -> Callable[[Function], Function]:
    """Return the option `--format`, whose first style is the default."""
    return click.option(
        "--format",
        "style",
        type=click.Choice(styles),
        default=styles[0],
        help="How the answer is written.",
    )


def config_options(function: Function) -> Function:
    """Add the options that `config_of` reads."""
    for option in (
        click.option("--time-limit", type=float, help="Seconds after which the rest is undecided."),
        click.option(
            "--sources", multiple=True, type=click.Path(), help="A folder with sources' texts."
        ),
        click.option(
            "--policy",
            shell_complete=policies,
            help="The table of hedges in force. [default: default]",
        ),
    ):
        function = option(function)
    return function


def config_of(**given: Any) -> Config:
    """Return the configuration of the current folder and the options given; bad usage if wrong."""
    from verify.settings import SettingsError, configured

    try:
        return configured(Path.cwd(), **given)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
