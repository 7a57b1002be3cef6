"""The examples of embedding do what they show."""

from __future__ import annotations

import json
import math
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from newsroom.service import create_app
from werkzeug.test import TestResponse

import verify

HERE = Path(__file__).parent

# 1.25 billion x 36 = 45 billion.
AGREEING: dict[str, Any] = {
    "quantities": {
        "fee": {"unit": "USD/month"},
        "term": {"unit": "month"},
        "total": {"unit": "USD"},
    },
    "rules": ["total == fee * term"],
    "claims": [
        {"about": "fee", "figure": "$1.25 billion per month"},
        {"about": "term", "figure": "36 months", "exact": True},
        {"about": "total", "figure": "$45 billion"},
    ],
}
CONTRARY = {**AGREEING, "claims": [*AGREEING["claims"][:2], {"about": "total", "figure": "$100B"}]}

# Products of everything with everything: far more than can be decided in a moment.
TANGLED = {
    "quantities": {f"q{i}": {"min": 1} for i in range(40)},
    "rules": [
        f"q{i} * q{j} == q{i * j % 40} + q{(i + j) % 40}" for i in range(40) for j in range(40)
    ],
    "claims": [{"about": f"q{i}", "figure": f"{i + 2}.5"} for i in range(40)],
}


def post(body: object, path: str = "/review", **limits: Any) -> TestResponse:
    """Send a body to a service of its own; what is no bytes is written as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return create_app(**limits).test_client().post(path, data=data)


def findings(answer: TestResponse) -> list[dict[str, Any]]:
    """Return what is wrong with a suite that cannot be checked."""
    (suite,) = answer.get_json()["suites"]
    assert suite["status"] == "invalid"
    found: list[dict[str, Any]] = suite["diagnostics"]
    return found


class TestNewsroom:
    """The review service."""

    @pytest.mark.parametrize("path", ["/review", "/review?seconds=3.5"])
    def test_a_good_suite_gets_its_report(self, path: str) -> None:
        """The report is the one that the API gives, and can be read again."""
        answer = post(AGREEING, path)
        assert answer.status_code == 200
        assert answer.mimetype == "application/json"
        report = verify.Report.from_json(answer.text)
        assert report.status == "consistent"
        assert report["total"].within("44.82 .. 45.18 billion USD")  # 36 x 1.245 .. 36 x 1.255
        assert str(report.why("total"))

    def test_a_conflict_is_a_report_too(self) -> None:
        """What does not hold is no error of the sender."""
        answer = post(CONTRARY)
        assert answer.status_code == 200
        (suite,) = answer.get_json()["suites"]
        assert [conflict["claims"] for conflict in suite["conflicts"]] == [["fee", "term", "total"]]

    def test_digits_survive(self) -> None:
        """2.50 says more than 2.5 does, also where it is a number of JSON."""
        suite = b'{"quantities": {"q": {}}, "claims": [{"about": "q", "figure": 2.50}]}'
        (claim,) = verify.Report.from_json(post(suite).text).claims
        assert claim.published is not None
        assert claim.published.model_dump(include={"lower", "upper"}) == {
            "lower": 2.495,
            "upper": 2.505,
        }

    def test_a_broken_suite_gets_its_diagnostics(self) -> None:
        """Every defect comes with its place."""
        answer = post(b'{"claims": [{"about": "fee"}, {"abuot": "fee", "figure": "5"}]}')
        assert answer.status_code == 422
        found = findings(answer)
        assert {each["code"] for each in found} == {"missing-key", "unknown-key"}
        assert {(each["path"], each["line"]) for each in found} == {("review.json", 1)}
        assert "did you mean `about`?" in {each["help"] for each in found}

    @pytest.mark.parametrize(
        "body",
        [b"", b"claims: []", b"\xff", b"[" * 100_000, b'{"claims": [], "claims": []}'],
        ids=lambda body: body[:20].decode(errors="replace"),
    )
    def test_what_is_no_json_is_refused(self, body: bytes) -> None:
        """It has the report of a suite that cannot be read."""
        answer = post(body)
        assert answer.status_code == 422
        assert findings(answer)

    @pytest.mark.parametrize("seconds", ["-1", "0", "nan"])
    def test_a_time_that_makes_no_sense_is_refused(self, seconds: str) -> None:
        """Nothing is checked then."""
        answer = post(AGREEING, f"/review?seconds={seconds}")
        assert answer.status_code == 400
        assert answer.get_json()["error"]

    def test_what_is_too_large_is_refused(self) -> None:
        """At the limit a body is read, one byte beyond it is not."""
        body = json.dumps(AGREEING).encode()
        assert post(body, body_bytes=len(body)).status_code == 200
        answer = post(body, body_bytes=len(body) - 1)
        assert answer.status_code == 413
        assert answer.get_json()["error"]

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (b"[" * 100 + b"]" * 100, "nested-too-deep"),
            (b'{"quantities": {"q": {"min": 1e999999999}}}', "number-too-large"),
            (b'{"quantities": {"q": {"min": ' + b"9" * 50_000 + b"}}}", "text-too-long"),
            (b'{"quantities": {"q": {}}, "rules": ["q == ' + b"(" * 900 + b'"]}', None),
            (b'{"use": ["../../etc/passwd"]}', "outside-folder"),
            (b'{"title": "\\ud800"}', "control-character"),
        ],
        ids=["deep", "exponent", "digits", "parentheses", "path", "surrogate"],
    )
    def test_what_is_hostile_is_refused_at_once(self, body: bytes, code: str | None) -> None:
        """None of it is solved, or opens a file."""
        answer = post(body)
        assert answer.status_code == 422
        codes = [each["code"] for each in findings(answer)]
        assert codes
        assert code is None or codes == [code]

    def test_the_time_is_bounded(self) -> None:
        """The sender may ask for less than the service gives, and gets no more."""
        for answer in (post(TANGLED, seconds=0.1), post(TANGLED, "/review?seconds=0.1")):
            assert answer.status_code == 200
            assert answer.get_json()["suites"][0]["ended_by"] == "time"

    def test_the_memory_is_bounded(self) -> None:
        """A review that would need more is ended with an answer, whichever library ran out."""
        for megabytes in (1, 60, 80, 100):
            answer = post(TANGLED, megabytes=megabytes)
            assert answer.status_code == 200
            assert answer.get_json()["suites"][0]["ended_by"] == "memory"

    def test_a_review_too_many_is_turned_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It gets an answer at once, and its turn when another is done, well or not."""
        begun, done, check = Event(), Event(), verify.check

        def slow(suite: verify.Suite, **limits: Any) -> verify.Report:
            begun.set()
            assert done.wait(30)
            return check(suite, **limits)

        app = create_app(at_once=1, seconds=7.5)

        def review(body: object) -> TestResponse:
            return app.test_client().post("/review", json=body)

        with ThreadPoolExecutor(1) as pool, monkeypatch.context() as patched:
            patched.setattr(verify, "check", slow)
            first = pool.submit(review, AGREEING)
            assert begun.wait(30)
            second = review(AGREEING)
            done.set()
        assert (second.status_code, second.headers["Retry-After"]) == (503, "8")
        assert second.get_json()["error"]
        assert first.result().status_code == 200
        afterwards: list[object] = [{"clams": []}, {"clams": []}, AGREEING]
        assert [review(body).status_code for body in afterwards] == [422, 422, 200]


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    """Return what the script of the table leaves behind."""
    return runpy.run_path(str(HERE / "figures_table.py"))


