"""A check in a process of its own, which may use no more memory and time than it was given."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace

from verify.config import Config
from verify.diagnostics import Diagnostic
from verify.errors import SuiteError, VerifyError
from verify.report import Report, checked, reported, unsolved
from verify.suite import Suite

_GRACE = 1.0  # seconds beyond its time that a check may take to say what it has found
_OUT_OF_MEMORY = 77  # the exit status that says so
_CHILD = "from verify.confined import main; main()"


def confined(suite: Suite, config: Config, megabytes: int) -> Report:
    """Check a suite in a process of its own.

    Raises SuiteError as a check in this process would, and VerifyError where there can be no
    such process.
    """
    facts, _ = suite.elaborated(config)
    seconds = config.budget.seconds
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _CHILD],
            input=pickle.dumps((suite, config, megabytes)),
            capture_output=True,
            timeout=None if seconds is None else seconds + _GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Report(reported(unsolved(facts, "time"), ()), suite)
    except OSError as error:
        message = f"a process of its own cannot be started: {error.strerror}"
        raise VerifyError(Diagnostic("no-process", message)) from error
    if done.returncode == 0:
        kind, said = pickle.loads(done.stdout)  # from a process that we have started
        if kind == "invalid":
            raise SuiteError(*said)
        return replace(Report.from_json(said), suite=suite)
    if done.returncode == _OUT_OF_MEMORY or done.returncode < 0:  # or a signal, as from `abort`
        return Report(reported(unsolved(facts, "memory"), ()), suite)
    said = done.stderr.decode("utf-8", errors="replace").strip().rpartition("\n")[2]
    raise VerifyError(Diagnostic("no-process", f"the process of its own failed: {said}"))


def main() -> None:
    """Check the suite on standard input, and write what was found to standard output."""
    suite, config, megabytes = pickle.load(sys.stdin.buffer)
    _limit(megabytes)
    try:
        said: tuple[str, object] = "report", checked(suite, config).to_json()
    except SuiteError as error:
        said = "invalid", error.diagnostics
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)
    sys.stdout.buffer.write(pickle.dumps(said))


def _limit(megabytes: int) -> None:
    """Take no more memory than this beyond what the libraries have taken already."""
    import resource

    size = megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
