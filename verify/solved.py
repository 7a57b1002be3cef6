"""A suite solved: its judgement, and the components to go on from; what a report rests on."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

from verify.changes import Changes, Replaced, compare, replaced
from verify.config import Config
from verify.diagnostics import Diagnostic, suggestion
from verify.errors import LiteralError, SuiteError, UnknownNameError
from verify.facts import Facts
from verify.hedges import load_policy
from verify.judge import Docket
from verify.pipeline import judge_docket, open_docket
from verify.reports import text
from verify.reports.json_report import exact_model, suite_model
from verify.reports.schema import SuiteModel
from verify.reports.styled import Line
from verify.source import Text
from verify.suite import Suite
from verify.suppose import known_names, knows, parted, suppose
from verify.verdicts import Judgement, Status


@dataclass(slots=True)
class Solved:
    """A judgement with the components it came from, for questions that go on from there."""

    judgement: Judgement
    docket: Docket
    config: Config
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, suite: Suite, config: Config) -> Solved:
        """Solve a suite.

        Raises SuiteError where it is invalid.
        """
        facts, _ = suite.elaborated(config)
        return cls.judged(facts, config)

    @classmethod
    def judged(cls, facts: Facts, config: Config, earlier: Solved | None = None) -> Solved:
        """Solve facts, with the components that are as they were in an earlier solution.

        Those are shared from then on, and so is the lock: they learn while they are asked.

        Raises SuiteError where they are invalid.
        """
        opened = open_docket(facts, config, None if earlier is None else earlier.docket)
        if isinstance(opened, Judgement):
            raise SuiteError(*opened.diagnostics)
        judgement = judge_docket(opened, config)
        if judgement.status is Status.INVALID:
            raise SuiteError(*judgement.diagnostics)
        lock = threading.Lock() if earlier is None else earlier._lock
        return cls(judgement, opened, config, lock)

    def conflicts(self) -> list[Line]:
        """Return each conflict as the command line shows it, worst first."""
        return text.conflict_lines(self.judgement)

    def supposed(self, assignments: tuple[str, ...]) -> tuple[Changes, Solved]:
        """Solve the world in which assignments hold, and compare.

        Raises LiteralError, UnknownNameError, and SuiteError if that world is invalid.
        """
        facts = self.docket.facts
        world, changes = _world(facts, assignments, self.config)
        with self._lock:
            after = Solved.judged(world, self.config, self)
        return compare(self.judgement, after.judgement, changes), after


def ended(suite: Suite, config: Config, by: str) -> SuiteModel:
    """Return the report of a suite whose check was ended from outside, before it had an answer."""
    return SuiteModel(
        path=suite.path,
        title=suite.title or None,
        status=Status.UNDECIDED.value,
        complete=False,
        ended_by=by,
        policy=config.policy,
    )


def reported(judgement: Judgement, diagnostics: tuple[Diagnostic, ...]) -> SuiteModel:
    """Return a judgement as a report's data, with the ends that doubles cannot say."""
    whole = replace(judgement, diagnostics=(*judgement.diagnostics, *diagnostics))
    return suite_model(whole).model_copy(update={"exact": exact_model(judgement)})


def _world(
    facts: Facts, assignments: tuple[str, ...], config: Config
) -> tuple[Facts, list[Replaced]]:
    policy = load_policy(config.policy)
    world, changes = facts, []
    for assignment in assignments:
        part = parted(assignment, facts)
        if not isinstance(part, tuple):
            raise LiteralError(part.at(Text(assignment)))
        name, value = part
        if not knows(world, name):
            raise unknown("quantity, claim or assumption", name, known_names(facts))
        changed = suppose(world, name, value, policy)
        if isinstance(changed, tuple):
            raise LiteralError(*(each.at(Text(assignment)) for each in changed))
        changes.append(replaced(name, value, world, changed))
        world = changed
    return world, changes


def unknown(what: str, name: str, known: list[str] | tuple[str, ...]) -> UnknownNameError:
    near = suggestion(name, known)
    help_ = f"did you mean {near}?" if near else ""
    return UnknownNameError(Diagnostic("unknown-name", f"there is no {what} {name}", help=help_))
