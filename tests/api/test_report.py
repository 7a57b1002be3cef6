"""Reports as values: without loss in JSON, unchangeable, and with questions that go on."""

from __future__ import annotations

import copy
import dataclasses
import gc
import json
import pickle
import resource
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pydantic
import pytest
import suites
import usage
from hypothesis import given, settings
from hypothesis import strategies as st
from wild_suites import wild_suite

import verify
from verify import confined
from verify.decide import Decider
from verify.reports import json_report
from verify.verdicts import Status

COLOSSUS = "claims/colossus"


@pytest.fixture(scope="module")
def report() -> verify.Report:
    return verify.check(verify.load(COLOSSUS))


def test_the_usage_file_says_what_was_worked_out_by_hand() -> None:
    # 36 months at 1.245 .. 1.255 are 44.82 .. 45.18 billion; $100B is at least 90,
    # and 90 / 45.18 is 1.992.
    # 40 months at most are 50.2 billion: 90 / 50.2 = 1.793. 80 months at 1.25 are 100.
    assert usage.run() == [
        "conflict False False",
        "fee: conflict",
        "term: conflict",
        "total: conflict",
        "conflict: fee, term, total apart by 1.992",
        "conditional: fee, total apart by 1.793",
        "total: conditional, 1 resolved",
        "True",
        "True",
    ]


@pytest.mark.parametrize("checker", [["mypy", "--strict"], ["pyright"]])
def test_the_usage_file_has_types(checker: list[str]) -> None:
    path = Path(__file__).with_name("usage.py")
    command = [sys.executable, "-m", *checker, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=path.parents[2])
    assert done.returncode == 0, done.stdout + done.stderr


def test_json_is_that_of_the_command_line_with_the_suite(report: verify.Report) -> None:
    judgement = suites.judged_path(COLOSSUS)
    ours = json.loads(report.to_json())
    theirs = json.loads(json_report.render([judgement]))
    (suite,) = ours["suites"]
    assert {"exact", "suite"} <= suite.keys()
    assert suite.pop("exact")
    assert suite.pop("suite")
    assert ours == theirs


def test_json_and_back_loses_nothing(report: verify.Report) -> None:
    again = verify.Report.from_json(report.to_json())
    assert again == report
    assert again.to_json() == report.to_json()
    assert [again[name].values for name in again] == [report[name].values for name in report]
    assert again.suite == report.suite
    ours, theirs = again.why("deal.term"), report.why("deal.term")
    assert [each["conclusion"] for each in json.loads(ours.json)["steps"]] == [
        each["conclusion"] for each in json.loads(theirs.json)["steps"]
    ]
    changed = again.what_if("deal.term = 48 month"), report.what_if("deal.term = 48 month")
    assert changed[0].introduced == changed[1].introduced
    assert [claim.verdict for claim in changed[0].after.claims] == [
        claim.verdict for claim in changed[1].after.claims
    ]


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_any_report_survives_json(seed: int) -> None:
    try:
        report = verify.check(verify.loads(wild_suite(seed, "real").text), seconds=5)
    except verify.SuiteError:
        return
    again = verify.Report.from_json(report.to_json())
    assert again == report
    assert [again[name].values for name in again] == [report[name].values for name in report]


@pytest.mark.parametrize(
    "text",
    [
        "quantities: {d: {domain: date}}\nclaims: [{about: d, figure: May 2029}]",
        "quantities: {d: {domain: date}}\nclaims: [{about: d, value: '?'}]",
        "quantities: {c: {domain: choice, choices: [a, b]}}\nclaims: [{about: c, value: a}]",
        "quantities: {q: {unit: USD}}\nclaims: [{about: q, figure: $5}]",
        "quantities: {q: {unit: USD, varies: month}}\nclaims: [{about: q, figure: $5}]",
        "quantities: {q: {}}",
    ],
)
def test_what_nothing_tests_survives_json_too(text: str) -> None:
    report = verify.check(verify.loads(text))
    again = verify.Report.from_json(report.to_json())
    assert again == report
    assert str(again).splitlines()[-1] == str(report).splitlines()[-1]


def test_a_report_of_the_command_line_is_read_as_well() -> None:
    text = json_report.render([suites.judged_path(COLOSSUS)])
    report = verify.Report.from_json(text)
    assert report.claim("pulse.fee").verdict == "disputed"
    assert report["deal.total"].within("44 .. 46 billion USD")
    with pytest.raises(verify.NotAtHandError, match="written without its suite"):
        report.why("deal.total")


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"version": 1, "status": "x", "suites": []}'])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(verify.VerifyError):
        verify.Report.from_json(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("exact", {"quantities": {"q": ["1e30000000", None]}}),
        ("exact", {"quantities": {"q": ["1/0", None]}}),
        ("exact", {"quantities": {"q": ["", "nan"]}}),
        ("exact", {"quantities": {"q": ["6", "5"]}}),
        ("status", "perfect"),
        ("quantities", [{"id": "q", "unit": "USD", "lower": "x", "upper": 1, "because": []}]),
        ("quantities", [{"id": "q", "unit": "date", "lower": "2026-13-01", "because": []}]),
    ],
)
def test_a_report_that_was_tampered_with_is_refused(key: str, value: object) -> None:
    report = verify.check(
        verify.loads("quantities: {q: {unit: USD}}\nclaims: [{about: q, figure: $5}]")
    )
    data = json.loads(report.to_json())
    data["suites"][0][key] = value
    with pytest.raises(verify.VerifyError, match="not the JSON of a report"):
        verify.Report.from_json(json.dumps(data))


