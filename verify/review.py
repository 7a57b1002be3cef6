"""A draft against the record: each figure that its author tied to a name, judged by the suite.

The record is what the suite holds once every cheapest correction is made: a figure that agrees
with a suspect only finds no support there. The draft's figures enter as claims that nothing rests
on, one by one; those that fit then enter together, as claims of one more source, so that the
draft's own arithmetic is checked too. Nothing here decides whether sets can hold: the engine does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from verify.compare import Likeness, entails, likeness, tight, within
from verify.diagnose import Kind
from verify.draft import Draft, Mood
from verify.facts import Claim, Facts, Modality, Reading, Values
from verify.judge import Docket
from verify.lineage import independent, lineage
from verify.prose import Figure
from verify.quantity import Domain
from verify.reviewed import Code, Remark, Review, Reviewed, Suggestion, Support, Untied
from verify.ruling import Ruling
from verify.scaffold import Suggester
from verify.tied import Fault, Tied, later, of_draft
from verify.verdicts import JudgedClaim, Judgement, Verdict


def with_draft(facts: Facts, figures: Iterable[Tied]) -> Facts:
    """Return the suite with a claim for each figure, on which nothing rests."""
    claims = {each.claim.id: each.claim for each in figures if each.claim is not None}
    return replace(facts, claims=(*facts.claims, *claims.values()), expectations=())


def with_fitting(facts: Facts, review: Review, docket: Docket) -> Facts | None:
    """Return the record with the draft's fitting figures as claims; None if they are under two."""
    suspects = frozenset(id_ for each in docket.rulings for id_ in _suspects(each))
    fitting = {
        each.tied.claim.id: replace(each.tied.claim, modality=Modality.ASSERTED)
        for each in review.figures
        if each.tied.claim is not None
        and each.support not in (Support.CONTRADICTED, Support.NOT_STATED, Support.OUTDATED)
        and not each.elsewhen
    }
    if len(fitting) < 2:
        return None
    return replace(
        facts,
        claims=(*(c for c in facts.claims if c.id not in suspects), *fitting.values()),
        assumptions=tuple(each for each in facts.assumptions if each.id not in suspects),
        expectations=(),
    )


def reviewed(
    draft: Draft, figures: Sequence[Tied], facts: Facts, docket: Docket, judgement: Judgement
) -> Review:
    """Review each figure by itself; the judgement is of `with_draft`, and the docket too."""
    reviewer = _Reviewer(facts, docket, judgement)
    found = tuple(reviewer.review(each) for each in figures)
    taken = {each.start for tie in draft.ties for each in draft.overlapping(tie.start, tie.end)}
    untied = tuple(
        Untied(figure, reviewer.suggestions(figure, draft))
        for figure in draft.figures
        if figure.start not in taken
    )
    return Review(draft, found, untied, judgement)


def with_arithmetic(review: Review, judgement: Judgement) -> Review:
    """Add what the draft's fitting figures, taken together, contradict."""
    by_id = {each.tied.claim.id: n for n, each in enumerate(review.figures) if each.tied.claim}
    figures = list(review.figures)
    for conflict in judgement.conflicts:
        own = sorted(by_id[id_] for id_ in conflict.claims if of_draft(id_))
        if conflict.severity is not Kind.CONFLICT or not own:
            continue
        others = [figures[n].tied.text for n in own[:-1]]
        record = [id_ for id_ in conflict.members if not of_draft(id_)]
        sentence = "cannot hold together with " + _listed([*(f"`{o}`" for o in others), *record])
        remark = Remark(Code.ARITHMETIC, sentence, tuple(record), conflict, together=True)
        last = figures[own[-1]]
        figures[own[-1]] = replace(last, remarks=(*last.remarks, remark))
    return replace(review, figures=tuple(figures), together=judgement)


