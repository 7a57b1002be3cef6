"""The process that checks: jobs from standard input, answers to standard output, one by one.

A check is heavy, and native code in it cannot be interrupted: here it can be ended whole, at a
time or memory limit, and the server goes on.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import struct
import sys
import threading
import traceback
from typing import TYPE_CHECKING, BinaryIO, Final

from verify.lsp.job import Failed, Job

if TYPE_CHECKING:
    from verify.pipeline import Kept

COMMAND: Final = """\
import pickle, struct, sys
size, = struct.unpack(">Q", sys.stdin.buffer.read(8))
sys.path[:] = pickle.loads(sys.stdin.buffer.read(size))
from verify.lsp.process import main
main()
"""
_BYTES = 4_000_000_000  # of memory
_LENGTH = struct.Struct(">Q")


def framed(sent: object) -> bytes:
    """Return an object as it goes from one process to the other: its length, then itself."""
    data = pickle.dumps(sent, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


def length(head: bytes) -> int:
    """Return how many bytes follow the eight of a frame's head."""
    (size,) = _LENGTH.unpack(head)
    return int(size)


def main() -> None:
    """Do jobs until standard input ends, which ends this process at once."""
    from verify import z3_process
    from verify.lsp.answer import answer

    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # nothing that prints may speak in between
    z3_process.stay()  # one process is bounded, not two
    _bound_memory()
    kept: Kept = {}
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    while True:
        job = jobs.get()
        try:
            said = framed(answer(job, kept))
        except Exception as error:  # a defect of ours: said, and the next job is done
            said = framed(Failed(_in_a_line(error)))
        out.write(said)
        out.flush()


def _listen(given: BinaryIO, jobs: queue.SimpleQueue[Job]) -> None:
    """Read on while a job is done, so that this process does not outlive the server."""
    with contextlib.suppress(EOFError, OSError, ValueError, struct.error, pickle.UnpicklingError):
        while True:
            jobs.put(pickle.loads(given.read(length(given.read(8)))))
    os._exit(0)


def _in_a_line(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
    return f"{type(error).__name__}: {str(error)[:200]} ({place})"


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    with contextlib.suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, most))
