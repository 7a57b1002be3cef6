"""The server itself: it goes on whatever it is sent, ends when told, and bounds what it does."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import AGREEING, EXAMPLE
from editor import Editor, position


def test_it_ends_as_the_protocol_says(editor: Editor, tmp_path: Path) -> None:
    editor.start()
    editor.diagnostics(editor.open(tmp_path / "x.claims.yaml", EXAMPLE))
    assert editor.stop() == 0


def test_it_ends_when_nobody_speaks_any_more(editor: Editor, tmp_path: Path) -> None:
    editor.start()
    editor.diagnostics(editor.open(tmp_path / "x.claims.yaml", EXAMPLE))
    assert editor._process.stdin is not None
    editor._process.stdin.close()
    editor._process.wait(timeout=20)


def test_the_process_that_checks_ends_with_it(editor: Editor, tmp_path: Path) -> None:
    editor.start()
    editor.diagnostics(editor.open(tmp_path / "x.claims.yaml", EXAMPLE))
    server = editor._process.pid
    children = _children(server)
    if not children:
        pytest.skip("there is no /proc to look into")
    editor.kill()
    end = time.monotonic() + 10
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(status.parent.name))
    return found


NONSENSE = [
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b'{"jsonrpc": "2.0"}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 7}}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {}}',
    b'{"jsonrpc": "2.0", "id": 999, "result": null}',
    b'{"jsonrpc": "1.0", "id": 998, "method": "x"}',
    b"\xff\xfe\x00",
    b"[" * 20_000,
]


def test_nonsense_does_not_end_it(editor: Editor, tmp_path: Path) -> None:
    editor.start()
    for body in NONSENSE:
        editor.send_bytes(body)
    said = editor.answer("textDocument/nothing", {})
    assert said["error"]["code"] == -32601  # JSON-RPC 2.0, section 5.1: method not found
    uri = editor.open(tmp_path / "x.claims.yaml", EXAMPLE)
    assert len(editor.diagnostics(uri)) == 3


HOSTILE = [
    "\0" * 100,
    "\ud800 claims: []",
    "claims: [" * 3_000,
    "a: &a [*a, *a]\nb: *a\n",
    "quantities: {fee: {unit: 9**9**9}}\n",
    'rules: [\'__import__("os").system("true") == fee\']\n',
    "\u202equantities: {x: {unit: USD}}\n",
    "claims:\n  - about: 'x\n",
    "use: [../../../../etc/passwd]\nsources: {x: {text: /etc/passwd}}\n",
    "",
    "{",
    "# \U0010ffff\n",
]


def test_hostile_text_is_data(editor: Editor, tmp_path: Path) -> None:
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", EXAMPLE)
    editor.diagnostics(uri)
    for text in HOSTILE:
        editor.change(uri, text)
        for mark in editor.diagnostics(uri):
            assert "internal error" not in mark["message"]
            assert not set(mark["message"]) & set("\0\x1b\u202e\ud800")
        for method in ("hover", "definition", "completion"):
            editor.at(f"textDocument/{method}", uri, 0, 3)
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 9}}
        document = {"textDocument": {"uri": uri}, "range": whole}
        editor.ask("textDocument/inlayHint", document)
        editor.ask("textDocument/codeAction", {**document, "context": {"diagnostics": []}})
    editor.change(uri, AGREEING)
    assert editor.diagnostics(uri) == []
    assert not [each for each in editor.notifications if "internal error" in str(each)]


def test_positions_beyond_the_text_are_its_end(editor: Editor, tmp_path: Path) -> None:
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", EXAMPLE)
    for line, character in ((0, 10**6), (10**6, 0), (2**31 - 1, 2**31 - 1)):
        for method in ("hover", "definition", "completion"):
            editor.at(f"textDocument/{method}", uri, line, character)
    assert editor.alive


def test_documents_that_are_no_files_and_files_outside(editor: Editor, tmp_path: Path) -> None:
    inside = tmp_path / "workspace"
    inside.mkdir()
    (tmp_path / "suite.yaml").write_text("quantities: {fee: {unit: 5}}\n", "utf-8")
    editor.root = inside
    editor.start()
    for uri in ("untitled:Untitled-1", "git:/x.claims.yaml?HEAD", "file:///%00", "nonsense"):
        editor.open(uri, EXAMPLE)
        assert editor.at("textDocument/hover", uri, 3, 3) is None
        editor.close(uri)
    outside = editor.open(tmp_path / "far" / "x.claims.yaml", EXAMPLE)
    assert len(editor.diagnostics(outside)) == 3  # alone: no suite above it is looked for
    (tmp_path / "far").mkdir()
    assert editor.alive


def test_a_slow_check_is_superseded_and_the_loop_is_free(editor: Editor, tmp_path: Path) -> None:
    editor.start(options={"timeLimit": 30})
    uri = editor.open(tmp_path / "x.claims.yaml", AGREEING)
    editor.diagnostics(uri)
    editor.change(uri, _endless())
    editor.hear(1.5)  # the check is under way
    start = time.monotonic()
    editor.at("textDocument/completion", uri, 0, 3)
    assert time.monotonic() - start < 5
    editor.published.clear()
    editor.change(uri, EXAMPLE)
    assert len(editor.diagnostics(uri)) == 3
    assert time.monotonic() - start < 25


def _endless() -> str:
    """Return a suite that takes minutes: twelve parts, each with thousands of corrections."""
    rows: dict[str, list[str]] = {"quantities": [], "rules": [], "claims": []}
    for part in range(12):
        names = [f"p{part}q{n}" for n in range(12)]
        products = " + ".join(f"{a} * {b}" for a, b in itertools.pairwise(names))
        rows["rules"].append(f"  - t{part} == {products}")
        rows["quantities"] += [f"  {name}: {{unit: 1, domain: integer, min: 2}}" for name in names]
        rows["quantities"].append(f"  t{part}: {{unit: 1}}")
        for n, name in enumerate(names):
            rows["claims"].append(f"  - {{about: {name}, value: {3 + n} .. {9 + n}}}")
            rows["claims"].append(f"  - {{about: {name}, value: {11 + n} .. {12 + 2 * n}}}")
        rows["claims"] += [f"  - {{about: t{part}, value: {value}}}" for value in (7, 100000)]
    return "".join(f"{key}:\n" + "\n".join(lines) + "\n" for key, lines in rows.items())


def test_a_time_limit_is_kept(editor: Editor, tmp_path: Path) -> None:
    editor.start(options={"timeLimit": 0.5})
    uri = editor.open(tmp_path / "x.claims.yaml", EXAMPLE)
    editor.diagnostics(uri)
    start = time.monotonic()
    editor.change(uri, _endless())
    editor.until(
        lambda: (
            uri in editor.published
            or any("could not check" in str(each) for each in editor.notifications)
        ),
        "an end of the check",
    )
    assert time.monotonic() - start < 20


def test_a_question_that_is_cancelled_is_answered_so(editor: Editor, tmp_path: Path) -> None:
    editor.start(options={"timeLimit": 30})
    uri = editor.open(tmp_path / "x.claims.yaml", _endless())
    position_ = {"line": 0, "character": 3}
    asked = {"textDocument": {"uri": uri}, "position": position_}
    editor.send({"jsonrpc": "2.0", "id": 777, "method": "textDocument/hover", "params": asked})
    editor.tell("$/cancelRequest", {"id": 777})
    editor.until(lambda: 777 in editor._answers, "an answer to what was cancelled", 10)
    assert editor._answers.pop(777)["error"]["code"] == -32800  # RequestCancelled
    editor.change(uri, AGREEING)
    editor.until(lambda: editor.marks.get(uri) == [], "diagnostics of what came next")


def test_quick_changes_are_checked_once(editor: Editor, tmp_path: Path) -> None:
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", EXAMPLE)
    editor.diagnostics(uri)
    for number in range(20):
        editor.change(uri, EXAMPLE.replace("36 months", f"{36 + number} months"))
    editor.hear(3)
    assert editor.published[uri] <= 3
    assert "55 month" in str(editor.marks[uri])


def test_the_editor_is_asked_for_its_settings(editor: Editor, tmp_path: Path) -> None:
    editor.settings = {"policy": "strict", "nonsense": 1}
    editor.start({"workspace": {"configuration": True}})
    editor.diagnostics(editor.open(tmp_path / "x.claims.yaml", EXAMPLE))
    editor.until(
        lambda: any("unknown settings: nonsense" in str(each) for each in editor.notifications),
        "a word on the setting",
    )


def test_a_wrong_setting_is_told_and_passed_over(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.verify]\ntime-limit = -1\n", "utf-8")
    editor.start()
    assert len(editor.diagnostics(editor.open(tmp_path / "x.claims.yaml", EXAMPLE))) == 3
    assert any("time-limit" in str(each["params"]) for each in editor.notifications)


def test_a_new_file_joins_its_suite_before_it_is_saved(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "suite.yaml").write_text("quantities: {fee: {unit: USD}}\n", "utf-8")
    (tmp_path / "a.claims.yaml").write_text("claims: [{id: a, about: fee, figure: $5}]\n", "utf-8")
    editor.start()
    text = "claims: [{id: b, about: fee, figure: $7}]\n"
    uri = editor.open(tmp_path / "b.claims.yaml", text)
    assert editor.codes(uri) == ["conflict"]
    editor.close(uri)
    assert editor.diagnostics(uri) == []


def test_files_that_change_on_disk_are_read_again(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "suite.yaml").write_text("quantities: {fee: {unit: USD}}\n", "utf-8")
    other = tmp_path / "a.claims.yaml"
    other.write_text("claims: [{id: a, about: fee, figure: $5}]\n", "utf-8")
    editor.start()
    uri = editor.open(tmp_path / "b.claims.yaml", "claims: [{id: b, about: fee, figure: $5}]\n")
    assert editor.codes(uri) == []
    other.write_text("claims: [{id: a, about: fee, figure: $7}]\n", "utf-8")
    changes = [{"uri": other.as_uri(), "type": 2}]
    editor.tell("workspace/didChangeWatchedFiles", {"changes": changes})
    assert editor.codes(uri) == ["conflict"]


def test_a_pack_is_read_as_it_is_typed(editor: Editor, tmp_path: Path) -> None:
    pack = tmp_path / "own.yaml"
    pack.write_text("quantities: {fee: {unit: USD}}\n", "utf-8")
    editor.start()
    text = "use: [own.yaml]\nclaims: [{about: fee, figure: $5}]\n"
    uri = editor.open(tmp_path / "x.claims.yaml", text)
    assert editor.codes(uri) == []
    other = editor.open(pack)
    editor.hear(1)
    editor.published.clear()
    editor.change(other, "quantities: {fees: {unit: USD}}\n")
    assert editor.codes(uri) == ["unknown-quantity"]
    line, character = position("quantities: {fees: {unit: USD}}\n", "USD")
    assert "dollar" in str(editor.at("textDocument/hover", other, line, character))


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pygls").mkdir()
    (tmp_path / "pygls" / "__init__.py").write_text(
        "raise ModuleNotFoundError('no pygls', name='pygls')\n", "utf-8"
    )
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(
        [sys.executable, "-c", "from verify.cli import main; main(['lsp'])"],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "the language server needs pygls: pip install 'verify[lsp]'\n"


def test_help_does_not_load_the_server() -> None:
    code = (
        "import sys\nfrom verify.cli import group\n"
        "group.main(['--help'], standalone_mode=False)\n"
        "assert not {'pygls', 'lsprotocol', 'verify.lsp'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_two_editors_do_not_meet(editors: Callable[..., Editor], tmp_path: Path) -> None:
    pair = [editors(tmp_path), editors(tmp_path)]
    for each, text in zip(pair, (EXAMPLE, AGREEING), strict=True):
        each.start()
        each.open(tmp_path / "x.claims.yaml", text)
    uri = (tmp_path / "x.claims.yaml").as_uri()
    assert [len(each.diagnostics(uri)) for each in pair] == [3, 0]
    assert json.dumps(pair[0].capabilities) == json.dumps(pair[1].capabilities)
