"""`verify review`: a draft against the record."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from verify.commands.options import color_option, config_of, config_options, style_option
from verify.commands.output import show, write

_LEVELS = ("error", "warning", "note", "never")


@click.command()
@click.argument("draft", type=click.Path())
@click.option(
    "--against", "folder", required=True, type=click.Path(), help="The suite that is the record."
)
@click.option("--date", default="", help="Of the draft: `2026-06`; what varies is of then.")
@click.option(
    "--markup",
    type=click.Choice(["auto", "markdown", "html"]),
    default="auto",
    help="What the draft is written in; by its name unless said.",
)
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    default="warning",
    help="The least remark that fails. [default: warning]",
)
@style_option("full", "json", "annotations")
@click.option(
    "--annotate",
    type=click.Path(),
    metavar="FILE",
    help="Write a copy of the draft with a note to each figure.",
)
@config_options
@color_option
def command(
    draft: str,
    folder: str,
    date: str,
    markup: str,
    fail_on: str,
    style: str,
    annotate: str | None,
    color: str,
    **given: Any,
) -> None:
    """Hold the figures of DRAFT, Markdown or HTML, against a suite; `-` reads standard input.

    A figure is tied to the record by a link, `[about $45 billion](claim:deal.total)`, or by an
    element with `data-claim`; the name is a quantity's, with a period if it varies
    (`cluster.power@2025-06`), or a claim's. Figures that are not tied get suggestions.

    Exit status: 1 if a remark is as severe as --fail-on says; 2 if the draft or the suite cannot
    be read, or a tie names nothing.
    """
    from verify.commands.suites import complain, inputs, read_suites
    from verify.diagnostics import Severity
    from verify.draft import looks_like_html, read_draft
    from verify.formats import read_plain
    from verify.hedges import load_policy
    from verify.pipeline import review
    from verify.units import unit_of_word

    if date and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", date):
        raise click.UsageError(f"{date} is no date such as 2026, 2026-06 or 2026-06-15")
    if annotate == "-":
        raise click.UsageError("the copy is written to a file")
    config = config_of(**given)
    suites, errors = read_suites((folder,), config)
    limits = config.limits
    bytes_ = sys.stdin.buffer.read(limits.file_bytes + 1) if draft == "-" else None
    text, problems = read_plain(Path(draft), draft, limits, bytes_)
    complain([*errors, *problems])
    if errors or text is None or any(each.severity is Severity.ERROR for each in problems):
        sys.exit(2)
    if len(suites) != 1:
        raise click.UsageError(f"{folder} has {len(suites)} suites; name one of them")
    html = markup == "html" or (markup == "auto" and _is_html(draft, text, looks_like_html))
    policy = load_policy(config.policy)
    parsed = read_draft(text, draft, html, unit_of=unit_of_word, policy=policy)
    found, problems = review(parsed, suites[0], config, date)
    complain(problems)
    if found is None:
        sys.exit(2)
    if style == "json":
        from verify.reports import review_json

        click.echo(review_json.render(found, folder, problems), nl=False)
    elif style == "annotations":
        from verify.reports import annotations

        click.echo(annotations.render_review(found), nl=False)
    else:
        from verify.reports import review_text

        show(review_text.render(found), color)
    if any(each.severity is Severity.ERROR for each in problems):
        sys.exit(2)
    if annotate is not None:
        from verify.reports import review_copy

        read = inputs((folder,), suites, config)
        if draft != "-":
            read.add(Path(os.path.realpath(draft)))
        write(review_copy.render(found), annotate, read)
    least = _LEVELS.index(fail_on)
    sys.exit(
        int(
            fail_on != "never"
            and any(_LEVELS.index(remark.level.value) <= least for _, remark in found.remarks())
        )
    )


def _is_html(path: str, text: str, looks: Any) -> bool:
    suffix = Path(path).suffix.lower()
    if suffix in (".html", ".htm", ".xhtml"):
        return True
    return suffix in ("", ".txt") and bool(looks(text))
