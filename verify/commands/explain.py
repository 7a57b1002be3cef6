"""`verify explain`: what a diagnostic's code or a verdict means, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from verify.commands.completing import codes
from verify.commands.options import color_option
from verify.commands.output import show

if TYPE_CHECKING:
    from verify.reports.styled import Line


@click.command()
@click.argument("code", required=False, shell_complete=codes)
@color_option
def command(code: str | None, color: str) -> None:
    """Explain CODE: the code of a diagnostic, a verdict, or another word of a report.

    Without CODE, every one is listed with its title.
    """
    from verify.diagnostics import suggestion, table
    from verify.glossary import glossary
    from verify.reports.styled import safe
    from verify.tree import shortened

    if code is None:
        show(_everything(), color)
        return
    key = code.strip("[] ").casefold()
    if key in glossary():
        word = glossary()[key]
        of = f"said of a {' or '.join(word.of)}"
        show(_one(word.word, word.title, word.explanation, of), color)
    elif key in table():
        found = table()[key]
        show(_one(found.code, found.title, found.explanation), color)
    else:
        near = suggestion(key, [*glossary(), *table()])
        tip = f" Did you mean '{near}'?" if near else " `verify explain` lists them all."
        raise click.UsageError(f"Nothing is called '{safe(shortened(code))}'.{tip}")


def _one(name: str, title: str, explanation: str, of: str = "") -> list[Line]:
    from verify.reports.styled import Part

    head: Line = (Part(name, "title"), Part(f": {title}"))
    lines: list[Line] = [head, *([(Part(of, "quiet"),)] if of else []), ()]
    return lines + [(Part(line),) for line in explanation.strip().splitlines()]


def _everything() -> list[Line]:
    from verify.diagnostics import table
    from verify.glossary import glossary

    words = [(word.word, word.title) for word in glossary().values()]
    codes = [(code.code, code.title) for code in table().values()]
    return [
        *_list("Verdicts and other words of a report", words),
        (),
        *_list("Diagnostics", sorted(codes)),
    ]


def _list(title: str, rows: list[tuple[str, str]]) -> list[Line]:
    from verify.reports.styled import Part

    width = max(len(name) for name, _ in rows)
    lines: list[Line] = [(Part(title, "strong"),)]
    return lines + [(Part(f"  {name.ljust(width)}  ", "strong"), Part(of)) for name, of in rows]
