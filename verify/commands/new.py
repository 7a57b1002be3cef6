"""`verify new`: a claim file for an article, to be confirmed rather than written."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verify.commands.options import config_of, config_options
from verify.commands.output import write
from verify.scaffold import quoted

if TYPE_CHECKING:
    from verify.facts import Facts, Source


@click.command()
@click.argument("article", type=click.Path())
@click.option(
    "--suite",
    "folder",
    required=True,
    type=click.Path(),
    help="The suite whose quantities the figures may be about.",
)
@click.option("-o", "--output", type=click.Path(), help="The claim file; beside the suite's own.")
@config_options
def command(article: str, folder: str, output: str | None, **given: Any) -> None:
    """Write a claim file for ARTICLE: every figure quoted in order, with its place.

    `about` is filled in where unit and words leave one quantity of the suite; the other figures
    are comments that list what they may be about. Where the file is there already, figures that no
    claim or waiver of it covers are added, and nothing that it says is touched.
    """
    from verify.commands.suites import complain, read_suites
    from verify.coverage import covered
    from verify.formats import read_plain, read_text
    from verify.hedges import load_policy
    from verify.prose import figures_of
    from verify.reports.styled import safe
    from verify.scaffold import entries, indent_of, lines, merged_into, not_noted
    from verify.units import unit_of_word
    from verify.visible import visible

    config = config_of(**given)
    suites, errors = read_suites((folder,), config)
    text, problems = read_plain(Path(article), article, config.limits)
    complain([*errors, *problems])
    if errors or text is None:
        sys.exit(2)
    if len(suites) != 1:
        raise click.UsageError(f"{folder} has {len(suites)} suites; name one of them")
    facts = suites[0]
    source = _source(facts, article)
    id_ = source.id if source is not None else _id(article)
    policy = load_policy(config.policy)
    figures, _ = figures_of(text, article, unit_of=unit_of_word, policy=policy)
    known = covered(figures, id_, facts, text)
    missing = [each.figure for each in known if each.open]
    target = Path(output) if output else _beside(folder) / f"{id_}.claims.yaml"
    if target.suffix not in (".yaml", ".yml"):
        raise click.UsageError(f"{target} would be no YAML file")
    old = target.read_bytes().decode("utf-8") if target.exists() else None
    indent = "  " if old is None else indent_of(old)
    if indent is None:
        raise click.UsageError(f"the claims of {target} are no list with a line for each")
    if old is not None:
        missing = not_noted(missing, old)
    default = re.search(r"^source\s*:\s*([^\s#]+)", old or f"source: {id_}", re.MULTILINE)
    own = "" if default is not None and default[1] == id_ else id_
    added = lines(entries(missing, visible(text, article), facts), text, own, indent)
    head = "" if old is not None else _head(source, id_, article)
    written = merged_into(head if old is None else old, added)
    node, defects = read_text(written, str(target), config.limits)
    if node is None or defects:
        complain(defects)
        raise click.UsageError(f"{target} could not be read again, and is left as it was")
    write(written, str(target))
    filled = sum(not row.lstrip().startswith("#") for row in added)
    counts = f"{len(figures)} figures, {len(added)} added, {filled} with a quantity"
    click.echo(f"{safe(str(target))}: {counts}")


def _head(source: Source | None, id_: str, article: str) -> str:
    """Return what a new file says before its claims: its source, declared if nothing else does."""
    if source is not None:
        return f"source: {id_}\nclaims:\n"
    digest = hashlib.sha256(Path(article).read_bytes()).hexdigest()
    name = quoted(os.path.basename(article))
    declared = f"sources:\n  {id_}: {{text: {name}, sha256: {digest}}}\n"
    return f"{declared}source: {id_}\nclaims:\n"


def _source(facts: Facts, article: str) -> Source | None:
    """Return the suite's source whose text the article is."""
    name = os.path.basename(article)
    return next((s for s in facts.sources if os.path.basename(s.text) == name), None)


def _id(article: str) -> str:
    """Return a source's id made of the article's name."""
    stem = os.path.basename(article).rpartition(".")[0] or os.path.basename(article)
    return re.sub(r"[^a-z0-9._-]+", "-", stem.casefold()).strip("-._") or "article"


def _beside(folder: str) -> Path:
    path = Path(folder)
    if not path.is_dir():
        raise click.UsageError(f"{folder} is a suite of one file: name the file with -o")
    return path
