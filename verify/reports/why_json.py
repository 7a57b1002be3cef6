"""What `verify why` knows, as data; bounds and places are written as in the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verify.answer import Answer
from verify.facts import Assumption, Facts
from verify.reports.json_report import bounds, conflict_model, location
from verify.reports.json_text import written
from verify.system import Role
from verify.trail import Step
from verify.verdicts import JudgedClaim


def render(name: str, answers: Sequence[Answer]) -> str:
    """Return the first answer as an object, the others under its key `also`."""
    first, *others = [_answer(answer) for answer in answers]
    data = {"version": 1, "name": name, **first, "also": others}
    return written(data)


def _answer(answer: Answer) -> dict[str, Any]:
    what = "quantity"
    extra: dict[str, Any] = {}
    match answer.subject:
        case JudgedClaim() as judged:
            what = "claim"
            extra = {
                "verdict": judged.verdict.value,
                "otherwise": judged.otherwise.value if judged.otherwise else None,
                "readings": list(judged.readings),
            }
        case Assumption():
            what = "assumption"
    return {
        "suite": answer.judgement.path,
        "what": what,
        "about": _about(answer),
        **extra,
        "values": _values(answer),
        "steps": [_step(step, answer.facts) for step in answer.steps],
        "claims": [claim.claim.id for claim in answer.claims],
        "conflicts": [conflict_model(each).model_dump(mode="json") for each in answer.conflicts],
    }


def _about(answer: Answer) -> str | None:
    if isinstance(answer.subject, JudgedClaim):
        return answer.subject.variable
    return answer.quantity.id if answer.quantity is not None else None


def _values(answer: Answer) -> dict[str, Any] | None:
    if answer.values is None or answer.quantity is None:
        return None
    return bounds(answer.values, answer.quantity).model_dump(mode="json")


def _step(step: Step, facts: Facts) -> dict[str, Any]:
    """Return a step: the key that names its origin is `claim`, `assumption` or `rule`."""
    origin = step.origin
    place = facts.place(origin.role, origin.id, origin.span)
    key = origin.role.value if origin.role in (Role.CLAIM, Role.ASSUMPTION) else "rule"
    return {
        "number": step.number,
        "conclusion": {
            "quantity": step.name,
            "values": bounds(step.values, step.quantity).model_dump(mode="json"),
        },
        "because": list(step.because),
        key: origin.id,
        "text": origin.text or None,
        "location": location(place).model_dump(mode="json"),
    }
