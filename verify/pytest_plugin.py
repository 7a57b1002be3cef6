"""The pytest plugin: claim suites are collected as tests, and suites are at hand as fixtures.

Every pytest run imports this, whether it has claim files or not: what is heavy waits until then.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from verify.failing import FAIL_ON

TYPE_CHECKING = False

if TYPE_CHECKING:
    from verify.report import Report
    from verify.suite import Suite

_NAMES = ("suite.yaml", "suite.yml", "suite.json")
_ENDS = (".claims.yaml", ".claims.yml", ".claims.json")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, on the command line and in the configuration."""
    group = parser.getgroup("verify", "claim suites")
    group.addoption(
        "--verify-fail-on",
        action="append",
        choices=FAIL_ON,
        help="What fails besides a conflict, or never; may be given more than once.",
    )
    group.addoption("--verify-policy", metavar="NAME", help="The table of hedges in force.")
    group.addoption("--verify-off", action="store_true", help="Collect no claim suites.")
    parser.addini("verify_fail_on", "What fails besides a conflict, or never.", "args", [])
    parser.addini("verify_policy", "The table of hedges in force.", default="")
    parser.addini("verify_off", "Collect no claim suites.", "bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers."""
    config.addinivalue_line(
        "markers",
        "verify(path): a test of a claim suite; of a function: the suite its fixtures load",
    )
    config.addinivalue_line("markers", "verify_conflict: a conflict of a claim suite")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a claim file, or the file that makes its folder a suite."""
    name = file_path.name
    if name.startswith(".") or not (name.endswith(_ENDS) or name in _NAMES):
        return None
    if is_off(parent.config):
        return None
    from verify.pytest_suites import ClaimFile

    collector: pytest.Collector = ClaimFile.from_parent(parent, path=file_path)
    return collector


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Give a worker of pytest-xdist what the controller has solved."""
    config: pytest.Config = node.config  # type: ignore[attr-defined] # a type of pytest-xdist
    if not is_off(config):
        from verify.pytest_suites import hand_over

        hand_over(node, config)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Explain why a comparison of derived quantities does not hold."""
    derived = sys.modules.get("verify.derived")
    if derived is None or not isinstance(left, derived.Derived):
        return None
    lines: list[str] = left.explained(op, right)
    return lines


@pytest.fixture
def suite(request: pytest.FixtureRequest) -> Suite:
    """Return the suite that `@pytest.mark.verify("path")` or an indirect parameter names.

    Paths are relative to the test's file. Without one it is the only suite beside or below it.
    """
    from verify.pytest_suites import suite_of

    return suite_of(request)


@pytest.fixture
def report(suite: Suite, request: pytest.FixtureRequest) -> Report:
    """Return the report on the suite of the fixture `suite`, checked once in a whole run."""
    from verify.pytest_suites import report_on

    return report_on(suite, request)


def is_off(config: pytest.Config) -> bool:
    """Tell whether claim suites are not to be collected."""
    return bool(config.getoption("--verify-off") or config.getini("verify_off"))
