"""What goes on inside pytest while mutants are tried: learning what reaches a line, and swapping.

Tests are collected once. Each mutant then has a fork of that process, in which the code of the
functions of its module is replaced, and caches are emptied.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

SPARE = 10.0  # seconds that a mutant may take beyond four times what its tests take
_MEMORY = 6 << 30  # bytes: what grows without end fails


def forked(action: Callable[[], int], seconds: float | None) -> int | None:
    """Run something in a process of its own; None says that its time was up, and it was ended."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        status = 70
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            status = action()
        except BaseException:
            traceback.print_exc()
            status = 71
        finally:
            with contextlib.suppress(BaseException):
                sys.stdout.flush()
            os._exit(status)
    ends = None if seconds is None else time.monotonic() + seconds
    pause = 0.002
    while True:
        done, said = os.waitpid(child, os.WNOHANG)
        if done:
            _end(child)  # what it may have left behind
            return os.waitstatus_to_exitcode(said)
        if ends is not None and time.monotonic() > ends:
            _end(child)
            os.waitpid(child, 0)
            return None
        time.sleep(pause)
        pause = min(0.05, pause * 1.2)


def _end(child: int) -> None:
    """End the group of processes that a child of ours is the head of."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)


def silence() -> None:
    """Write nothing more."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


@dataclass(frozen=True)
class Reach:
    """Which tests pass in time, how long each takes, and which of them run which line."""

    seconds: dict[str, float]
    lines: dict[int, list[str]]
    left_out: int

    @classmethod
    def read(cls, told: dict[str, Any]) -> Reach:
        """Return what was written down of it."""
        lines = {int(line): ids for line, ids in told["lines"].items()}
        return cls(told["seconds"], lines, told["out"])

    def of(self, line: int | None, most: float) -> list[str]:
        """Return the tests that run a line, or all; the quickest first, for so many seconds.

        A line that no test is seen on is part of what begins further up.
        """
        reached: Iterable[str] = self.seconds
        if line is not None:
            above = max((each for each in self.lines if each <= line), default=0)
            reached = self.lines.get(above, ())
        chosen: list[str] = []
        for each in sorted(reached, key=lambda each: self.seconds[each]):
            most -= self.seconds[each]
            if most < 0:
                break
            chosen.append(each)
        return chosen


@dataclass(frozen=True)
class Rounds:
    """A plugin that runs the collected tests against each mutant instead of once.

    `lines` has the line of each mutant by its number, `code` makes its module's code. What came of
    each is written to `record`: an outcome by number, and the reach.
    """

    module: str
    path: str
    lines: dict[int, int]
    code: Callable[[int], CodeType]
    record: Path
    longest: float
    most: float

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn what reaches which line, then try each mutant."""
        importlib.import_module(self.module)  # a command imports some only when it runs
        learned = self.record.with_suffix(".reach")
        status = forked(lambda: self._learn(session.items, learned), None)
        if status != 0:
            raise pytest.UsageError(f"the tests could not be run as they are: {status}")
        told = json.loads(learned.read_text(encoding="utf-8"))
        reach = Reach.read(told)
        print(f"{len(reach.seconds)} tests, {reach.left_out} left out", flush=True)
        items = {item.nodeid: item for item in session.items}
        outcomes: dict[int, str] = {}
        for number, line in self.lines.items():
            ids = reach.of(line, self.most)
            allowed = SPARE + 4 * sum(reach.seconds[each] for each in ids)
            chosen = [items[each] for each in ids]
            status = forked(functools.partial(self._try, session, number, chosen), allowed)
            outcomes[number] = {0: "survived", None: "timed out"}.get(status, "killed")
            if status == 0:
                print(f"{number} survives {len(ids)} tests so far", flush=True)
        written = {"outcomes": outcomes, **told}
        self.record.write_text(json.dumps(written), encoding="utf-8")
        return True

    def _learn(self, items: Sequence[pytest.Item], learned: Path) -> int:
        silence()
        seconds: dict[str, float] = {}
        lines: dict[int, list[str]] = defaultdict(list)
        caches = list(_caches())
        for index, item in enumerate(items):
            for cache in caches:
                cache.cache_clear()
            seen: set[int] = set()
            before = item.session.testsfailed
            began = time.monotonic()
            with _traced(self.path, seen):
                _protocol(item, items[index + 1] if index + 1 < len(items) else None)
            took = time.monotonic() - began
            if item.session.testsfailed == before and took <= self.longest:
                seconds[item.nodeid] = took
                for line in seen:
                    lines[line].append(item.nodeid)
        out = len(items) - len(seconds)
        learned.write_text(json.dumps({"seconds": seconds, "lines": lines, "out": out}))
        return 0

    def _try(self, session: pytest.Session, number: int, items: Sequence[pytest.Item]) -> int:
        silence()
        swap(self.module, self.path, self.code(number))
        for cache in _caches():
            cache.cache_clear()
        for index, item in enumerate(items):
            _protocol(item, items[index + 1] if index + 1 < len(items) else None)
            if session.testsfailed:
                return 1
        return 0


def _protocol(item: pytest.Item, following: pytest.Item | None) -> None:
    item.ihook.pytest_runtest_protocol(item=item, nextitem=following)


@contextlib.contextmanager
def _traced(path: str, seen: set[int]) -> Iterator[None]:
    """Note the lines of a file that are run."""

    def inside(frame: FrameType, _event: str, _argument: Any) -> Any:
        seen.add(frame.f_lineno)
        return inside

    def entered(frame: FrameType, _event: str, _argument: Any) -> Any:
        if frame.f_code.co_filename != path:
            return None
        seen.add(frame.f_lineno)
        return inside

    sys.settrace(entered)
    try:
        yield
    finally:
        sys.settrace(None)


def swap(module: str, path: str, code: CodeType) -> None:
    """Give the functions of an imported module the code that they have in another version of it."""
    codes = {(each.co_qualname, each.co_firstlineno): each for each in _below(code)}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__module__ == module:
            held = each.__code__
            other = codes.get((held.co_qualname, held.co_firstlineno))
            same = held.co_filename == path and other is not None
            if same and other is not None and other.co_freevars == held.co_freevars:
                each.__code__ = other


def _below(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _below(each)


def _caches() -> Iterator[Any]:
    """Return every cache of the program."""
    for each in gc.get_objects():
        cache = isinstance(each, functools._lru_cache_wrapper)
        if cache and str(getattr(each, "__module__", "")).startswith("verify"):
            yield each
