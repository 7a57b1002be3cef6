"""What the server knows between messages: open documents, suites as last checked, drafts.

A change puts off the check of its suite for a moment; a newer change supersedes it, and what a
superseded check finds is never shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol, TypeVar

from lsprotocol import types

from verify.config import Config, Limits
from verify.formats import Suite
from verify.lsp.belonging import (
    NoSuite,
    home_of,
    is_claim_file,
    root_of,
    suite_for_drafts,
    suite_of,
)
from verify.lsp.buffers import Buffer, Buffers
from verify.lsp.checker import Checker, CheckError
from verify.lsp.job import Answer, Check, Checked, Job, ReviewDraft, ReviewedDraft
from verify.lsp.marks import Marker, Marks
from verify.lsp.positions import Lines
from verify.lsp.preferences import SECONDS, Preferences
from verify.lsp.sites import tree_of
from verify.tree import Node

DELAY: Final = 0.2  # seconds without a change after which a check begins
_PATIENCE: Final = 20.0  # seconds that a request waits for the first check of its suite


T = TypeVar("T", bound=Hashable)


class Editor(Protocol):
    """What a session tells the editor."""

    def publish(self, uri: str, version: int | None, marks: list[types.Diagnostic]) -> None:
        """Show the diagnostics of a document instead of those before."""

    def log(self, message: str) -> None:
        """Note what is for someone who looks for it."""

    def warn(self, message: str) -> None:
        """Tell what stands in the way."""

    def refresh(self) -> None:
        """Have hints asked for again."""


class Session:
    """The state of one editor's server."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.buffers = Buffers()
        self.preferences = Preferences()
        self.roots: tuple[Path, ...] = ()
        self.related = False
        self.checker = Checker()
        self._checked: dict[Path, Checked] = {}
        self._reviewed: dict[str, tuple[str, ReviewedDraft]] = {}
        self._tasks: dict[Path | str, asyncio.Task[None]] = {}
        self._marks: dict[Path | str, Marks] = {}
        self._found: dict[Hashable, bool] = {}
        self._trees: dict[str, tuple[Buffer, str, Node | None]] = {}
        self._warned: set[str] = set()

    # What is asked of it

    def config(self, path: Path) -> Config:
        """Return the configuration that holds for a file."""
        config, problem = self.preferences.config(root_of(path, self.roots))
        for each in filter(None, (problem, self.preferences.problem)):
            self.warn_once(each)
        return config

    async def checked(self, path: Path) -> Checked | None:
        """Return the last check that read a file, waiting for the first one if need be."""
        found = self._last(path)
        if found is None:
            await self._finished(self._checks_of(path))
            found = self._last(path)
        return found

    async def tree(self, buffer: Buffer, shown: str) -> Node | None:
        """Return the tree of a claim file as it stands, read once for each change."""
        known = self._trees.get(buffer.uri)
        if known is None or known[0] is not buffer or known[1] != shown:
            tree = await asyncio.to_thread(tree_of, buffer.text, shown, Limits())
            known = self._trees[buffer.uri] = (buffer, shown, tree)
        return known[2]

    async def settled(self, buffer: Buffer) -> Checked | None:
        """Return the check of a claim file as it stands now, and None if there is no such check."""
        if buffer.path is None:
            return None
        await self._finished(self._checks_of(buffer.path))
        checked = self._last(buffer.path)
        if checked is None or buffer.path not in checked.suite.unsaved:
            return None
        return checked if checked.suite.unsaved[buffer.path] == buffer.text else None

    async def once(self, key: T, found: Callable[[T], Awaitable[bool]]) -> bool:
        """Return what was found of something since the last change, finding it if need be."""
        cache = self._found  # another one once something has changed
        if key not in cache:
            cache[key] = await found(key)
        return cache[key]

    async def reviewed(self, buffer: Buffer) -> ReviewedDraft | None:
        """Return the review of a draft as it stands now."""
        for work in (None, self._review(buffer.uri, wanted=True)):
            if work is not None:
                self._schedule(buffer.uri, work, 0)
            if buffer.uri in self._tasks:
                await self._finished([self._tasks[buffer.uri]])
            known = self._reviewed.get(buffer.uri)
            if known is not None and known[0] == buffer.text:
                return known[1]
        return None

    async def ask(self, job: Job, config: Config) -> Answer:
        """Have a job done within a suite's time limit; raises CheckError."""
        return await self.checker.ask(job, config.budget.seconds or SECONDS)

    def marker(self) -> Marker:
        """Return what turns findings into the editor's diagnostics."""
        return Marker(self.buffers, self.lines, self.related)

    def lines(self, path: Path) -> Lines:
        """Return a file's lines, as the editor has them or as they are on disk."""
        return self.buffers.lines(path, Limits())

    # What happens

    def changed(self, uri: str, *, soon: bool = False) -> None:
        """Check what a document is part of, after a moment."""
        self._found = {}
        buffer = self.buffers.open.get(uri)
        delay = 0 if soon else DELAY
        if buffer is None or (buffer.html is not None and not buffer.claims):
            if buffer is not None:
                self._schedule(uri, self._review(uri), delay)
            return
        if buffer.path is not None:
            self.changed_path(buffer.path, delay)

    def changed_path(self, path: Path, delay: float = DELAY) -> None:
        """Check every suite with an open document that a file is part of."""
        keys = {key for key, each in self._checked.items() if _part_of(path, each)}
        if is_claim_file(path):
            keys.add(home_of(path, self.roots))
        for buffer in self.buffers.open.values():
            if buffer.claims and buffer.path is not None:
                key = home_of(buffer.path, self.roots)
                if key in keys:
                    self._schedule(key, self._check(buffer.path), delay)
        if keys:
            for draft in self.buffers.drafts():
                self._reviewed.pop(draft.uri, None)
                self._schedule(draft.uri, self._review(draft.uri), delay + DELAY)

    def closed(self, uri: str) -> None:
        """Forget a document; its suite's diagnostics go with the last of its files."""
        buffer = self.buffers.open.pop(uri, None)
        self._trees.pop(uri, None)
        if buffer is None:
            return
        if buffer.html is not None:
            self._drop(uri)
            self._reviewed.pop(uri, None)
            self.editor.publish(uri, None, [])
        claims = [e.path for e in self.buffers.open.values() if e.claims and e.path is not None]
        homes = {home_of(path, self.roots) for path in claims}
        for key in {*self._tasks, *self._checked} - homes:
            if isinstance(key, Path):
                self._drop(key)
                self._checked.pop(key, None)
                self._show(key, {})
        if buffer.path is not None:
            self.changed_path(buffer.path)

    def everything(self) -> None:
        """Check all that is open again."""
        self._reviewed.clear()
        self._found = {}
        for uri in list(self.buffers.open):
            self.changed(uri)

    def end(self) -> None:
        """Stop what is going on."""
        for task in self._tasks.values():
            task.cancel()
        self.checker.end()

    def warn_once(self, message: str) -> None:
        """Tell of something that stays as it is only once."""
        if message not in self._warned:
            self._warned.add(message)
            self.editor.warn(message)

    # How it is done

    def _last(self, path: Path) -> Checked | None:
        return next((each for each in self._checked.values() if _part_of(path, each)), None)

    def _checks_of(self, path: Path) -> list[asyncio.Task[None]]:
        """Return the checks under way that may read a file: its suite's, or any for a pack."""
        home = home_of(path, self.roots) if is_claim_file(path) else None
        found = self._tasks.items()
        return [task for key, task in found if key == home or (not home and isinstance(key, Path))]

    async def _finished(self, tasks: Iterable[asyncio.Task[None]]) -> None:
        waiting = [task for task in tasks if not task.done()]
        if waiting:
            await asyncio.wait(waiting, timeout=_PATIENCE)

    def _schedule(self, key: Path | str, work: Callable[[], Awaitable[None]], delay: float) -> None:
        self._drop(key)
        self._tasks[key] = asyncio.get_running_loop().create_task(self._later(work, delay))

    def _drop(self, key: Path | str) -> None:
        task = self._tasks.pop(key, None)
        if task is not None:
            task.cancel()

    async def _later(self, work: Callable[[], Awaitable[None]], delay: float) -> None:
        await asyncio.sleep(delay)
        try:
            await work()
        except CheckError as error:
            self.editor.log(f"verify could not check this: {error}")
            self.warn_once(f"verify could not check this: {error}")
        except Exception as error:  # a defect of ours: said, and the server goes on
            self.editor.log(f"internal error: {type(error).__name__}: {error}; please report it")

    def _check(self, path: Path) -> Callable[[], Awaitable[None]]:
        async def work() -> None:
            suite, problems = await asyncio.to_thread(
                suite_of, path, self.roots, self.buffers.unsaved()
            )
            config = self.config(path)
            answer = await self.ask(Check(suite, config, problems), config)
            assert isinstance(answer, Checked)
            key = home_of(path, self.roots)
            before = self._checked.get(key)
            if answer.facts is None and before is not None:
                answer = _with_facts(answer, before)
            self._checked[key] = answer
            self._show(key, self.marker().suite(answer))
            self.editor.refresh()

        return work

    def _review(self, uri: str, *, wanted: bool = False) -> Callable[[], Awaitable[None]]:
        """Return what reviews a draft: one without ties only where someone wants to know."""

        async def work() -> None:
            buffer = self.buffers.open.get(uri)
            if buffer is None or buffer.html is None:
                return
            is_tied = "claim:" in buffer.text or "data-claim" in buffer.text
            if not is_tied and not wanted:
                self.editor.publish(uri, buffer.version, [])
                return
            found = await asyncio.to_thread(self.suite_of_drafts)
            if isinstance(found, NoSuite):
                if is_tied:
                    self.warn_once(f"the draft is not reviewed: {found.reason}")
                self.editor.publish(uri, buffer.version, [])
                return
            config = self.config(found.folder)
            shown = buffer.path.name if buffer.path is not None else "draft"
            job = ReviewDraft(found, config, buffer.text, shown, buffer.html)
            answer = await self.ask(job, config)
            assert isinstance(answer, ReviewedDraft)
            self._reviewed[uri] = (buffer.text, answer)
            marks = self.marker().draft(answer, buffer.lines)
            self.editor.publish(uri, buffer.version, marks)

        return work

    def suite_of_drafts(self) -> Suite | NoSuite:
        """Return the suite that drafts are held against, or why there is none."""
        return suite_for_drafts(self.preferences.suite, self.roots, self.buffers.unsaved())

    def _show(self, key: Path, marks: Marks) -> None:
        """Publish the diagnostics of a suite, and take back what it had where it has none."""
        before = self._marks.pop(key, {})
        if marks:
            self._marks[key] = marks
        for path in dict.fromkeys((*before, *marks)):
            found = [mark for each in self._marks.values() for mark in each.get(path, [])]
            buffer = self.buffers.of_path(path)
            version = buffer.version if buffer is not None else None
            self.editor.publish(self.buffers.uri(path), version, found)


def _part_of(path: Path, checked: Checked) -> bool:
    """Tell whether a file was read by a check."""
    return path in checked.files.values() or path in checked.texts.values()


def _with_facts(answer: Checked, before: Checked) -> Checked:
    """Keep what names meant while a file cannot be read, so that they can still be completed."""
    files = {**before.files, **answer.files}
    return replace(answer, facts=before.facts, files=files, texts=before.texts, names=before.names)
