"""Drafts against a record: what is planted is found, and what only looks like it is not.

The tables say what a fact-checker would say of each figure, in order; notes are left out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from verify.config import Config
from verify.draft import read_draft
from verify.facts import Facts
from verify.formats import find_suites
from verify.hedges import load_policy
from verify.pipeline import read_suite, review
from verify.reviewed import Level, Review, Reviewed
from verify.units import unit_of_word

HERE = Path(__file__).parent

FAULTS = [
    ("$60 billion", "contradicted", {"contradicted"}),  # 36 times 1.25 is 45
    ("$1.25 billion a year", "contradicted", {"contradicted", "unit-changed"}),
    ("$1.25 billion", "unread", {"unit-changed"}),  # a fee without its month
    ("$1.25 million a month", "contradicted", {"contradicted", "unit-changed"}),
    ("$5 billion", "supported", {"hedge-dropped"}),
    ("fewer than 220,000 GPUs", "supported", {"reversed-bound"}),
    ("220,000 GPUs", "supported", {"hedge-dropped"}),  # the sources say: more than
    ("$1.2483 billion a month", "unsupported", {"false-precision"}),
    ("nearly 36 months", "supported", {"hedge-strengthened"}),
    ("150 megawatts", "out-of-date", {"out-of-date"}),
    ("150 MW", "supported", {"out-of-date"}),  # the claim named is of 2024
    ("at least 1.2 kW per GPU", "supported", {"hedge-strengthened"}),
    ("100,000 GPUs", "supported", {"potential-as-firm"}),
    ("80x", "supported", {"single-origin"}),  # a copy, and a copy of the copy
    ("24 months", "contradicted", {"contradicted"}),
    ("200 people", "contradicted", {"contradicted"}),
    ("SpaceX", "contradicted", {"contradicted"}),
    ("June 2030", "contradicted", {"contradicted"}),
    ("$5 billion", "unsupported", {"unsupported"}),
    ("$10 billion", "unsupported", {"unsupported"}),
    ("$20 billion", "unsupported", {"unsupported", "arithmetic"}),  # 5 and 10 are 15
    ("3,000 kilograms a day", "disputed", {"disputed"}),  # the other source has 5,000
    ("many", "unread", {"no-figure"}),
]
NEAR_MISSES = [
    ("$45 billion", "implied"),
    ("about $45 billion", "implied"),
    ("$100 billion", "not-stated"),
    ("$1.25 billion", "supported"),  # monthly, as the sentence says before it
    ("$15 billion a year", "supported"),  # the fee of a month, twelve times
    ("some $5 billion", "supported"),
    ("more than 220,000", "supported"),  # of them
    ("at least 200,000 GPUs", "supported"),
    ("close to 60 percent", "supported"),
    ("less than 60 percent", "supported"),  # nearly 60, the sources say
    ("150 megawatts", "supported"),  # in September 2024
    ("300 MW", "supported"),
    ("150 megawatts", "supported"),  # at first
    ("1,200 watts per GPU", "supported"),
    ("100,000 GPUs", "supported"),  # could
    ("three years", "supported"),
    ("36 months", "supported"),
    ("May 2029", "supported"),
    ("$2 billion a month", "not-stated"),
    ("about 300 people", "supported"),
    ("xAI", "supported"),
]


@pytest.fixture(scope="module")
def record() -> Facts:
    """Return the record of these tests."""
    return facts_of(str(HERE / "record.claims.yaml"))


def facts_of(path: str) -> Facts:
    """Read a suite without defects."""
    (suite,), problems = find_suites(path)
    facts, defects = read_suite(suite, Config())
    assert facts is not None
    assert not problems
    assert not defects
    return facts


def reviewed(text: str, facts: Facts, *, html: bool = False, date: str = "") -> Review:
    """Review a draft whose ties are all known."""
    policy = load_policy()
    draft = read_draft(text, "draft", html, unit_of=unit_of_word, policy=policy)
    found, problems = review(draft, facts, Config(), date)
    assert found is not None
    assert problems == ()
    return found


def codes(figure: Reviewed) -> set[str]:
    """Return the codes of a figure's remarks that are more than notes."""
    return {each.code.value for each in figure.remarks if each.level is not Level.NOTE}


