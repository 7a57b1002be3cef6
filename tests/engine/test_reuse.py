"""What was decided before an edit is kept after it, and reported as if it were decided anew."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest

from verify.config import Config
from verify.formats import find_suites
from verify.judge import Docket
from verify.pipeline import judge_docket, open_docket, read_suite
from verify.reports import json_report
from verify.verdicts import Judgement, Status

REAL = Path(__file__).parents[2] / "claims/colossus"
CONFIG = Config(quantities=True)


def judged(folder: Path, earlier: Docket | None) -> tuple[Judgement, Docket | None]:
    """Check a folder, leaning on what was decided before."""
    (suite,), _ = find_suites(folder)
    facts, _ = read_suite(suite, CONFIG)
    assert facts is not None
    opened = open_docket(facts, CONFIG, earlier)
    if isinstance(opened, Judgement):
        return opened, None
    judgement = judge_docket(opened, CONFIG)
    return judgement, None if judgement.status is Status.INVALID else opened


def blank_line(text: str, chance: random.Random) -> str:
    """Put a blank line before some claim."""
    places = [each.start() for each in re.finditer(r"^  - (?=\{?id)", text, re.MULTILINE)]
    at = chance.choice(places) if places else 0
    return text[:at] + "\n" + text[at:]


def other_digit(text: str, chance: random.Random) -> str:
    """Change a digit of some figure."""
    places = [each.end() for each in re.finditer(r"^ *figure: [^\n]*?[1-9]", text, re.MULTILINE)]
    if not places:
        return text
    at = chance.choice(places)
    return text[: at - 1] + chance.choice("123456789") + text[at:]


@pytest.mark.parametrize("seed", range(6))
def test_a_check_after_edits_reports_as_a_fresh_one(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "suite"
    shutil.copytree(REAL, folder)
    _, kept = judged(folder, None)
    for _ in range(4):
        path = chance.choice(sorted(folder.glob("*.claims.yaml")))
        edit = chance.choice((blank_line, other_digit))
        path.write_text(edit(path.read_text("utf-8"), chance), "utf-8")
        after, kept = judged(folder, kept)
        fresh, _ = judged(folder, None)
        assert json_report.render((after,), ()) == json_report.render((fresh,), ())


def test_moved_lines_are_decided_no_second_time(tmp_path: Path) -> None:
    folder = tmp_path / "suite"
    shutil.copytree(REAL, folder)
    before, kept = judged(folder, None)
    assert kept is not None
    path = folder / "fourweekmba.claims.yaml"
    path.write_text("\n\n" + path.read_text("utf-8"), "utf-8")
    after, moved = judged(folder, kept)
    assert moved is not None
    components = [each.component for each in moved.rulings]
    assert all(a is b.component for a, b in zip(components, kept.rulings, strict=True))
    was = {each.claim.id: each.claim.span.line for each in before.claims}
    for each in after.claims:
        in_file = each.claim.span.path.endswith(path.name)
        assert each.claim.span.line == was[each.claim.id] + 2 * in_file
