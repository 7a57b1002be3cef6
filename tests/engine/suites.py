"""Suites written, read and judged the way the program does it, for tests of the whole engine."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from verify.compile import Compiled, compile_facts
from verify.config import Config
from verify.facts import Facts
from verify.formats import find_suites
from verify.interval import Interval
from verify.pipeline import check_facts, check_paths, read_suite
from verify.verdicts import Judgement


@dataclass(frozen=True)
class Stated:
    """A claim: which quantity, and its value as written."""

    id: str
    about: str
    value: str


@dataclass(frozen=True)
class Written:
    """A suite in the making; a quantity has the text of its declaration."""

    quantities: Mapping[str, str]
    rules: Sequence[str] = ()
    claims: Sequence[Stated] = ()

    @property
    def text(self) -> str:
        """The claims file."""
        lines = ["quantities:"]
        lines += [f"  {name}: {{{declaration}}}" for name, declaration in self.quantities.items()]
        lines += ["rules:", *(f'  - "{rule}"' for rule in self.rules)] if self.rules else []
        return "\n".join([*lines, *_claims(self.claims)]) + "\n"


def facts_of(*texts: str) -> Facts:
    """Read a suite: a file alone, or `suite.yaml` and then files of claims."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if len(texts) == 1:
            target = folder / "case.claims.yaml"
            target.write_text(texts[0], encoding="utf-8")
        else:
            target = folder
            (folder / "suite.yaml").write_text(texts[0], encoding="utf-8")
            for number, text in enumerate(texts[1:]):
                (folder / f"{number}.claims.yaml").write_text(text, encoding="utf-8")
        suites, problems = find_suites(str(target))
        assert not problems
        (suite,) = suites
        facts, found = read_suite(suite, Config())
    assert facts is not None, found
    assert not [each for each in found if each.severity.value == "error"], found
    return facts


def judged(*texts: str) -> Judgement:
    """Judge a suite."""
    return check_facts(facts_of(*texts), Config())


def compiled(text: str) -> Compiled:
    """Compile a suite to its system."""
    return compile_facts(facts_of(text))


def claims_file(claims: Sequence[Stated]) -> str:
    """Write a file of claims alone."""
    return "\n".join(_claims(claims)) + "\n"


def _claims(claims: Sequence[Stated]) -> list[str]:
    if not claims:
        return ["claims: []"]
    return ["claims:"] + [
        f'  - {{id: {claim.id}, about: {claim.about}, value: "{claim.value}"}}' for claim in claims
    ]


def decimal(value: Fraction) -> str:
    """Write a number that has finitely many decimals."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        assert places < 400
    digits = str(abs((value * 10**places).numerator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def point(value: Fraction) -> Interval:
    """Return the interval of one number."""
    return Interval(value, value)


def judged_path(path: str) -> Judgement:
    """Judge the one suite that a path means, as the command line does."""
    judgements, problems = check_paths((path,), Config())
    assert not problems
    (judgement,) = judgements
    return judgement