def test_every_planted_fault_is_found(record: Facts) -> None:
    found = reviewed((HERE / "faulty.md").read_text("utf-8"), record)
    said = [(each.tied.text, each.support.value, codes(each)) for each in found.figures]
    assert said == FAULTS
    assert not found.untied


def test_no_near_miss_raises_an_alarm(record: Facts) -> None:
    found = reviewed((HERE / "sound.md").read_text("utf-8"), record)
    assert [(each.tied.text, each.support.value) for each in found.figures] == NEAR_MISSES
    assert [codes(each) for each in found.figures] == [set()] * len(NEAR_MISSES)
    assert [each.figure.text for each in found.untied] == ["September 2024"]


def one(text: str, facts: Facts, **more: str) -> tuple[str, set[str]]:
    """Return the support and the remarks of the one tied figure of a draft."""
    (figure,) = reviewed(text, facts, **more).figures  # type: ignore[arg-type]
    return figure.support.value, codes(figure)


@pytest.mark.parametrize(
    ("sentence", "support", "expected"),
    [
        ("It pays [$1.25 billion](claim:fee) each month.", "supported", set()),
        ("Each month, it pays [$1.25 billion](claim:fee).", "supported", set()),
        ("It pays [$1.25 billion](claim:fee) in monthly instalments.", "supported", set()),
        ("It pays [$1.25 billion](claim:fee) every quarter.", "contradicted", None),
        ("It pays [$1.25 billion](claim:fee).", "unread", {"unit-changed"}),
        ("It denies paying [$3 billion a month](claim:fee).", "not-stated", set()),
        ("[$3 billion a month](claim:fee) is not what it pays.", "not-stated", set()),
        ("It pays not only [$1.25 billion a month](claim:fee).", "supported", set()),
        ("It pays no less than [$3 billion a month](claim:fee).", "contradicted", None),
        ("Even if it ran [60 months](claim:term), it would pay.", "not-stated", set()),
        ("If it runs its course, it pays [$100 billion](claim:total).", "contradicted", None),
        ("It would pay [$100 billion](claim:total).", "contradicted", None),
        ("It employs [300](claim:jobs).", "supported", set()),
        ("It employs [300.0 people](claim:jobs).", "supported", {"false-precision"}),
        ("It employs [nearly 300 people](claim:jobs).", "supported", {"hedge-strengthened"}),
        ("It employs [250 to 350 people](claim:jobs).", "supported", set()),
        ("It employs [more than 250 people](claim:jobs).", "supported", set()),
        ("It draws [less than 1 kW](claim:draw) per GPU.", "supported", {"only-loosely"}),
        ("It runs until [17 May 2029](claim:end).", "unsupported", {"false-precision"}),
        ("It runs until [2029](claim:end).", "supported", set()),
        ("It draws [300 MW](claim:power@2024-09).", "out-of-date", {"out-of-date"}),
        ("It draws [150 MW](claim:power@2024-09).", "supported", set()),
        ("The site will add [100,000 GPUs](claim:expansion).", "supported", set()),
        ("It pays [$5 billion and $7 billion](claim:upfront).", "unread", {"several-figures"}),
        ("It pays [about *$5&#8239;billion*](claim:upfront).", "supported", set()),
        ("It pays [roughly $5 billion][up].\n\n[up]: claim:upfront", "supported", set()),
        ('It pays <b data-claim="upfront">around $5 billion</b>.', "supported", set()),
        # a denial stands close before what it denies
        ("It employs [500 people](claim:jobs) and is not hiring.", "contradicted", None),
        ("It has no debt and employs [500 people](claim:jobs).", "contradicted", None),
        ("Nobody disputes that it employs [500 people](claim:jobs).", "contradicted", None),
        ("* Not included\n* [500 people](claim:jobs)", "contradicted", None),
        ("# Why it does not matter\nIt has [500 people](claim:jobs).", "contradicted", None),
        ("| open? | staff |\n|---|---|\n| no | [500 people](claim:jobs) |", "contradicted", None),
        # a rate, a unit or a noun that stands elsewhere
        ("The fee, [$1.25 billion](claim:fee), is due each month.", "supported", set()),
        ("The annual fee for 36 months is [$15 billion](claim:fee).", "supported", set()),
        (
            "| | fee (USD/month) |\n|---|---|\n| now | [1.25 billion](claim:fee) |",
            "supported",
            set(),
        ),
        ("It employs [three hundred](claim:jobs).", "supported", set()),
        ("It employs [300 staff](claim:jobs).", "supported", set()),
        ("It employs [300 MW](claim:jobs).", "unread", {"unit-changed"}),
        ("It pays [about $5\nbillion](claim:upfront) at once.", "supported", set()),
        # dates that are, and are not, the figure's
        ("It draws [300 MW](claim:power), up from 150 in September 2024.", "supported", set()),
        ("In September 2024 it drew [300 MW](claim:power).", "out-of-date", {"out-of-date"}),
        ("It was drawing [300 MW](claim:power@2024-09).", "out-of-date", {"out-of-date"}),
        ("The site, announced in September 2024, draws [300 MW](claim:power).", "supported", set()),
        # which way it goes
        ("Revenue fell [12 percent](claim:growth).", "supported", {"reversed-direction"}),
        ("Revenue was up [12 percent](claim:growth).", "supported", set()),
        ("After it lost a suit, its revenue grew [12 percent](claim:growth).", "supported", set()),
        ("It pays [$45 billion](claim:total) over three years.", "implied", set()),
        # what may be
        ("It hopes to add [100,000 GPUs](claim:expansion).", "supported", set()),
        ("In May, it added [100,000 GPUs](claim:expansion).", "supported", {"potential-as-firm"}),
        # the same number in another unit
        ("The fee is [$3.75 billion a quarter](claim:fee).", "supported", set()),
        ("It ends in [9999](claim:end).", "contradicted", None),
        ("It ends in [June 2029](claim:end).", "contradicted", {"contradicted"}),
        ("It is let by [Elon Musk's xAI](claim:lessor).", "supported", set()),
        ("It runs until [17 May](claim:end).", "unsupported", {"false-precision"}),
    ],
)
def test_a_sentence(sentence: str, support: str, expected: set[str] | None, record: Facts) -> None:
    found = one(sentence, record)
    assert found[0] == support
    if expected is not None:
        assert found[1] == expected