def test_reports_are_pickled_and_copied(report: verify.Report) -> None:
    for again in (pickle.loads(pickle.dumps(report)), copy.deepcopy(report)):
        assert again == report
        assert str(again) == str(report)
    derived = pickle.loads(pickle.dumps(report["deal.total"]))
    assert derived == report["deal.total"]
    changed = pickle.loads(pickle.dumps(report.what_if("deal.term = 48 month")))
    assert changed.status == "conflict"


def test_a_report_of_a_check_that_was_ended_says_so() -> None:
    ended = verify.check(verify.load(COLOSSUS), megabytes=1)
    assert str(ended).startswith("<Report ")
    with pytest.raises(verify.NotAtHandError, match="ended by memory"):
        ended.why("deal.total")


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), 10**400])
def test_a_time_that_makes_no_sense_is_refused(seconds: float) -> None:
    with pytest.raises(verify.VerifyError, match="some seconds, more than none"):
        verify.check(verify.Suite(), seconds=seconds)


def test_nothing_in_a_report_can_be_changed(report: verify.Report) -> None:
    def walk(value: object, seen: Counter[str]) -> None:
        seen[type(value).__name__] += 1
        match value:
            case pydantic.BaseModel():
                name = next(iter(type(value).model_fields))
                with pytest.raises(pydantic.ValidationError):
                    setattr(value, name, None)
                for field in type(value).model_fields:
                    walk(getattr(value, field), seen)
            case tuple():
                for each in value:
                    walk(each, seen)
            case _:
                assert isinstance(value, str | int | float | None)

    seen: Counter[str] = Counter()
    walk(report.data, seen)
    assert seen["ClaimModel"] == 49
    held: list[tuple[object, str]] = [(report, "data"), (report["deal.total"], "values")]
    held += [(report.why("deal.total"), "text"), (report.suite, "documents")]
    for value, name in held:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, None)


def test_what_if_solves_again_only_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = "\n".join(
        f"  - {{id: fee{n}, about: fee{n}, figure: $3 million}}\n"
        f"  - {{id: all{n}, about: all{n}, figure: $36 million}}"
        for n in range(20)
    )
    quantities = "\n".join(f"  fee{n}: {{unit: USD}}\n  all{n}: {{unit: USD}}" for n in range(20))
    rules = "\n".join(f"  - all{n} == 12 * fee{n}" for n in range(20))
    suite = verify.loads(f"quantities:\n{quantities}\nrules:\n{rules}\nclaims:\n{parts}\n")
    report = verify.check(suite)
    assert report.status == "consistent"
    asked: set[tuple[str, ...]] = set()
    decide = Decider.decide

    def watched(decider: Decider, active: frozenset[int]) -> object:
        asked.add(tuple(variable.id for variable in decider.variables))
        return decide(decider, active)

    monkeypatch.setattr(Decider, "decide", watched)
    changed = report.what_if("fee3 = 4000000 USD")
    assert asked == {("all3", "fee3")}
    assert [each.claims for each in changed.introduced] == [("all3", "what-if")]
    assert (changed.status, changed.worse, changed.verdict("all4")) == (
        "conflict",
        True,
        "consistent",
    )
    assert report.status == "consistent"  # as it was


def test_what_if_in_several_steps_is_what_if_at_once(report: verify.Report) -> None:
    both = report.what_if("deal.term = 48 month", "pulse.fee = 2 billion USD/month")
    assert both.after.status == "conflict"
    assert "what if deal.term = 48 month and pulse.fee = 2 billion USD/month" in both.text
    with pytest.raises(verify.UnknownNameError, match=r"did you mean deal\.term"):
        report.what_if("deal.trem = 48 month")
    with pytest.raises(verify.LiteralError, match="month"):
        report.what_if("deal.term = 48 USD")


def test_names_that_nothing_has_are_said_with_the_nearest(report: verify.Report) -> None:
    with pytest.raises(verify.UnknownNameError, match=r"did you mean deal\.total\?"):
        report["deal.totl"]
    with pytest.raises(KeyError):
        report["deal.totl"]
    with pytest.raises(verify.UnknownNameError, match=r"did you mean pulse\.fee\?"):
        report.claim("pulse.fea")
    with pytest.raises(verify.UnknownNameError, match=r"did you mean deal\.total\?"):
        report.why("deal.totl")
    assert "deal.total" in report
    assert "deal.totl" not in report


