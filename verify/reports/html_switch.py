"""Switches in the HTML report: what holds under each reading that a conditional conflict turns on.

They are radio buttons and style alone: nothing is computed in the page, and no script is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.diagnose import Kind
from verify.explain import listed, printed, taken_as
from verify.facts import Claim, Reading
from verify.reports.escaping import for_html
from verify.reports.html_view import View
from verify.verdicts import JudgedConflict

_MOST = 12  # choices that the style sheet has rules for


@dataclass(frozen=True, slots=True)
class Choice:
    """One position of a switch: what is chosen, and what then holds, in words."""

    label: str
    outcome: str
    refuted: bool


def switches(view: View, conflict: JudgedConflict, anchor: str) -> str:
    """Return a switch for each claim, or judgement, that a conditional conflict turns on."""
    if conflict.severity is not Kind.CONDITIONAL:
        return ""
    turning = dict.fromkeys(id_ for id_, _ in (*conflict.refuted_by, *conflict.avoided_by))
    parts = [
        _switch(_question(view, id_), _readings(view, conflict, id_), f"{anchor}-{number}")
        for number, id_ in enumerate(turning)
    ]
    if not turning:
        soft = [id_ for id_ in conflict.assumptions if view.facts.assumption[id_].soft]
        parts = [
            _switch(f"Whether to accept the judgement {id_}", _accepted(view, conflict, id_), at)
            for id_, at in ((id_, f"{anchor}-{number}") for number, id_ in enumerate(soft))
        ]
    return "".join(parts)


def _switch(question: str, choices: Sequence[Choice], name: str) -> str:
    if len(choices) > _MOST:
        rows = "".join(f"<li>{_outcome(choice)}</li>" for choice in choices)
        return f"<p>{for_html(question)}</p><ul>{rows}</ul>"
    first = next((n for n, choice in enumerate(choices) if choice.refuted), 0)
    radios = "".join(
        f'<input type="radio" name="{name}" id="{name}-{n}"{" checked" if n == first else ""}>'
        f'<label for="{name}-{n}">{for_html(choice.label)}</label><br>'
        for n, choice in enumerate(choices)
    )
    outcomes = "".join(f"<p>{_outcome(choice)}</p>" for choice in choices)
    return (
        f'<fieldset class="switch"><legend>{for_html(question)}</legend>{radios}'
        f'<div class="outcomes" aria-live="polite">{outcomes}</div></fieldset>'
    )


def _outcome(choice: Choice) -> str:
    sign, style = ("✗", "conflict") if choice.refuted else ("✓", "consistent")
    if choice.outcome.startswith("It was not"):
        sign, style = "?", "undecided"
    return (
        f'<span class="{style}" aria-hidden="true">{sign}</span> '
        f"<strong>{for_html(choice.label)}:</strong> {for_html(choice.outcome)}"
    )


def _question(view: View, id_: str) -> str:
    claim = view.facts.claim[id_]
    who = view.publisher(claim.source)
    return f"How “{printed(claim)}”{f' ({who})' if who else ''} is meant"


def _readings(view: View, conflict: JudgedConflict, id_: str) -> list[Choice]:
    """Return the choices of a claim: those that the report speaks of, then its other readings."""
    claim = view.facts.claim[id_]
    refuted = [name for other, name in conflict.refuted_by if other == id_]
    avoided = [name for other, name in conflict.avoided_by if other == id_]
    told = [*refuted, *avoided]
    rest = [r.name for r in claim.readings if not any(_is_of(n, r) for n in told)]
    members = listed(conflict.members)
    others = len({other for other, _ in conflict.refuted_by}) > 1
    found = []
    for name in (*told, *rest):
        if name in refuted:
            tail = ", for some choice of the other readings here" if others else ""
            outcome = f"{members} cannot all hold{tail}."
        elif name in avoided:
            outcome = f"{members} can all hold."
        else:
            outcome = "It was not settled whether they can all hold."
        judged = view.claims.get(id_)
        whole = any(name == reading.name for reading in claim.readings)  # not of one period
        if judged is not None and whole and len(claim.readings) > 1:
            fits = "fits" if name in judged.readings else "does not fit"
            outcome += f" This reading {fits} all that is in no conflict."
        found.append(Choice(_label(view, claim, name), outcome, name in refuted))
    return found


def _is_of(choice: str, reading: Reading) -> bool:
    """Tell whether a choice is a reading, or that reading in some period."""
    return choice == reading.name or choice.startswith(f"{reading.name} ")


def _label(view: View, claim: Claim, name: str) -> str:
    """Say what a reading takes a claim for: in its own words, and its quantity and set."""
    reading = next((r for r in claim.readings if r.name and _is_of(name, r)), None)
    if reading is None:
        return f"if it is of {name}"
    quantity = view.facts.quantity[reading.about]
    doc = f", {reading.doc}" if reading.doc else ""
    return f"if it is read as {name}{doc} ({reading.about}: {taken_as(reading, quantity)})"


def _accepted(view: View, conflict: JudgedConflict, id_: str) -> list[Choice]:
    members = listed(conflict.members)
    rest = listed([each for each in conflict.members if each != id_])
    without = f"{rest} can all hold." if conflict.minimal else "It was not settled what holds."
    text = view.facts.assumption[id_].text
    return [
        Choice(f"if it is accepted ({text})", f"{members} cannot all hold.", refuted=True),
        Choice("if it is given up", without, refuted=False),
    ]
