"""An editor for tests: starts `verify lsp` and speaks JSON-RPC with it over its pipes."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

_COMMAND = "from verify.cli import main; main(['lsp'])"
_WAIT = 60.0  # seconds for an answer, of which nothing but a defect needs all
ALL_RELATED = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}


class Editor:
    """One conversation with a server; what it says of itself is kept in order."""

    def __init__(self, root: Path | None, **environment: str) -> None:
        self.root = root
        self.notifications: list[dict[str, Any]] = []
        self.marks: dict[str, list[dict[str, Any]]] = {}
        self.published: dict[str, int] = {}
        self.settings: Any = None
        self.capabilities: dict[str, Any] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | environment,
        )
        self._incoming: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._answers: dict[int, dict[str, Any]] = {}
        self._number = 0
        self._versions: dict[str, int] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    # The life of a server

    def start(self, capabilities: Any = ALL_RELATED, options: Any = None) -> dict[str, Any]:
        """Begin, with the editor's capabilities; return the server's."""
        uri = None if self.root is None else self.root.as_uri()
        folders = None if uri is None else [{"uri": uri, "name": "root"}]
        said = self.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": uri,
                "workspaceFolders": folders,
                "capabilities": capabilities,
                "initializationOptions": options,
            },
        )
        self.capabilities = cast(dict[str, Any], said["capabilities"])
        self.tell("initialized", {})
        return self.capabilities

    def stop(self) -> int:
        """End the conversation as the protocol says, and return the exit status."""
        if self._process.poll() is None:
            self.ask("shutdown", None)
            self.tell("exit", None)
        return self._process.wait(timeout=20)

    def kill(self) -> None:
        """End the server, however it is."""
        self._process.kill()
        self._process.wait(timeout=20)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    @property
    def alive(self) -> bool:
        """Whether the server runs."""
        return self._process.poll() is None

    # Messages

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and return its result."""
        said = self.answer(method, params)
        assert "error" not in said, said
        return said["result"]

    def answer(self, method: str, params: Any) -> dict[str, Any]:
        """Send a request and return the whole answer, which may be an error."""
        self._number += 1
        number = self._number
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        self.until(lambda: number in self._answers, f"an answer to {method}")
        return self._answers.pop(number)

    def send(self, message: dict[str, Any]) -> None:
        """Send a message as it is."""
        self.send_bytes(json.dumps(message).encode())

    def send_bytes(self, body: bytes) -> None:
        """Send the body of a message, whatever it is."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def until(self, done: Any, what: str, seconds: float = _WAIT) -> None:
        """Take in messages until something is so."""
        end = time.monotonic() + seconds
        while not done():
            left = end - time.monotonic()
            assert left > 0, f"{what} did not come; heard {self.notifications[-3:]}"
            try:
                message = self._incoming.get(timeout=left)
            except queue.Empty:
                continue
            assert message is not None, f"the server ended before {what}"
            self._take(message)

    def hear(self, seconds: float) -> None:
        """Take in what comes for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                message = self._incoming.get(timeout=left)
            except queue.Empty:
                return
            if message is not None:
                self._take(message)

    # Documents

    def open(self, path: Path | str, text: str | None = None, language: str = "yaml") -> str:
        """Open a file, or a document by its address; return the address."""
        uri = path.as_uri() if isinstance(path, Path) else path
        if text is None:
            assert isinstance(path, Path)
            text = path.read_text("utf-8")
        self._versions[uri] = 1
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return uri

    def change(self, uri: str, text: str) -> None:
        """Replace the text of an open document."""
        self._versions[uri] += 1
        item = {"uri": uri, "version": self._versions[uri]}
        changes = [{"text": text}]
        self.tell("textDocument/didChange", {"textDocument": item, "contentChanges": changes})

    def close(self, uri: str) -> None:
        """Close a document."""
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """Return the diagnostics that are published next, or were if none was waited for."""
        before = self.published.pop(uri, 0)
        if not before:
            self.until(lambda: self.published.get(uri, 0) > 0, f"diagnostics of {uri}")
            self.published.pop(uri, None)
        return self.marks[uri]

    def codes(self, uri: str) -> list[str]:
        """Return the codes of the next diagnostics, in order of their places."""
        found = self.diagnostics(uri)
        found = sorted(found, key=lambda each: tuple(each["range"]["start"].values()))
        return [each["code"] for each in found]

    def at(self, method: str, uri: str, line: int, character: int, **more: Any) -> Any:
        """Ask something of a position."""
        position = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": uri}, "position": position, **more})

    # What comes

    def _take(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            self._answers[message["id"]] = message
        elif "id" in message:
            result = [self.settings] if message["method"] == "workspace/configuration" else None
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})
            self.notifications.append(message)
        else:
            self.notifications.append(message)
            if message["method"] == "textDocument/publishDiagnostics":
                said = message["params"]
                self.marks[said["uri"]] = said["diagnostics"]
                self.published[said["uri"]] = self.published.get(said["uri"], 0) + 1

    def _listen(self) -> None:
        out = cast(BinaryIO, self._process.stdout)
        try:
            while True:
                size = 0
                while (header := out.readline()).strip():
                    name, _, value = header.partition(b":")
                    if name.lower() == b"content-length":
                        size = int(value)
                if not header:
                    break
                self._incoming.put(json.loads(out.read(size)))
        except (ValueError, OSError):
            pass
        self._incoming.put(None)


def position(text: str, words: str, inside: int = 0) -> tuple[int, int]:
    """Return line and character (of UTF-16) of the first place of some words, and so far in."""
    at = text.index(words) + inside
    line = text.count("\n", 0, at)
    start = text.rfind("\n", 0, at) + 1
    return line, len(text[start:at].encode("utf-16-le")) // 2


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """Return a text with the edits of a fix made, as an editor that counts UTF-16 makes them."""
    rows = text.split("\n")

    def offset(at: dict[str, int]) -> int:
        before = sum(len(row) + 1 for row in rows[: at["line"]])
        row = rows[at["line"]] if at["line"] < len(rows) else ""
        inside = row.encode("utf-16-le")[: 2 * at["character"]].decode("utf-16-le")
        return before + len(inside)

    places = [(offset(e["range"]["start"]), offset(e["range"]["end"]), e["newText"]) for e in edits]
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return text
