"""A check in a process of its own, which may use no more memory and time than it was given."""

from __future__ import annotations

import os
import pickle
import re
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from importlib import import_module

from verify import z3_process
from verify.config import Config
from verify.diagnostics import Diagnostic
from verify.errors import SuiteError, VerifyError
from verify.report import Report, checked
from verify.solved import ended
from verify.suite import Suite

_GRACE = 1.0  # seconds beyond its time that a check may take to say what it has found
_OUT_OF_MEMORY = 77  # the exit status that says so
# How a process ends that gets no memory, besides saying so: by `abort`, a fault, or the system.
_ABORTED = (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGKILL)
_SAYS_SO = re.compile(r"MemoryError|SystemError|bad_alloc|OutOfMemory|allocate", re.ASCII)
_LIBRARIES = ("pint", "pysat.solvers", "z3", "verify.question")
_FIRST = Suite().quantity("q").claim("q", value=1).claim("q", value=3)
_CHILD = "from verify.confined import main; main()"


def confined(suite: Suite, config: Config, megabytes: int) -> Report:
    """Check a suite in a process of its own, from reading its figures to the report.

    A check that was ended has no claims, as nothing of it is known.

    Raises SuiteError as a check in this process would, and VerifyError where there can be no
    such process.
    """
    seconds = config.budget.seconds
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _CHILD],
            input=pickle.dumps((replace(suite), config, megabytes)),
            capture_output=True,
            timeout=None if seconds is None else seconds + _GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Report(ended(suite, config, "time"), suite)
    except OSError as error:
        message = f"a process of its own cannot be started: {error.strerror}"
        raise VerifyError(Diagnostic("no-process", message)) from error
    if done.returncode == 0:
        kind, said = pickle.loads(done.stdout)  # from a process that we have started
        if kind == "invalid":
            raise SuiteError(*said)
        return replace(Report.from_json(said), suite=suite, _config=config)
    complaint = done.stderr.decode("utf-8", errors="replace").strip()
    if done.returncode in (_OUT_OF_MEMORY, *_ABORTED) or _SAYS_SO.search(complaint):
        return Report(ended(suite, config, "memory"), suite)
    last = complaint.rpartition("\n")[2]
    raise VerifyError(Diagnostic("no-process", f"the process of its own failed: {last}"))


def main() -> None:
    """Check the suite on standard input, and write what was found to standard output."""
    suite, config, megabytes = pickle.load(sys.stdin.buffer)
    z3_process.stay()  # one process is bounded, not two
    for name in _LIBRARIES:  # an import that runs out of memory fails in ways of its own
        import_module(name)
    checked(_FIRST, Config()).to_json()  # imports what is imported lazily
    size = megabytes * 1_000_000
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (size, most))
    try:
        said: tuple[str, object] = "report", checked(suite, config).to_json()
    except SuiteError as error:
        said = "invalid", error.diagnostics
    except (MemoryError, SystemError):
        os._exit(_OUT_OF_MEMORY)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    sys.stdout.buffer.write(pickle.dumps(said))
