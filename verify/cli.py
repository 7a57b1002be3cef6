"""The command line: names of commands, each loaded only when it is used."""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

# Command, the module that has it, and its line in `verify --help`.
COMMANDS = {
    "check": ("check", "Check suites: which figures can all hold, which cannot, and why."),
    "recheck": ("recheck", "Check a certificate: the proofs and witnesses of an earlier check."),
    "why": ("why", "Show how a quantity or a claim follows from the rest, step by step."),
    "what-if": ("what_if", "Show what would change if a quantity had another value."),
    "plot": ("plot", "Draw what is published of a quantity, and what the rest leaves of it."),
    "graph": ("graph", "Draw how quantities hang together: rules, claims, assumptions."),
    "diff": ("diff", "Show what differs between two reports, folders or git revisions."),
    "figures": ("figures", "Find the figures of an article: what each of them says."),
    "new": ("new", "Write a claim file for an article, its figures quoted in order."),
    "sources": ("sources", "Check quotations against the sources' texts; --fix moves them along."),
    "coverage": ("coverage", "Say which figures of the sources are claimed, waived or open."),
    "review": ("review", "Hold a draft against a suite: what it supports, and what it does not."),
    "lsp": ("lsp", "Serve editors: findings, hints and fixes while suites and drafts are written."),
    "explain": ("explain", "Explain a diagnostic or a verdict."),
    "units": ("units", "List the units that are known, or show one."),
    "init": ("init", "Write a small suite to start from."),
    "completion": ("completion", "Print what makes a shell complete commands, options and names."),
    "schema": ("schema", "Print the JSON Schema of claim files or of reports."),
}
INTERNAL_ERROR = 3


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called for."""

    # ruff: noqa: ARG002 -- the arguments are those of click

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"verify.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it says of bad usage may quote names of files."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if type(error) is not click.UsageError:
                raise
            from verify.reports.styled import safe

            raise click.UsageError(safe(error.message), error.ctx) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest a command for a misspelt one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from verify.diagnostics import suggestion

            near = suggestion(args[0], COMMANDS)
            tip = f" Did you mean '{near}'?" if near else ""
            ctx.fail(f"No such command '{args[0]}'.{tip}")
        return super().resolve_command(ctx, args)


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"verify {version('verify')}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version.",
)
def group() -> None:
    """Check which published figures can all be true together, which cannot, and why.

    \b
    Exit status: 0 nothing unexpected; 1 a conflict, a broken expectation, or
    what --fail-on names; 2 bad usage or unreadable input; 3 an internal error.
    """  # noqa: D301 -- \b is click's mark for lines that are not rewrapped


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; a defect of ours ends with status 3 and one line, not a traceback."""
    gc.disable()  # one run, then the process ends: looking for cycles would only take time
    try:
        group.main(arguments, prog_name="verify", standalone_mode=True)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            click.echo(f"Error: the output cannot be written: {error.strerror}", err=True)
            sys.stderr.flush()
            os._exit(2)  # else what is left for standard output would be tried again
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        name = type(error).__name__
        place = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        click.echo(f"internal error: {name}: {error} ({place}); please report it", err=True)
        sys.exit(INTERNAL_ERROR)


if __name__ == "__main__":
    main()