class TestTable:
    """The notebook with a table."""

    def test_verdicts_stand_beside_the_figures(self, table: dict[str, Any]) -> None:
        """The weblog's speed fits neither the operator's nor distance by duration.

        Of a claim in a conflict, what is implied is what the rest of its first conflict leaves:
        for the distance 180 x 3.15 = 567, for the duration 512.5 / 180 = 2.847.
        """
        found = table["figures"][["verdict", "implied"]].to_dict("index")
        assert found == {
            "timetable.distance": {"verdict": "disputed", "implied": "over 567 km"},
            "timetable.duration": {"verdict": "disputed", "implied": "over 0 .. under 2.85 hour"},
            "operator.speed": {"verdict": "disputed", "implied": "over 180 km/hour"},
            "weblog.speed": {"verdict": "conflict", "implied": "160.5 .. 161.5 km/hour"},
        }

    def test_what_is_left_is_exact(self, table: dict[str, Any]) -> None:
        """The duration is 511.5 / 161.5 .. 512.5 / 160.5, which is tighter than as printed."""
        report = table["report"]
        assert report["duration"].lower * 1615 == 5115
        assert report["duration"].upper * 1605 == 5125
        assert table["left"].to_dict() == {
            "distance": "511.5 .. 512.5 km",
            "duration": "3.167 .. 3.194 hour",
            "speed": "160.5 .. 161.5 km/hour",
        }

    def test_what_if_mends_it(self, table: dict[str, Any]) -> None:
        """With the operator's speed both conflicts are gone."""
        mended = table["mended"]
        assert mended.status == "consistent"
        assert (len(mended.introduced), len(mended.resolved)) == (0, 2)
        (duration,) = (each for each in mended.after.quantities if each.id == "duration")
        assert math.isclose(duration.lower, 511.5 / 161)
        assert math.isclose(duration.upper, 512.5 / 161)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Return a folder with the company's figures, whose known conflict is still good."""
    folder = tmp_path / "company"
    shutil.copytree(HERE / "company", folder, ignore=shutil.ignore_patterns("__pycache__"))
    day = date.today() + timedelta(days=2)
    rewrite(folder / "figures/suite.yaml", "until: 2027-07-31", f"until: {day}")
    return folder


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace what a file says, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def run(company: Path, pytester: pytest.Pytester) -> Callable[..., dict[str, int]]:
    """Return a function that runs the company's tests, and counts how they came out."""

    def counted(*arguments: str) -> dict[str, int]:
        os.chdir(company)
        found = pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)
        return found.parseoutcomes()

    return counted