@dataclass(slots=True)
class _Reviewer:
    facts: Facts
    docket: Docket
    judgement: Judgement
    _judged: dict[str, JudgedClaim] = field(init=False)
    _rulings: dict[str, tuple[Ruling, int]] = field(init=False)
    _suspected: frozenset[str] = field(init=False)
    _suggester: Suggester = field(init=False)
    _of_variable: dict[str, list[tuple[Claim, Reading]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._judged = {each.claim.id: each for each in self.judgement.claims}
        self._rulings = {
            item.id: (ruling, number)
            for ruling in self.docket.rulings
            for number, item in enumerate(ruling.component.items)
        }
        self._suggester = Suggester(self.facts)
        self._suspected = frozenset(id_ for each in self.docket.rulings for id_ in _suspects(each))

    # One figure

    def review(self, tied: Tied) -> Reviewed:
        if tied.claim is None:
            code = Code(tied.fault.value if tied.fault else Fault.UNREADABLE.value)
            return Reviewed(tied, Support.UNREAD, remarks=(Remark(code, tied.why),))
        judged = self._judged[tied.claim.id]
        mine = tied.claim.readings[0]
        known = self._known(judged.variable)
        saying = [c for c, reading in known if self._says(mine, reading)]
        cited = tied.cited
        if cited is not None and cited not in saying and self._says(mine, cited.readings[0]):
            saying.append(cited)
        record, because = self._record(tied.claim.id)
        made = Reviewed(tied, Support.UNSUPPORTED, judged.variable, (), record)
        if tied.mood in (Mood.DENIED, Mood.SUPPOSED):
            return replace(made, support=Support.NOT_STATED)
        firm = [c for c in saying if c.id not in self._suspected]
        if judged.verdict is Verdict.CONFLICT:
            return self._contradicted(made, judged, mine, saying)
        if judged.verdict is Verdict.UNDECIDED:
            remark = Remark(Code.UNDECIDED, "whether this can hold was not decided")
            return replace(made, support=Support.UNDECIDED, remarks=(remark,))
        if firm:
            by = tuple(sorted(c.id for c in firm))
            others = None if set(because) & set(by) else record
            made = replace(made, support=Support.SUPPORTED, by=by)
            return self._checked(made, mine, firm, others)
        if record is not None and because and entails(record, mine.loose):
            return self._checked(
                replace(made, support=Support.IMPLIED, by=because), mine, [], record
            )
        return self._without_support(made, judged, mine, saying)

    def _says(self, mine: Reading, said: Reading) -> bool:
        """Tell whether a claim says what a figure of the draft says, its hedge aside."""
        return entails(said.face, mine.loose) or likeness(mine, said) is not None

    def _known(self, variable: str) -> list[tuple[Claim, Reading]]:
        if variable not in self._of_variable:
            self._of_variable[variable] = self._claims_of(variable)
        return self._of_variable[variable]

    def _claims_of(self, variable: str) -> list[tuple[Claim, Reading]]:
        """Return the record's claims of a quantity in its period, each as it is read there."""
        found = []
        for each in self.judgement.claims:
            claim = each.claim
            if each.variable != variable or of_draft(claim.id) or claim.hole:
                continue
            if claim.modality is Modality.HYPOTHETICAL:
                continue
            fitting = [r for r in claim.readings if not each.readings or r.name in each.readings]
            reading = next((r for r in fitting if r.about == each.quantity.id), None)
            if reading is not None:
                found.append((claim, reading))
        return found

    def _record(self, id_: str) -> tuple[Values | None, tuple[str, ...]]:
        """Return what the record leaves of a figure's quantity, and what that rests on."""
        ruling, number = self._rulings[id_]
        assessor = ruling.assessor
        kept = assessor.usable(assessor.regular - assessor.suspects)
        found = ruling.component.bounds(assessor.variable(number), kept)
        return (None, ()) if found is None else (found.values, found.because)

    # What is wrong

    def _contradicted(
        self, made: Reviewed, judged: JudgedClaim, mine: Reading, saying: list[Claim]
    ) -> Reviewed:
        older = self._of_another_time(made.tied, mine)
        if older:
            return self._outdated(made, older)
        conflict = next((c for c in self.judgement.conflicts if judged.claim.id in c.claims), None)
        against = [id_ for id_ in conflict.members if not of_draft(id_)] if conflict else []
        message = f"it cannot hold beside {_listed(against)}" if against else "it cannot hold"
        if saying:
            message += f"; only {_listed([c.id for c in saying])} has it so, a suspect itself"
        remarks = [Remark(Code.CONTRADICTED, message, tuple(against), conflict)]
        changed = self._unit_changed(made.tied)
        if changed is not None:
            remarks.append(changed)
        return replace(made, support=Support.CONTRADICTED, remarks=tuple(remarks))

    def _without_support(
        self, made: Reviewed, judged: JudgedClaim, mine: Reading, saying: list[Claim]
    ) -> Reviewed:
        if saying:
            ids = tuple(sorted(c.id for c in saying))
            verb = "is" if len(ids) == 1 else "are"
            message = f"only {_listed(ids)} would have it so, and {verb} in conflict with others"
            remark = Remark(Code.DISPUTED, message, ids)
            return replace(made, support=Support.DISPUTED, by=ids, remarks=(remark,))
        older = self._of_another_time(made.tied, mine)
        if older:
            return self._outdated(made, older)
        known = self._known(judged.variable)
        near = [c.id for c, reading in known if within(mine.face, reading.face)]
        dated = made.tied.quantity.domain is Domain.DATE
        if near and not dated and not self._more_digits(made.tied.text, near):
            return replace(made, support=Support.SUPPORTED, by=tuple(near))
        if near:
            shown = _listed([f"{id_} has `{self._printed(id_)}`" for id_ in near])
            message = f"digits that the record does not have: {shown}"
            return replace(made, remarks=(Remark(Code.FALSE_PRECISION, message, tuple(near)),))
        if within(mine.face, made.record) and tight(made.record):
            message = "digits that the record does not have: it follows only to be within that"
            return replace(made, remarks=(Remark(Code.FALSE_PRECISION, message),))
        hypothetical = [
            c.id
            for c in self.facts.claims
            if c.modality is Modality.HYPOTHETICAL
            and any(r.about == made.tied.quantity.id and self._says(mine, r) for r in c.readings)
        ]
        if hypothetical and made.tied.mood is Mood.STATED:
            message = f"{_listed(hypothetical)} only supposes it, and the draft states it"
            remark = Remark(Code.POTENTIAL_AS_FIRM, message, tuple(hypothetical))
            return replace(made, remarks=(remark,))
        message = "nothing in the record says so"
        return replace(made, remarks=(Remark(Code.UNSUPPORTED, message),))

    def _checked(
        self, made: Reviewed, mine: Reading, firm: list[Claim], follows: Values | None
    ) -> Reviewed:
        """Add what is wrong with the manner in which a supported figure is repeated.

        `follows` is what the record leaves without the claims that support it.
        """
        remarks: list[Remark] = []
        if made.tied.turned:
            said = f"`{made.tied.turned}` turns {made.tied.quantity.id} around"
            remarks.append(Remark(Code.REVERSED_DIRECTION, said, made.by))
        readings = {
            claim.id: reading
            for claim, reading in self._known(made.variable)
            if any(claim is each for each in firm)
        }
        remarks += self._manner(made, mine, readings, follows)
        remarks += self._newer(made, mine)
        if made.tied.mood is Mood.STATED and firm:
            potential = (Modality.POTENTIAL, Modality.PROJECTED)
            if all(claim.modality in potential for claim in firm):
                said = _listed([f"{c.id} ({c.modality.value})" for c in firm])
                message = f"the record has it only as a possibility, {said}"
                remarks.append(Remark(Code.POTENTIAL_AS_FIRM, message, made.by))
        if firm:
            remarks += self._origins(firm)
        return replace(made, remarks=tuple(remarks))

    def _manner(
        self,
        made: Reviewed,
        mine: Reading,
        readings: dict[str, Reading],
        follows: Values | None,
    ) -> Iterable[Remark]:
        """Compare hedges and digits with the claim that says most nearly the same."""
        certain = follows is not None and entails(follows, mine.face)  # it follows, hedge and all
        likenesses = {id_: likeness(mine, reading) for id_, reading in readings.items()}
        same = {id_: found for id_, found in likenesses.items() if found is not None}
        if not same:
            borne_out = any(entails(each.face, mine.face) for each in readings.values())
            if readings and _is_bound(mine) and not borne_out and not certain:
                ids = tuple(sorted(readings))
                message = f"{_listed(ids)} bears it out only when read loosely"
                yield Remark(Code.ONLY_LOOSELY, message, ids)
            return
        order = list(Likeness)
        best = min(same.values(), key=order.index)
        ids = tuple(sorted(id_ for id_, found in same.items() if found is best))
        if best is Likeness.ALIKE:
            return
        if any(entails(r.face, mine.face) and id_ not in same for id_, r in readings.items()):
            return  # another number bears it out as it is
        if certain:
            return
        figures = _listed([f"{id_} has `{self._printed(id_)}`" for id_ in ids])
        if best is Likeness.PRECISER and not self._more_digits(made.tied.text, ids):
            return  # the same digits in another unit
        code, sentence = _MANNERS[best]
        yield Remark(code, f"{sentence}: {figures}", ids)

    def _more_digits(self, text: str, ids: Iterable[str]) -> bool:
        """Tell whether a figure has more digits than each of some claims as printed."""
        known = [_significant(self._printed(id_)) for id_ in ids]
        return _significant(text) > max(known, default=0) > 0

    def _printed(self, id_: str) -> str:
        claim = self.facts.claim[id_]
        return claim.figure or claim.value

    def _unit_changed(self, tied: Tied) -> Remark | None:
        """Tell whether the same digits are in the record with another unit, scale or rate."""
        digits = _digits(tied.text)
        if not digits or tied.quantity.domain in (Domain.DATE, Domain.CHOICE):
            return None
        same = [
            claim.id
            for claim in self.facts.claims
            if claim.readings[0].about == tied.quantity.id
            and _digits(claim.figure) == digits
            and claim.id not in self._suspected
        ]
        if not same:
            return None
        figures = _listed([f"{id_} has `{self._printed(id_)}`" for id_ in same])
        return Remark(
            Code.UNIT_CHANGED,
            f"the digits are the record's, the unit is not: {figures}",
            tuple(same),
        )

    # When

    def _of_another_time(self, tied: Tied, mine: Reading) -> list[tuple[Claim, Reading]]:
        """Return the claims of another period that say what a figure says."""
        if tied.quantity.varies is None:
            return []
        own = self._judged[tied.claim.id].variable if tied.claim else ""
        found = []
        for each in self.judgement.claims:
            if each.quantity.id != tied.quantity.id or each.variable == own:
                continue
            if each.claim.id not in self._suspected:
                found += [
                    (claim, reading)
                    for claim, reading in self._known(each.variable)
                    if claim is each.claim and self._says(mine, reading)
                ]
        return found

    def _outdated(self, made: Reviewed, older: Sequence[tuple[Claim, Reading]]) -> Reviewed:
        by = tuple(sorted(claim.id for claim, _ in older))
        if made.tied.past and not made.tied.dated:  # the sentence says that it speaks of then
            return replace(made, support=Support.SUPPORTED, by=by, elsewhen=True)
        times = {c.id: self._judged[c.id].variable.partition("@")[2] for c, _ in older}
        said = _listed([f"{id_} says so of {times[id_]}" for id_ in sorted(times)])
        newer = made.variable.partition("@")[2]
        known = _listed(
            [f"{c.id} has `{self._printed(c.id)}`" for c, _ in self._known(made.variable)]
        )
        message = f"{said}; of {newer} {known or 'the record says something else'}"
        remark = Remark(Code.OUT_OF_DATE, message, by)
        return replace(made, support=Support.OUTDATED, by=by, remarks=(remark,))

    def _newer(self, made: Reviewed, mine: Reading) -> Iterable[Remark]:
        """Tell whether the record has moved on since the claim that the author named."""
        tied = made.tied
        label = made.variable.partition("@")[2]
        if tied.quantity.varies is None or tied.dated or tied.past or not label[:1].isdigit():
            return
        since = [
            (each.variable, each.claim, reading)
            for each in self.judgement.claims
            if each.quantity.id == tied.quantity.id
            and each.variable.partition("@")[2] > label
            and each.variable.partition("@")[2][:1].isdigit()
            and not later(each.variable.partition("@")[2], tied.until)
            for claim, reading in self._known(each.variable)
            if claim is each.claim and claim.id not in self._suspected
        ]
        newest = max((variable for variable, _, _ in since), default="")
        of_newest = [(c, r) for variable, c, r in since if variable == newest]
        if of_newest and not any(self._says(mine, reading) for _, reading in of_newest):
            known = _listed([f"{c.id} has `{self._printed(c.id)}`" for c, _ in of_newest])
            message = f"this is of {label}; of {newest.partition('@')[2]} {known}"
            yield Remark(Code.OUT_OF_DATE, message, tuple(c.id for c, _ in of_newest))

    # Where from

    def _origins(self, firm: Sequence[Claim]) -> Iterable[Remark]:
        """Tell whether everything that supports a figure is one source, or copies of one."""
        lines = {claim.id: lineage(claim, self.facts.source) for claim in firm}
        ids = tuple(sorted(lines))
        if any(independent(lines[a], lines[b]) for a in ids for b in ids if a < b):
            return
        sources = {claim.source for claim in firm}
        shared = frozenset.intersection(*(line.origins for line in lines.values()))
        if len(sources) == 1:
            (source,) = sources
            parents = sorted(shared - {source})
            tail = f", which goes back to {_listed(parents)}" if parents else ""
            yield Remark(Code.ONE_SOURCE, f"{source or ids[0]} alone says so{tail}", ids)
        elif shared:
            message = f"{_listed(ids)} all go back to {_listed(sorted(shared))}"
            yield Remark(Code.SINGLE_ORIGIN, message, ids)
        else:
            message = f"whether {_listed(ids)} are independent is not known"
            yield Remark(Code.ORIGIN_UNKNOWN, message, ids)

    # What is not tied

    def suggestions(self, figure: Figure, draft: Draft) -> tuple[Suggestion, ...]:
        """Return what an untied figure may be about, best first."""
        found = self._suggester.candidates(figure, draft.seen)
        return tuple(Suggestion(id_, claims) for id_, claims in found)


def _suspects(ruling: Ruling) -> frozenset[str]:
    items = ruling.component.items
    return frozenset(items[n].id for n in ruling.assessor.suspects)


def _is_bound(reading: Reading) -> bool:
    face = reading.face
    return not isinstance(face, frozenset) and (face.lower is None) != (face.upper is None)


def _digits(text: str) -> str:
    """Return the number that a figure begins with, as printed, without its zeros at the end."""
    found = _NUMBER.search(text)
    return "" if found is None else found[0].replace(",", "").rstrip("0").rstrip(".")


def _significant(text: str) -> int:
    """Return how many digits a figure is printed with; zeros at the end of a whole one are none."""
    found = _NUMBER.search(text)
    digits = "" if found is None else found[0].replace(",", "")
    whole = digits if "." in digits else digits.rstrip("0")
    return len(whole.replace(".", "").lstrip("0"))


_MANNERS: Final = {
    Likeness.PRECISER: (Code.FALSE_PRECISION, "digits that the record does not have"),
    Likeness.DROPPED: (Code.HEDGE_DROPPED, "the record hedges"),
    Likeness.STRENGTHENED: (Code.HEDGE_STRENGTHENED, "the record says less"),
    Likeness.REVERSED: (Code.REVERSED_BOUND, "the record bounds the other side"),
}
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LISTED: Final = 4


def _listed(names: Sequence[str]) -> str:
    """Join names as a sentence does, the first few of many."""
    shown = list(names[:_LISTED])
    if len(names) > _LISTED:
        shown.append(f"{len(names) - _LISTED} more")
    *first, last = shown or [""]
    return f"{', '.join(first)} and {last}" if first else last
