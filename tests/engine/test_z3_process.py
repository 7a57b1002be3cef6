"""Z3 beside us: the same answers, and none where its process ends, hangs or was never there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from suite_differences import of_suite
from wild_systems import wild

from verify import question, z3_process
from verify.question import Answer
from verify.system import Compare, Constant, Constraint, Operation, Origin, Role, Slot, Variable

RESOURCES = 400_000
ENDLESS = 4_000_000_000  # steps that take Z3 hours


def _cubes(total: int) -> tuple[list[Variable], list[Constraint]]:
    """Whole x, y, z with x³ + y³ + z³ == total: for 114, no solution is known (Booker 2019)."""
    variables = [Variable(name, "integer") for name in "xyz"]
    cubes = [Operation("power", (Slot(place),), Fraction(3)) for place in range(3)]
    both = Operation("add", (cubes[0], cubes[1]))
    formula = Compare("==", Operation("add", (both, cubes[2])), Constant(Fraction(total)))
    return variables, [Constraint(formula, (0, 1, 2), Origin(Role.RULE, "cubes"))]


def _easy() -> tuple[list[Variable], list[Constraint]]:
    """X == 1."""
    formula = Compare("==", Slot(0), Constant(Fraction(1)))
    return [Variable("x")], [Constraint(formula, (0,), Origin(Role.RULE, "one"))]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    z3_process._end_all()
    z3_process._unable.clear()
    yield
    z3_process._end_all()
    z3_process._unable.clear()


def test_answers_are_those_of_our_own_process() -> None:
    for seed in range(30):
        system = wild(seed)
        asked = system.variables, system.constraints, RESOURCES
        assert z3_process.ask(*asked) == question.ask(*asked)
        assert z3_process.core(*asked) == question.core(*asked)
    assert len(z3_process._idle) == 1, "one process answered them all"


def test_a_question_that_takes_too_long_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    variables, constraints = _cubes(114)
    assert z3_process.ask(*_easy(), RESOURCES).satisfiable
    (process,) = z3_process._idle
    monkeypatch.setattr(z3_process, "PATIENCE", 0.5)
    assert z3_process.ask(variables, constraints, ENDLESS) == Answer(None)
    assert z3_process.core(variables, constraints, ENDLESS) == {0}
    assert process.child.poll() is not None
    assert z3_process.ask(*_easy(), RESOURCES).satisfiable, "the next question has a new process"


def test_a_time_limit_ends_what_z3_does_not_end() -> None:
    z3_process.ask(*_easy(), RESOURCES)
    (process,) = z3_process._idle
    os.kill(process.child.pid, signal.SIGSTOP)  # as deaf as native code in a long step
    assert z3_process.ask(*_cubes(114), ENDLESS, 10) == Answer(None)
    assert process.child.poll() == -signal.SIGKILL


def test_a_process_that_was_killed_is_replaced() -> None:
    z3_process.ask(*_easy(), RESOURCES)
    (process,) = z3_process._idle
    process.child.kill()
    process.child.wait()
    assert z3_process.ask(*_easy(), RESOURCES) == Answer(None)
    assert z3_process.ask(*_easy(), RESOURCES).satisfiable


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/true", "/bin/cat"])
def test_where_no_process_can_be_started_z3_is_asked_here(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    assert z3_process.ask(*_easy(), RESOURCES).satisfiable
    assert not z3_process._idle


def test_an_interrupt_ends_the_process() -> None:
    z3_process.ask(*_easy(), RESOURCES)
    (process,) = z3_process._idle
    # Z3 in our own process, in other tests, puts a handler back that interrupts no read.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupt = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        z3_process.ask(*_cubes(114), ENDLESS)
    assert process.child.poll() is not None
    assert not z3_process._idle


def test_threads_have_processes_of_their_own() -> None:
    systems = [wild(seed) for seed in range(24)]
    expected = [question.ask(s.variables, s.constraints, RESOURCES) for s in systems]
    with ThreadPoolExecutor(8) as pool:
        said = pool.map(lambda s: z3_process.ask(s.variables, s.constraints, RESOURCES), systems)
        assert list(said) == expected
    assert len(z3_process._idle) <= z3_process._KEPT


def test_the_process_does_not_outlive_the_one_that_asks() -> None:
    """Killed without notice while Z3 works; the child reads on and ends when its input does."""
    script = (
        f"import sys; sys.path[:0] = {[path for path in sys.path if path]!r}\n"
        "from test_z3_process import ENDLESS, _cubes, _easy, z3_process\n"
        "z3_process.ask(*_easy(), 1000)\n"
        "print(z3_process._idle[0].child.pid, flush=True)\n"
        "z3_process.ask(*_cubes(114), ENDLESS)\n"
    )
    asking = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    child = int(asking.stdout.readline())
    time.sleep(0.5)
    asking.kill()
    asking.communicate()
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if _is_dead(child):
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the process beside a killed one lives on")


def _is_dead(process: int) -> bool:
    """Tell whether a process has ended and only waits for whoever adopted it."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def test_the_suite_on_which_z3_hung_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seed 7057219 of the long run: one step of Z3's took more than an hour."""
    monkeypatch.setattr(z3_process, "PATIENCE", 1.0)
    found = of_suite(7057219, "")
    assert not found.wrong