class TestCompany:
    """The tests of a company's figures."""

    def test_they_pass_with_the_known_conflict(self, run: Callable[..., dict[str, int]]) -> None:
        """There are 9 claims that are no suspects, 1 expectation and 4 functions.

        55,000 bicycles clash with the 48,213; with price and revenue; with price, growth and the
        revenue before; with price, margin and profit: 4 conflicts and their suspect are expected.
        """
        assert run() == {"passed": 14, "xfailed": 5}

    def test_one_suite_may_be_run_alone(self, run: Callable[..., dict[str, int]]) -> None:
        """Marks and paths select as they do for other tests."""
        assert run("-m", "verify_conflict") == {"xfailed": 4, "deselected": 15}
        assert run("test_figures.py") == {"passed": 4}

    def test_a_new_conflict_fails(self, run: Callable[..., dict[str, int]], company: Path) -> None:
        """A growth of 37 % would make 2025's revenue 62.7 million at least, which is not 58.3."""
        rewrite(company / "figures/press-release.claims.yaml", "27 %", "37 %")
        assert run()["failed"] >= 3  # a conflict, a suspect and a function

    def test_what_speakers_say_must_follow(
        self, run: Callable[..., dict[str, int]], company: Path
    ) -> None:
        """The revenue of 58.25 .. 58.35 million is not within 58 .. 58.3 million."""
        rewrite(company / "test_figures.py", "58 .. 58.5 million", "58 .. 58.3 million")
        assert run("test_figures.py") == {"passed": 3, "failed": 1}

    def test_a_known_conflict_is_good_until_its_date(
        self, run: Callable[..., dict[str, int]], company: Path
    ) -> None:
        """After it, the conflicts, their suspect, the expectation and a function fail."""
        suite = company / "figures/suite.yaml"
        rewrite(suite, f"{date.today() + timedelta(days=2)}", f"{date.today() - timedelta(days=2)}")
        assert run() == {"passed": 12, "failed": 7}


class TestContinuousIntegration:
    """The job that checks each pull request."""

    @pytest.fixture
    def steps(self) -> list[dict[str, Any]]:
        """Return the steps of the only job."""
        (job,) = yaml.safe_load((HERE / "ci/verify.yml").read_text("utf-8"))["jobs"].values()
        steps: list[dict[str, Any]] = job["steps"]
        return steps

    def test_it_runs_on_pull_requests_with_few_rights(self) -> None:
        """YAML 1.1 takes the key `on` for true."""
        workflow = yaml.safe_load((HERE / "ci/verify.yml").read_text("utf-8"))
        assert "pull_request" in workflow[True]
        assert workflow["permissions"] == {"contents": "read"}

    def test_actions_are_pinned_by_their_major_version(self, steps: list[dict[str, Any]]) -> None:
        """A branch may change at any time."""
        used = [step["uses"] for step in steps if "uses" in step]
        assert used
        assert all(each.partition("@v")[2].isdigit() for each in used)

    def test_its_steps_pass_and_leave_a_report(
        self, steps: list[dict[str, Any]], company: Path
    ) -> None:
        """The report of JUnit has a case for each claim, with its verdict as a property."""
        assert [run_step(step, company) for step in checks(steps)] == [0, 0]
        cases = list(ElementTree.parse(company / "figures.xml").iter("testcase"))
        assert len(cases) == 19
        (growth,) = (case for case in cases if case.get("name") == "claim.press.growth")
        said = {each.get("name"): each.get("value") for each in growth.iter("property")}
        assert (said["verdict"], said["source"]) == ("disputed", "press-release")

    def test_its_steps_fail_where_a_figure_clashes(
        self, steps: list[dict[str, Any]], company: Path
    ) -> None:
        """Both do, so that neither is for show."""
        rewrite(company / "figures/press-release.claims.yaml", "27 %", "37 %")
        assert [run_step(step, company) for step in checks(steps)] == [1, 1]


def checks(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps that check something, rather than install it."""
    ours = ("verify ", "python -m pytest")
    return [step for step in steps if step.get("run", "").startswith(ours)]


def run_step(step: dict[str, Any], folder: Path) -> int:
    """Run a step as the runner does, with this interpreter's commands; return its status."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path}
    command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False
    ).returncode
