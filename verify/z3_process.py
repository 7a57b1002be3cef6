"""Z3 in a process beside ours, which is ended where Z3 does not end by itself.

Z3 counts its steps and stops at a limit, but some of its steps take hours, and native code cannot
be interrupted; a process can. A question whose process was ended is answered "unknown". Processes
are started when first needed and used again, each by one thread at a time; they end with ours.
Where none can be started, Z3 is asked in our own process.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from verify import question
from verify.question import Answer
from verify.system import Constraint, Variable

PATIENCE: Final = 60.0  # seconds for one question; Z3 ends by its own count long before
_GRACE = 0.5  # seconds beyond its time limit that Z3 may take to say so
_START = 30.0  # seconds that a process may take to start
_KEPT = 4  # processes kept for the next question
_BYTES = 4_000_000_000  # of memory, for one process
_READY = "verify: ready"
_CHILD = """\
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from verify.z3_process import main
main()
"""
_BROKEN = (EOFError, OSError, ValueError, pickle.UnpicklingError)  # how a process that ended is met


def ask(
    variables: Sequence[Variable],
    constraints: Sequence[Constraint],
    resources: int,
    milliseconds: int | None = None,
) -> Answer:
    """Ask as `question.ask` does; a question that takes too long is unknown."""
    said = _asked("ask", variables, constraints, resources, milliseconds)
    return said if isinstance(said, Answer) else Answer(None)


def core(
    variables: Sequence[Variable],
    constraints: Sequence[Constraint],
    resources: int,
    milliseconds: int | None = None,
) -> frozenset[int]:
    """Return a core as `question.core` does; all of the constraints where it takes too long."""
    said = _asked("core", variables, constraints, resources, milliseconds)
    return said if isinstance(said, frozenset) else frozenset(range(len(constraints)))


def _asked(name: str, *question_: Any) -> object:
    process = _take()
    if process is None:
        return getattr(question, name)(*question_)
    milliseconds = question_[-1]
    seconds = PATIENCE
    if milliseconds is not None:
        seconds = min(seconds, max(0, milliseconds) / 1000 + _GRACE)
    try:
        said = process.exchange((name, question_), seconds)
    except _BROKEN:
        process.end()
        return None
    except BaseException:  # interrupted: what it says next would answer another question
        process.end()
        raise
    _give_back(process)
    return said


@dataclass(frozen=True, slots=True)
class _Process:
    child: subprocess.Popen[bytes]

    def exchange(self, sent: object, seconds: float) -> object:
        """Send and receive one object each; raises one of `_BROKEN` when the time is over."""
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        guard = threading.Timer(seconds, self.child.kill)
        guard.daemon = True
        guard.start()
        try:
            pickle.dump(sent, self.child.stdin, pickle.HIGHEST_PROTOCOL)
            self.child.stdin.flush()
            return pickle.load(self.child.stdout)  # from a process that we have started
        finally:
            guard.cancel()

    def end(self) -> None:
        self.child.kill()
        for pipe in (self.child.stdin, self.child.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()
        with contextlib.suppress(OSError):
            self.child.wait()


_idle: list[_Process] = []  # `append` and `pop` are atomic, so that threads share it
_unable = threading.Event()  # set where no process can be started


def _take() -> _Process | None:
    try:
        return _idle.pop()
    except IndexError:
        return None if _unable.is_set() else _started()


def _give_back(process: _Process) -> None:
    if len(_idle) < _KEPT:
        _idle.append(process)
    else:
        process.end()


def _started() -> _Process | None:
    try:
        process = _Process(
            subprocess.Popen(
                [sys.executable, "-P", "-c", _CHILD],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        )
    except OSError:
        _unable.set()
        return None
    try:
        ready = process.exchange(sys.path, _START) == _READY
    except _BROKEN:
        ready = False
    except BaseException:
        process.end()
        raise
    if not ready:  # `sys.executable` is another program, or its Python has not what we have
        process.end()
        _unable.set()
        return None
    return process


def stay() -> None:
    """Ask in this process from now on: for one that is itself watched, and ended as a whole."""
    _unable.set()


def _end_all() -> None:
    while _idle:
        _idle.pop().end()


atexit.register(_end_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)


# The process itself


def main() -> None:
    """Answer questions from standard input until it ends, which ends this process at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us decides
    _bound_memory()
    import z3  # noqa: F401  (so that the first question is not charged for it)

    out = sys.stdout.buffer
    questions: queue.SimpleQueue[tuple[str, tuple[Any, ...]]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(questions,), daemon=True).start()
    said: object = _READY
    while True:
        pickle.dump(said, out, pickle.HIGHEST_PROTOCOL)
        out.flush()
        name, asked = questions.get()
        said = getattr(question, name)(*asked)


def _listen(questions: queue.SimpleQueue[tuple[str, tuple[Any, ...]]]) -> None:
    """Read on while Z3 works, so that this process does not outlive the one that asks."""
    with contextlib.suppress(*_BROKEN):
        while True:
            questions.put(pickle.load(sys.stdin.buffer))
    os._exit(0)


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    with contextlib.suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, most))