def test_the_claim_and_its_implied_values(report: verify.Report) -> None:
    implied = report.implied("studioglobal.total")
    assert implied is not None
    assert implied == "95 .. 105 billion USD"  # the headline, which its first conflict is with
    assert implied.because == ("fourweekmba.headline", "headline-means-deal")


def test_notebooks_show_escaped_tables() -> None:
    suite = verify.Suite("<b>bold</b>").quantity("q").claim("q", figure="3", by="<i>")
    report = verify.check(suite.claim("q", figure="<script>", value="5"))
    html = report._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "&lt;b&gt;bold" in html
    assert repr(report) == "<Report '<b>bold</b>': conflict, 1 conflict among 2 claims>"
    assert report["q"]._repr_html_().startswith("<pre>q: ")
    assert report.why("q")._repr_html_().startswith("<pre>")


def test_many_threads_get_the_same_reports(report: verify.Report) -> None:
    texts = [
        suites.Written(
            {"fee": "unit: USD/month", "total": "unit: USD"},
            ["total == fee * 36 month"],
            [
                suites.Stated("fee", "fee", f"{n} USD/month"),
                suites.Stated("total", "total", "72 USD"),
            ],
        ).text
        for n in range(1, 5)
    ] * 10

    def run(text: str) -> str:
        report = verify.check(verify.loads(text))
        return report.status + report.what_if("fee = 2 USD/month").status

    alone = [run(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run, texts)) == alone
    assert set(alone) == {"consistentconsistent", "conflictconsistent"}
    barrier = threading.Barrier(4)

    def ask(months: int) -> str:
        barrier.wait()
        return report.what_if(f"deal.term = {months} month").json

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, [36, 48, 60, 36]))
    assert found[0] == found[3]
    assert found == [report.what_if(f"deal.term = {m} month").json for m in (36, 48, 60, 36)]


def test_threads_do_not_meet_in_z3() -> None:
    # x and y are (n ± sqrt(n² - 4)) / 2: real for n of 2 and more, and irrational for 3 and more.
    texts = [
        f"quantities: {{x: {{}}, y: {{}}}}\nrules: [x + y == {n}, x * y == 1]\n"
        "claims: [{about: x, value: '> 0'}]\n"
        for n in (1, 2, 3, 4, 5, 6, 7, 8)
    ] * 3

    def run(text: str) -> str:
        try:
            return verify.check(verify.loads(text)).status
        except verify.SuiteError as error:
            return error.diagnostics[0].code

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(run, texts))
    assert found == ["contradictory-rules", *["consistent"] * 7] * 3


def test_many_suites_in_one_process_take_no_more_memory() -> None:
    def run(count: int) -> int:
        for number in range(count):
            verify.check(verify.loads(_SMALL.format(fee=10 + number % 80)))
        gc.collect()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kilobytes

    before = run(150)
    assert run(300) - before < 8_000


_SMALL = """\
quantities: {{fee: {{unit: USD/month}}, term: {{unit: month}}, total: {{unit: USD}}}}
rules: [total == fee * term]
claims:
  - {{about: fee, figure: $1.{fee} billion per month}}
  - {{about: term, figure: 36 months, exact: true}}
  - {{about: total, figure: $45 billion}}
"""


def test_a_check_may_run_in_a_process_of_its_own(report: verify.Report) -> None:
    assert report.suite is not None
    assert verify.check(report.suite, seconds=60, megabytes=1_000) == report
    contrary = verify.Suite().quantity("q").rule("q > 2").rule("q < 1")
    with pytest.raises(verify.SuiteError, match="contradict each other"):
        verify.check(contrary, megabytes=1_000)


def test_a_check_that_runs_out_of_memory_is_undecided(report: verify.Report) -> None:
    assert report.suite is not None
    ended = verify.check(report.suite, megabytes=1)
    assert (ended.status, ended.ended_by, ended.complete) == ("undecided", "memory", False)
    assert ended.claims == ()  # nothing is known of them


def test_a_check_that_runs_out_of_time_is_ended(
    report: verify.Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "_CHILD", "import time; time.sleep(60)")
    assert report.suite is not None
    ended = verify.check(report.suite, seconds=0.1, megabytes=1_000)
    assert (ended.status, ended.ended_by) == (Status.UNDECIDED.value, "time")


def test_a_process_that_fails_otherwise_is_no_verdict(
    report: verify.Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "_CHILD", "raise SystemExit('no such thing')")
    assert report.suite is not None
    with pytest.raises(verify.VerifyError, match="no such thing"):
        verify.check(report.suite, megabytes=1_000)


def test_time_given_in_this_process_ends_the_check_as_well() -> None:
    report = verify.check(verify.load(COLOSSUS), seconds=1e-9)
    assert (report.status, report.ended_by) == ("undecided", "time")
    assert {claim.verdict for claim in report.claims} <= {"undecided", "untested"}
