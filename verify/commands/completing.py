"""What a shell may offer for an argument: names of the suites at hand, codes, units, policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def names(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return quantities, claims and assumptions of the suites that the command would read."""
    from verify.commands.suites import read_suites
    from verify.config import Config

    suites, _errors = read_suites(ctx.params.get("paths") or (), Config())
    found: dict[str, str] = {}
    for facts in suites:
        found |= {each.id: each.doc for each in facts.quantities}
        found |= {each.id: each.figure or each.value for each in facts.claims}
        found |= {each.id: each.doc or each.text for each in facts.assumptions}
    return _items(found, incomplete)


def codes(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what `verify explain` knows."""
    from verify.diagnostics import table
    from verify.glossary import glossary

    found = {word.word: word.title for word in glossary().values()}
    return _items(found | {code.code: code.title for code in table().values()}, incomplete)


def units(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return units by the names that a suite writes."""
    from verify.unit_lookup import groups
    from verify.unit_table import tokens

    return _items(dict.fromkeys((*tokens(), *groups()), ""), incomplete)


def policies(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the tables of hedges."""
    from verify.hedges import policies as known

    return _items(dict.fromkeys(known(), ""), incomplete)


def _items(found: dict[str, str], incomplete: str) -> list[CompletionItem]:
    """Return what begins as typed; a doc is a line, as shells take items line by line."""
    from click.shell_completion import CompletionItem

    from verify.reports.styled import safe

    return [
        CompletionItem(name, help=safe(" ".join(doc.split())))
        for name, doc in sorted(found.items())
        if name.startswith(incomplete)
    ]
