"""The server's side of the process that checks: one job at a time, each with a time limit.

A job that nobody waits for any more is dropped: at once if it has not begun, else after a moment,
so that a quick one does not cost a new process.
"""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from typing import Final, cast

from verify.lsp.job import Answer, Failed, Job
from verify.lsp.process import COMMAND, framed, length

_GRACE: Final = 3.0  # seconds beyond its own limit that a check may take to say what it found
_START: Final = 30.0  # seconds that a process may take to start, on top of the first job
_UNWANTED: Final = 1.0  # seconds that a job goes on once nobody waits for its answer


class CheckError(Exception):
    """A job that has no answer; the text says why."""


class Checker:
    """Runs jobs in a process of its own, which is started when first needed and kept."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._fresh = True
        self._turn = asyncio.Lock()
        self._running: asyncio.Task[Answer] | None = None

    async def ask(self, job: Job, seconds: float) -> Answer:
        """Return the answer to a job; raises CheckError where there is none."""
        task = asyncio.ensure_future(self._in_turn(job, seconds))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_seen)
            if self._running is task:
                asyncio.get_running_loop().call_later(_UNWANTED, task.cancel)
            else:
                task.cancel()
            raise

    async def warm(self) -> None:
        """Start the process ahead of the first job."""
        async with self._turn:
            with contextlib.suppress(CheckError):  # which the first job tells
                await self._started()

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._process = None

    async def _in_turn(self, job: Job, seconds: float) -> Answer:
        async with self._turn:
            self._running = asyncio.current_task()
            try:
                return await self._exchange(job, seconds)
            finally:
                self._running = None

    async def _exchange(self, job: Job, seconds: float) -> Answer:
        process = await self._started()
        limit = seconds + _GRACE + (_START if self._fresh else 0)
        try:
            said = await asyncio.wait_for(_said(process, framed(job)), limit)
        except TimeoutError:
            self.end()
            raise CheckError(f"it was ended after {limit:g} seconds") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            self.end()
            raise CheckError("its process ended, for want of memory perhaps") from None
        except BaseException:  # what it says next would answer another job
            self.end()
            raise
        self._fresh = False
        if isinstance(said, Failed):
            raise CheckError(f"internal error: {said.reason}; please report it")
        return cast(Answer, said)

    async def _started(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            arguments = (sys.executable, "-P", "-c", COMMAND)
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *arguments, stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL
                )
            except OSError as error:
                raise CheckError(f"no process can be started: {error.strerror}") from error
            self._fresh = True
            assert self._process.stdin is not None
            self._process.stdin.write(framed(sys.path))
        return self._process


async def _said(process: Process, sent: bytes) -> object:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(sent)
    await process.stdin.drain()
    head = await process.stdout.readexactly(8)
    return pickle.loads(await process.stdout.readexactly(length(head)))  # from our own process


def _seen(task: asyncio.Task[Answer]) -> None:
    """Take note of how a job ended that nobody waits for."""
    if not task.cancelled():
        task.exception()
