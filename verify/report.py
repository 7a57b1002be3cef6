"""A report as a value: the JSON report's names, and questions that go on from it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from html import escape
from typing import TypeVar

from verify.anchors import check_quotations
from verify.answer import answers, names
from verify.changes import Changes
from verify.config import Config
from verify.derived import Derived, html
from verify.diagnostics import Diagnostic, Severity
from verify.errors import NotAtHandError, SuiteError, UnknownNameError, VerifyError
from verify.facts import Values
from verify.interval import Interval
from verify.quantity import Domain, Quantity
from verify.reports import changes_json, changes_text, text, why_json, why_text
from verify.reports.json_report import conflict_model, data_of
from verify.reports.json_text import written
from verify.reports.schema import (
    AnyBounds,
    AssumptionModel,
    BoundsModel,
    ChoiceBoundsModel,
    ClaimModel,
    ConflictModel,
    DateBoundsModel,
    DiagnosticModel,
    Ends,
    ExactModel,
    ExpectationModel,
    QuantityModel,
    ReportModel,
    SourceModel,
    SuiteModel,
    WrittenModel,
)
from verify.reports.styled import plain
from verify.solved import Solved, reported, unknown
from verify.source import Text
from verify.suite import Suite
from verify.units import Unit, declared_nouns, parse_unit
from verify.verdicts import JudgedClaim, JudgedQuantity, Status, Verdict

_VERDICTS = [each.value for each in Verdict]  # worst first


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What is said of one suite: a value with the names of the JSON report.

    `report["deal.total"]` is what is derived of a quantity, `report.claim("pulse.fee")` a claim
    with its verdict. Two reports are equal if they say the same of equal suites.
    """

    data: SuiteModel
    suite: Suite | None = None
    _solved: Solved | None = field(default=None, compare=False)
    _config: Config | None = field(default=None, compare=False)

    @property
    def path(self) -> str:
        """The suite's path, as it was given."""
        return self.data.path

    @property
    def title(self) -> str | None:
        """The suite's title."""
        return self.data.title

    @property
    def status(self) -> str:
        """consistent, conditional, rounding, undecided or conflict: from best to worst."""
        return self.data.status

    @property
    def complete(self) -> bool:
        """Whether no conflict and no correction can be missing."""
        return self.data.complete

    @property
    def ended_by(self) -> str | None:
        """What cut the check short: "time", "memory" or nothing."""
        return self.data.ended_by

    @property
    def policy(self) -> str:
        """The table of hedges in force."""
        return self.data.policy

    @property
    def claims(self) -> tuple[ClaimModel, ...]:
        """Every claim with its verdict, by id."""
        return self.data.claims

    @property
    def conflicts(self) -> tuple[ConflictModel, ...]:
        """The minimal sets that cannot hold, the most severe first, rounding ones included."""
        return self.data.conflicts

    @property
    def corrections(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """For each component in conflict, the smallest sets whose withdrawal mends it."""
        return self.data.corrections

    @property
    def quantities(self) -> tuple[QuantityModel, ...]:
        """What is left of every quantity, with ends as doubles; see `report[name]`."""
        return self.data.quantities

    @property
    def sources(self) -> tuple[SourceModel, ...]:
        """The sources as declared."""
        return self.data.sources

    @property
    def assumptions(self) -> tuple[AssumptionModel, ...]:
        """The assumptions, with the claims whose verdicts lean on them."""
        return self.data.assumptions

    @property
    def expectations(self) -> tuple[ExpectationModel, ...]:
        """The known results, and whether each still holds."""
        return self.data.expectations

    @property
    def diagnostics(self) -> tuple[DiagnosticModel, ...]:
        """What is worth a warning or a note."""
        return self.data.diagnostics

    def claim(self, id: str) -> ClaimModel:
        """Return a claim with its verdict.

        Raises UnknownNameError.
        """
        __tracebackhide__ = True
        found = _found(self.data.claims, id)
        if found is None:
            raise unknown("claim", id, [each.id for each in self.data.claims])
        return found

    def implied(self, id: str) -> Derived | None:
        """Return what everything else leaves of a claim's quantity; None where that is nothing.

        Of a member of a conflict, it is what the other members of its first conflict leave.

        Raises UnknownNameError.
        """
        claim = self.claim(id)
        because = (*claim.because, *claim.assumptions)
        return self._left(claim, claim.implied, "implied", because)

    def kept(self, id: str) -> Derived | None:
        """Return what is left of a claim's quantity by all that every cheapest correction keeps.

        It is what the terminal's "the rest says" shows; None where nothing can be said.

        Raises UnknownNameError.
        """
        claim = self.claim(id)
        return self._left(claim, claim.kept, "kept", ())

    def __getitem__(self, name: str) -> Derived:
        """Return what is derived of a quantity (`power@2025-06` in one period).

        Raises UnknownNameError.
        """
        __tracebackhide__ = True
        found = _found(self.data.quantities, name)
        if found is None:
            raise unknown("quantity", name, [each.id for each in self.data.quantities])
        exact = dict(self.data.exact.quantities if self.data.exact else ()).get(name)
        known = _bounds(found)
        quantity, reasons = self._quantity(name, known), self._reasons(name, JudgedQuantity)
        return Derived(name, _values(known, exact), quantity, found.because, reasons)

    def _left(
        self, claim: ClaimModel, known: AnyBounds | None, which: str, because: tuple[str, ...]
    ) -> Derived | None:
        if known is None:
            return None
        exact = dict(getattr(self.data.exact, which, ())).get(claim.id)
        quantity = self._quantity(claim.about, known)
        reasons = self._reasons(claim.id, JudgedClaim)
        return Derived(claim.about, _values(known, exact), quantity, because, reasons)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _found(self.data.quantities, name) is not None

    def __iter__(self) -> Iterator[str]:
        return (each.id for each in self.data.quantities)

    def __len__(self) -> int:
        return len(self.data.quantities)

    def why(self, name: str) -> Why:
        """Return how a quantity, a claim or an assumption follows from the rest.

        Raises UnknownNameError, and NotAtHandError for a report that was written without its suite.
        """
        judgement = self._solution().judgement
        found = answers(name, judgement)
        if not found:
            raise unknown("quantity, claim or assumption", name, names(judgement))
        lines = why_text.render(found)
        return Why(name, plain(lines), why_json.render(name, found))

    def what_if(self, *assignments: str) -> WhatIf:
        """Return what would change if assignments such as `"deal.term = 48 month"` held.

        On the left stands a quantity, whose claims are then set aside, or the id of one claim or
        assumption. Only the components that this changes are solved again.

        Raises LiteralError, UnknownNameError, SuiteError if that world contradicts the rules, and
        NotAtHandError for a report that was written without its suite.
        """
        return _what_if(*self._solution().supposed(assignments))

    def to_json(self) -> str:
        """Return the JSON report, with what it takes to get this value back without loss."""
        suite = None
        if self.suite is not None:
            suite = WrittenModel(document=self.suite.to_json(), packs=self.suite.own_packs())
        whole = self.data.model_copy(update={"suite": suite})
        return written(data_of([whole], whole=True))

    @classmethod
    def from_json(cls, text: str) -> Report:
        """Return the report of one suite that was written by `to_json`, or by the command line.

        Raises VerifyError if it is no such report.
        """
        try:
            found = ReportModel.model_validate_json(text)
            for each in found.suites:
                _look_through(each)
        except (ValueError, TypeError) as error:
            details = tuple(str(error).splitlines()[1:9])
            message = "this is not the JSON of a report"
            raise VerifyError(Diagnostic("bad-report", message, details=details)) from None
        if len(found.suites) != 1:
            message = f"a report is of one suite, and this is of {len(found.suites)}"
            raise VerifyError(Diagnostic("bad-report", message))
        data = found.suites[0]
        suite = None
        if data.suite is not None:
            suite = Suite.restored(data.suite.document, data.suite.packs, data.path)
        return cls(data.model_copy(update={"suite": None}), suite)

    def __str__(self) -> str:
        """Return the report as the command line prints it, or in a line where that is not known."""
        try:
            return plain(text.suite(self._solution().judgement))
        except NotAtHandError:
            return repr(self)

    # Not `__getstate__`, which frozen dataclasses with slots pass over before Python 3.11.4.
    def __reduce__(self) -> tuple[object, ...]:
        return Report, (self.data, self.suite, None, self._config)  # components stay: a memo

    def __repr__(self) -> str:
        clashes = sum(each.severity == "conflict" for each in self.data.conflicts)
        noun = "conflict" if clashes == 1 else "conflicts"
        name = self.data.title or self.data.path
        count = len(self.data.claims)
        return f"<Report {name!r}: {self.data.status}, {clashes} {noun} among {count} claims>"

    def _repr_html_(self) -> str:
        head = ("verdict", "claim", "figure", "the rest says")
        worst = sorted(self.data.claims, key=lambda claim: _VERDICTS.index(claim.verdict))
        rows = [_row(claim, self._rest(claim.id)) for claim in worst]
        cells = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
        cells.insert(0, "".join(f"<th>{escape(cell)}</th>" for cell in head))
        table = "".join(f"<tr>{each}</tr>" for each in cells)
        conflicts = "" if self._solved is None else html(plain(self._solved.conflicts()))
        return f"<p>{escape(repr(self)[1:-1])}</p><table>{table}</table>{conflicts}"

    def _rest(self, id_: str) -> Derived | None:
        return self.kept(id_) or self.implied(id_)

    def _reasons(self, name: str, subject: type[JudgedClaim | JudgedQuantity]) -> Callable[[], str]:
        def reasons() -> str:
            try:
                judgement = self._solution().judgement
            except NotAtHandError:
                return ""
            found = [each for each in answers(name, judgement) if isinstance(each.subject, subject)]
            return plain(why_text.render(found))

        return reasons

    def _quantity(self, name: str, known: AnyBounds) -> Quantity:
        id_ = name.partition("@")[0]
        if self.suite is not None and id_ in self.suite.facts.quantity:
            return self.suite.facts.quantity[id_]
        if isinstance(known, ChoiceBoundsModel):
            return Quantity(id_, Unit("1", Fraction(1), ()), Domain.CHOICE, names=known.names)
        if not isinstance(known, BoundsModel):
            return Quantity(id_, Unit("1", Fraction(1), ()), Domain.DATE)
        nouns = declared_nouns(known.unit)
        unit = parse_unit(known.unit, nouns if isinstance(nouns, frozenset) else frozenset())
        if not isinstance(unit, Unit):
            raise VerifyError(unit.at(Text(known.unit)))
        return Quantity(id_, unit)

    def _solution(self) -> Solved:
        if self._solved is not None:
            return self._solved
        if self.suite is None:
            message = "the report was written without its suite, which this needs"
            help_ = "check the suite again, or write the report with `to_json`"
            raise NotAtHandError(Diagnostic("suite-not-at-hand", message, help=help_))
        if self.data.ended_by is not None:
            message = f"the check was ended by {self.data.ended_by}, before it knew this"
            help_ = "check the suite again with more"
            raise NotAtHandError(Diagnostic("suite-not-at-hand", message, help=help_))
        config = self._config or Config(policy=self.data.policy.partition(" ")[0])
        solved = Solved.of(self.suite, config)
        again = reported(solved.judgement, ())
        if _said(again) != _said(self.data):
            message = "checked again, the suite gets another report than this one"
            raise NotAtHandError(
                Diagnostic("suite-not-at-hand", message, help="check the suite again")
            )
        object.__setattr__(self, "_solved", solved)  # a memo: it says nothing that the data do not
        return solved


@dataclass(frozen=True, slots=True, repr=False)
class Why:
    """How something follows: `text` as the command line prints it, `json` the same as data."""

    name: str
    text: str
    json: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Why {self.name}>"

    def _repr_html_(self) -> str:
        return html(self.text)


@dataclass(frozen=True, slots=True, repr=False)
class WhatIf:
    """What would change: the report in that world, conflicts that appear or go, and words.

    `set_aside` are the claims and assumptions that make room for what is supposed; `json` is as
    `verify what-if --format json` writes it.
    """

    after: Report
    set_aside: tuple[str, ...]
    introduced: tuple[ConflictModel, ...]
    resolved: tuple[ConflictModel, ...]
    worse: bool
    text: str
    json: str

    @property
    def status(self) -> str:
        """The status that the suite would have."""
        return self.after.status

    def verdict(self, claim: str) -> str:
        """Return the verdict that a claim would have.

        Raises UnknownNameError, also for a claim that is set aside.
        """
        if claim in self.set_aside:
            message = f"{claim} is set aside, and has no verdict in that world"
            raise UnknownNameError(Diagnostic("unknown-name", message))
        return self.after.claim(claim).verdict

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        found = f"{len(self.introduced)} introduced, {len(self.resolved)} resolved"
        return f"<WhatIf {self.status}: {found}>"

    def _repr_html_(self) -> str:
        return html(self.text)


def checked(suite: Suite, config: Config) -> Report:
    """Check a suite in this process.

    Raises SuiteError with every defect of the suite.
    """
    facts, problems = suite.elaborated(config)
    if suite.folder is not None:
        found = check_quotations(facts, suite.folder, config)
        problems = (*problems, *found)
        if any(each.severity is Severity.ERROR for each in found):
            raise SuiteError(*problems)
    solved = Solved.judged(facts, config)
    return Report(reported(solved.judgement, problems), suite, solved, config)


def _what_if(changes: Changes, after: Solved) -> WhatIf:
    return WhatIf(
        Report(reported(changes.after, ()), None, after),
        tuple(id_ for each in changes.replaced for id_ in each.old),
        tuple(conflict_model(each) for each in changes.introduced),
        tuple(conflict_model(each) for each in changes.resolved),
        changes.worse,
        plain(changes_text.render([changes])),
        changes_json.render([changes]),
    )


def _said(data: SuiteModel) -> tuple[object, ...]:
    """Return what must not differ when a suite is checked again; places and remarks may."""
    claims = tuple((c.id, c.verdict, c.otherwise, c.implied) for c in data.claims)
    conflicts = tuple((c.severity, c.claims, c.assumptions) for c in data.conflicts)
    return data.status, claims, conflicts, data.corrections, data.quantities


def _look_through(data: SuiteModel) -> None:
    """Look at all that a report is asked for later; raise ValueError where it makes no sense."""
    if data.status not in {each.value for each in Status}:
        raise ValueError(f"there is no status {data.status}")
    exact = data.exact or ExactModel()
    for quantity in data.quantities:
        _values(_bounds(quantity), dict(exact.quantities).get(quantity.id))
    for claim in data.claims:
        if claim.verdict not in _VERDICTS:
            raise ValueError(f"there is no verdict {claim.verdict}")
        for known, ends in ((claim.implied, exact.implied), (claim.kept, exact.kept)):
            if known is not None:
                _values(known, dict(ends).get(claim.id))


def _bounds(known: QuantityModel) -> AnyBounds:
    if known.names is not None:
        return ChoiceBoundsModel(names=known.names)
    fields = known.model_dump(include={"unit", "lower", "upper", "lower_open", "upper_open"})
    return (DateBoundsModel if known.unit == "date" else BoundsModel)(**fields)


def _values(known: AnyBounds, exact: Ends | None) -> Values:
    """Return bounds as exact values: the rationals that were written, else the doubles' digits."""
    if isinstance(known, ChoiceBoundsModel):
        return frozenset(known.names)
    if exact is not None:
        lower, upper = (None if end is None else Fraction(end) for end in exact)
    elif isinstance(known, BoundsModel):
        lower, upper = (
            None if end is None else Fraction(repr(end)) for end in (known.lower, known.upper)
        )
    else:
        lower, upper = (
            None if end is None else Fraction(date.fromisoformat(end).toordinal())
            for end in (known.lower, known.upper)
        )
    values = Interval(lower, upper, known.lower_open, known.upper_open)
    if values.empty:
        raise ValueError("the ends of a bound are reversed")
    return values


_Named = TypeVar("_Named", ClaimModel, QuantityModel)


def _found(items: tuple[_Named, ...], id_: str) -> _Named | None:
    """Return the item of an id; reports list them by id, though a foreign one might not."""
    place = bisect_left(items, id_, key=lambda each: each.id)
    if place < len(items) and items[place].id == id_:
        return items[place]
    return next((each for each in items if each.id == id_), None)


def _row(claim: ClaimModel, rest: Derived | None) -> tuple[str, str, str, str]:
    tested = rest is not None and claim.verdict != Verdict.UNTESTED
    figure = claim.figure or claim.value or ""
    return claim.verdict, claim.id, figure, rest.words if tested and rest is not None else ""