def test_the_date_of_a_draft_says_which_period_is_meant(record: Facts) -> None:
    sentence = "It draws [150 MW](claim:power)."
    assert one(sentence, record, date="2025-06") == ("supported", set())
    assert one(sentence, record, date="2026-06") == ("out-of-date", {"out-of-date"})
    assert one(f"---\ndate: 2025-06-01\n---\n{sentence}", record) == ("supported", set())


def test_a_suspect_supports_nothing() -> None:
    """Two sources have 1.25 billion a month for 36 months: a third figure is a suspect."""
    text = (HERE / "record.claims.yaml").read_text("utf-8")
    text += "  - {id: paper.total, about: total, figure: $100 billion, source: paper}\n"
    assert one("It pays [$45 billion](claim:total).", _loaded(text)) == ("implied", set())
    support, found = one("It pays [$100 billion](claim:total).", _loaded(text))
    assert (support, found) == ("contradicted", {"contradicted"})


def test_a_choice_has_no_unit_that_could_change() -> None:
    record = _loaded(
        "quantities: {chip: {domain: choice, choices: [m1, m10]}}\n"
        "claims: [{id: chip, about: chip, figure: M1}]\n"
    )
    assert one("It has the [M10](claim:chip).", record) == ("contradicted", {"contradicted"})


def _loaded(text: str) -> Facts:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.claims.yaml"
        path.write_text(text, "utf-8")
        return facts_of(str(path))


def test_an_untied_figure_gets_suggestions_and_no_verdict(record: Facts) -> None:
    found = reviewed("The lease costs $1.25 billion a month, and 7 MW.", record)
    fee, power = found.untied
    assert [(each.quantity, each.claims) for each in fee.suggestions] == [
        ("fee", ("filing.fee", "wire.fee"))
    ]
    assert power.suggestions == ()
    assert not found.figures


def test_what_does_not_name_anything_is_found_where_it_stands(record: Facts) -> None:
    draft = read_draft(
        "# A\n\nIt pays [$5](claim:totl).",
        "d.md",
        False,
        unit_of=unit_of_word,
        policy=load_policy(),
    )
    found, (problem,) = review(draft, record, Config())
    assert found is not None
    assert str(problem.span) == "d.md:3:20"
    assert problem.help == "did you mean total?"
