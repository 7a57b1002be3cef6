"""Hostile files are refused or harmless, at once, and never write to the terminal what they like.

The attacks are ones that worked on programs like this one: code in rules, numbers that never
end, YAML that grows, paths that lead out, text that rewrites the verdict.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from verify.cli import group

SECONDS = 30  # a guard against hanging, not a measurement
UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
QUANTITIES = {"x": {"unit": "1"}, "fee": {"unit": "USD/month"}, "total": {"unit": "USD"}}


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True, scope="module")
def _warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Load what is loaded once, so that it is not taken for slow."""
    folder = tmp_path_factory.mktemp("warm")
    suite = {"quantities": QUANTITIES, "claims": [{"about": "x", "figure": "5"}]}
    (folder / "warm.claims.json").write_text(json.dumps(suite), "utf-8")
    (folder / "warm.claims.yaml").write_text("rules: [x == 1]\n", "utf-8")
    for style in ("concise", "json", "full"):
        CliRunner().invoke(group, ["check", "--format", style, str(folder)])


def check(*arguments: str) -> tuple[int, str]:
    """Check paths in every form; return the exit status and the full report."""
    status, report = 0, ""
    for style in ("concise", "json", "full"):
        started = time.process_time()
        result = CliRunner().invoke(group, ["check", "--format", style, *arguments])
        assert time.process_time() - started < SECONDS
        assert isinstance(result.exception, SystemExit | None), result.exception
        assert "Traceback" not in result.output
        assert "internal error" not in result.output
        odd = {c for c in result.output if unicodedata.category(c) in UNSAFE} - {"\n"}
        assert not odd, f"{style}: {sorted(map(ascii, odd))}"
        status, report = result.exit_code, result.output
    assert not Path("pwned").exists()
    return status, report


def check_text(text: str | bytes, name: str = "attack.claims.yaml") -> tuple[int, str]:
    """Check a file of this content."""
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return check(name)


def check_data(**keys: Any) -> tuple[int, str]:
    """Check a JSON file, which can hold every character."""
    return check_text(json.dumps({"quantities": QUANTITIES, **keys}), "attack.claims.json")


RULES = [
    "__import__('pathlib').Path('pwned').write_text('harmless')",
    "total - __import__('pathlib').Path('pwned').write_text('harmless') == 0 USD",
    "().__class__.__base__.__subclasses__()[140].__init__.__globals__['system']('touch pwned')",
    "x.subs.__func__.__globals__['__builtins__']['__import__']('os').getcwd()",
    "getattr(getattr(print,'_'+'_self_'+'_'),'ev'+'al')('open(\"pwned\",\"w\")')",
    "x == 2**10000000000",
    "x == 9**9**9",
    "x == 9**9**9**9**9",
    "x == x**9**9**9",
    "x == factorial(10**7)",
    "x == 99999999!",
    "x == (((9!)!)!)",
    "x == 1e999999999",
    "x == 1e-999999999",
    "x**100000 == 2",
    "(" * 200 + "x" + ")" * 200 + " == 1",
    "x == " + "-" * 300 + "1",
    "not " * 300 + "x == 1",
    "x == " + " + ".join(["x"] * 20_000),
    "x == " + " ** ".join(["2"] * 400),
    "x == " + "9" * 100_000,
    "x == " + "+".join(["x"] * 249),
    "x == sum(" + ",".join(["x"] * 249) + ")",
    "x == (((1e400)**64)**64)**64",
    "x == (((1e400*x)**64)**64)**64",
    "x == ((1e-400)**-64)**64 * x",
    "x == abs((2**64)**64*x)**64",
    "x == exp(1e400**64)",
    "x == floor((9**64)**64)",
    "x == ((((x+1)**64)**64)**64)**64",
    "x == 2^3",
    "x = 1,250",
    "x == E*r",
    "fее == 5 USD/month",
    "fee| Real) (assert false)(declare-const |z == 1",
    "x == 1; import os",
    "x == lambda: 0",
    "x == `touch pwned`",
    "x == ${IFS}",
    "\x1b[2K\x1b[1A == 1",
    "x == \u202e1",
]


@pytest.mark.parametrize("rule", RULES, ids=range(len(RULES)))
def test_rules_that_are_programs_or_monsters(rule: str) -> None:
    status, _ = check_data(rules=[rule])
    assert status == 2


HARMLESS_RULES = [
    "x == " + "+".join(["x"] * 120),
    "x == max(" + ",".join(["x"] * 120) + ")",
    "x == (((x + 1)**3)**5)**60",
    "x == " + "sqrt(" * 45 + "x" + ")" * 45,
    "x == " + "(x + 1) * " * 60 + "x",
    "x == " + "abs(" * 45 + "x - 3" + ")" * 45,
    "x\r== 1",
    "x**64 == 1e300",
    "exp(exp(exp(exp(exp(x))))) == 2",
    "x == exp(1e400)",
    "exp(1e300) == exp(-1e300)",
    "x == log(1e-300) ** 7",
    "x**3 + fee / 1 USD/month == 114",
    "x == " + "(if x > 1 then 2 else 3) + " * 20 + "1",
    "x == 1e400 * 1e400 * 1e400",
    "(x + 1)**60 == x**60 + 7",
    "x / x == 1",
    "0 * x == 0",
    "x == 0.1 + 0.2 - 0.3",
]


@pytest.mark.parametrize("rule", HARMLESS_RULES, ids=range(len(HARMLESS_RULES)))
def test_rules_that_are_hard_end_in_time(rule: str) -> None:
    check_data(rules=[rule], claims=[{"about": "x", "figure": "about 5"}])


UNITS = [
    "9**9**9",
    "x" * 19_000,
    "9" * 19_000,
    "1," * 9_000,
    "m**100000000",
    "m**1e400",
    "m**nan",
    "6/2(3)",
    "()",
    "(" * 1_000,
    "*".join(["m"] * 2_000),
    "/".join(["m"] * 2_000),
    "\u338f",
    "k\u0131lometre",
    "m\u200b",
    "__class__",
    "m; import os",
    "../m",
    "\x1b[31m",
    "degC",
    "k",
]


@pytest.mark.parametrize("unit", UNITS, ids=range(len(UNITS)))
def test_units_that_are_formulas_or_disguises(unit: str) -> None:
    status, _ = check_data(quantities={"y": {"unit": unit}})
    if unit not in ("__class__", "k"):
        assert status == 2
    status, _ = check_data(claims=[{"about": "x", "value": f"5 {unit}"}])
    assert status == 2
    status, _ = check_data(rules=[f"x == 5 {unit}"])
    assert status == 2


FIGURES = [
    "-" * 400,
    "1" * 499,
    "1," * 240 + "x",
    "1" + " " * 498,
    "1" + " " * 400 + "million",
    "a and " * 80 + "to %",
    "1,234" * 99,
    "123," * 124,
    "1e999999",
    "1e400",
    "1e-400",
    "0x" + "f" * 400,
    "nan",
    "inf",
    "Infinity",
    "True",
    "1_000",
    "１２",
    "١٢",
    "10²",
    "5½",
    "−5",
    "1..2",
    "5!",
    "5 % 2",
    "1 < 2",
    "between " * 60 + "5",
    "about " * 80 + "5",
    "at least " * 50 + "5",
    "5 to " * 90 + "6",
    "$" * 300 + "5",
    "May " * 100 + "2026",
    "\x00",
    "5\x1b[2K",
    "5\u202e",
    "5\ud800",
    "{{ cycler.__init__.__globals__.os.getcwd() }}",
    "=cmd|' /C calc'!A0",
    "9" * 399 + "e400",
]


@pytest.mark.parametrize("figure", FIGURES, ids=range(len(FIGURES)))
@pytest.mark.parametrize("key", ["figure", "value", "as_of", "precision", "weight"])
def test_figures_that_are_traps_for_readers(figure: str, key: str) -> None:
    claim = {"about": "x", "figure": "5"} | {key: figure}
    check_data(claims=[claim])


NAMES = "abcdefgh"
YAML: dict[str, str | bytes] = {
    "alias bomb": "a: &a [x]\n"
    + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairwise(NAMES)),
    "merge bomb": "a: &a {x: 1}\n"
    + "".join(f"{b}: &{b} {{<<: [{', '.join([f'*{a}'] * 9)}]}}\n" for a, b in pairwise(NAMES)),
    "deep lists": "claims: " + "[" * 30_000 + "]" * 30_000,
    "deep mappings": "claims: " + "{a: " * 30_000 + "}" * 30_000,
    "deep dashes": "claims:\n" + "- " * 30_000 + "x\n",
    "open brackets": "[" * 100_000,
    "python object": "claims: !!python/object/apply:os.system ['touch pwned']\n",
    "python name": "claims: !!python/name:os.system\n",
    "binary": "title: !!binary aGVsbG8=\n",
    "two documents": "claims: []\n---\nclaims: []\n",
    "directive": "%YAML 1.1\n---\nclaims: []\n",
    "tag directive": "%TAG ! tag:example.com,2000:\n---\nclaims: !x []\n",
    "duplicate key": "title: a\ntitle: b\n",
    "keys alike after composition": "quantities:\n  caf\u00e9: {}\n  cafe\u0301: {}\n",
    "escape": 'title: "\\e[1A\\e[2K all consistent"\n',
    "surrogate": 'title: "\\ud800"\n',
    "next line": "title: a\x85b\n",
    "line separator": "title: a\u2028b\n",
    "carriage return": "title: conflict\rconsistent\n",
    "no byte of text": b"\xff\xfe\x00\x00",
    "a zero byte": b"title: a\x00b\n",
    "long key": "? " + "k" * 30_000 + "\n: 1\n",
    "number as root": "5\n",
    "list as root": "- 1\n",
    "many mistakes": "".join(f"k{n}: 1\n" for n in range(2_000)),
    "long line": "title: " + "a" * 1_000_000 + "\n",
    "many quotes": "title: " + '"a" ' * 20_000 + "\n",
    "many colons": "a: " * 20_000 + "\n",
    "many commas": "claims: [" + "," * 50_000 + "]\n",
    "many questions": "? " * 20_000 + "\n",
    "tabs": "\t" * 50_000 + "a: 1\n",
}


@pytest.mark.parametrize("name", YAML)
def test_yaml_that_grows_hides_or_runs(name: str) -> None:
    status, _ = check_text(YAML[name])
    assert status == (0 if name == "directive" else 2)


JSON = {
    "nan": '{"title": NaN}',
    "infinity": '{"title": -Infinity}',
    "duplicate key": '{"title": "a", "title": "b"}',
    "deep": "[" * 100_000,
    "deep closed": '{"claims": ' + "[" * 30_000 + "]" * 30_000 + "}",
    "escape": '{"title": "\\u001b[2K"}',
    "surrogate": '{"title": "\\ud800"}',
    "comment": '{"title": "a"} // comment',
    "number for a text": '{"claims": 1e999999999}',
    "not closed": '{"title": "' + "a" * 100_000,
    "spaces": " " * 1_000_000,
    "empty": "",
    "null": "null",
}


@pytest.mark.parametrize("name", JSON)
def test_json_that_is_none(name: str) -> None:
    status, _ = check_text(JSON[name], "attack.claims.json")
    assert status == 2 or name == "null"


PATHS = [
    "../secret.txt",
    "/etc/passwd",
    "/proc/self/environ",
    "a/../../secret.txt",
    "..",
    "../suite-evil/secret.txt",
    "..\\secret.txt",
    "file:///etc/passwd",
    "C:secret.txt",
    "link.txt",
    "folder/secret.txt",
    "a\x00b",
    "x" * 5_000,
    "a/" * 3_000,
]


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
def test_paths_that_lead_out_of_the_suite(path: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret is 42 months\n", "utf-8")
    for folder in ("suite", "suite-evil"):
        (tmp_path / folder).mkdir()
    (tmp_path / "suite-evil" / "secret.txt").write_text("secret\n", "utf-8")
    (tmp_path / "suite" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "suite" / "folder").symlink_to(tmp_path)
    suite = {
        "quantities": {"term": {"unit": "month"}},
        "sources": {"story": {"title": "A story", "text": path}},
        "claims": [{"about": "term", "figure": "43 months", "source": "story", "quote": {}}],
    }
    Path("suite/a.claims.json").write_text(json.dumps(suite), "utf-8")
    status, report = check("suite/a.claims.json")
    assert status == 2 or "x" * 50 in path or "a/" * 50 in path
    assert "secret is" not in report
    Path("suite/a.claims.json").write_text(json.dumps({"use": [path]}), "utf-8")
    status, report = check("suite/a.claims.json")
    assert status == 2
    assert "secret is" not in report


@pytest.mark.parametrize("name", ["suite.yaml", "out.claims.yaml"])
def test_a_link_in_a_folder_is_not_followed_out_of_it(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("title: the secret\n", "utf-8")
    (tmp_path / "suite").mkdir()
    (tmp_path / "suite" / "in.claims.yaml").write_text("title: inside\n", "utf-8")
    (tmp_path / "suite" / name).symlink_to(tmp_path / "secret.yaml")
    status, report = check("suite")
    assert status == 2
    assert "the secret" not in report


def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.claims.yaml")
    assert check("pipe.claims.yaml")[0] == 2
    assert check(".")[0] == 2
    assert check("/dev/zero")[0] == 2


PIPE, DEVICE, LOOP = "pipe.claims.yaml", "/dev/zero", "loop.claims.yaml"
COMMANDS: list[list[str]] = [
    ["check"],
    ["why", "x"],
    ["sources"],
    ["coverage"],
    ["diff", "."],
    ["what-if", "x = 1"],
]


@pytest.mark.parametrize("name", [PIPE, DEVICE, LOOP])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_what_is_no_regular_file_is_called_so(
    command: list[str], name: str, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / PIPE)
    os.symlink(LOOP, tmp_path / LOOP)
    result = CliRunner().invoke(group, [*command, name])
    assert result.exit_code == 2
    assert "regular file" in result.output
    assert "no such file" not in result.output


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("way", [LOOP, "way/in.claims.yaml"])
def test_links_in_a_circle_are_unreadable(command: list[str], way: str, tmp_path: Path) -> None:
    os.symlink("way", tmp_path / "way")
    os.symlink(way, tmp_path / LOOP)
    Path("a.claims.yaml").write_text("quantities: {x: {unit: 1}}\n", "utf-8")
    result = CliRunner().invoke(group, [*command, "."])
    if command[0] == "diff":  # which compares what cannot be read as well
        assert (result.exit_code, f"{LOOP}: invalid" in result.output) == (0, True)
        return
    assert result.exit_code == 2
    assert f"{LOOP}: error[unreadable-file]" in result.output


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_folders_nested_too_deep_are_not_looked_at(command: list[str]) -> None:
    os.makedirs("d/" * 102)
    Path("d/" * 102, "a.claims.yaml").write_text("quantities: {x: {unit: 1}}\n", "utf-8")
    result = CliRunner().invoke(group, [*command, "."])
    assert result.exit_code == 2
    assert "nested-too-deep" in result.output


class Endless(io.BytesIO):
    """Standard input that never ends; whoever wants all of it fails."""

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 <= size < 10_000_000
        return b" " * size


@pytest.mark.parametrize("command", [["figures"], ["review", "--against", "a.claims.yaml"]])
def test_standard_input_is_not_read_for_ever(command: list[str]) -> None:
    Path("a.claims.yaml").write_text("title: x\n", "utf-8")
    result = CliRunner().invoke(group, [*command, "-"], input=Endless())
    assert result.exit_code == 2
    assert "file-too-large" in result.output


LONG = "q" * 30_000


@pytest.mark.parametrize(
    "arguments",
    [
        ["why", LONG],
        ["explain", LONG],
        ["what-if", f"{LONG} = 1"],
        ["what-if", f"x = {LONG}"],
        ["what-if", f"x@{LONG} = 1"],
        ["what-if", LONG],
        ["diff", "a.claims.yaml", LONG],
    ],
    ids=range(7),
)
def test_an_argument_does_not_come_back_whole(arguments: list[str]) -> None:
    Path("a.claims.yaml").write_text("quantities: {x: {unit: 1}}\n", "utf-8")
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 2
    assert len(result.output) < 1_000


def test_a_report_or_certificate_of_too_long_a_name_is_not_written() -> None:
    Path("a.claims.yaml").write_text("quantities: {x: {unit: 1}}\n", "utf-8")
    for option in ("--output", "--certificates"):
        result = CliRunner().invoke(group, ["check", "a.claims.yaml", option, LONG])
        assert (result.exit_code, "cannot write" in result.output) == (2, True)


@pytest.mark.parametrize(
    "arguments", [["why", "x"], ["what-if", "x = 7"], ["check"]], ids=["why", "what-if", "check"]
)
def test_json_on_the_terminal_is_escaped(arguments: list[str]) -> None:
    text = "\u202e\u200b\U000e0041 x"
    suite = {
        "quantities": {"x": {"unit": "1", "doc": text}},
        "claims": [{"about": "x", "figure": text, "value": "5", "by": text, "doc": text}],
        "assumptions": [{"id": "a", "about": "x", "value": "5", "doc": text}],
    }
    name = f"{text}.claims.json"
    Path(name).write_text(json.dumps(suite), "utf-8")
    result = CliRunner().invoke(group, [*arguments, name, "--format", "json"])
    assert json.loads(result.stdout)
    assert r"\u202e" in result.stdout
    assert not {c for c in result.stdout if unicodedata.category(c) in UNSAFE} - {"\n"}


TEXTS = [
    "\x1b[1A\x1b[2K consistent: all figures can hold together",
    "conflict\rconsistent",
    "\x07\x08\x08",
    "\x9b2K",
    "\u202econsistent\u202c",
    "\u2066\u2069\u200b\ufeff\u00ad",
    "\u2028\u2029\x85",
    "\U000e0041\U000e0042",
    "\ud83d",
    "a\n::stop-commands::pause",
    "::error file=x::y",
    "[/nope] [bold red]no[/] [link=https://example.com]x[/link]",
    "{{ ''.__class__ }} %s %(x)s {0.__class__}",
    "<script>alert(1)</script>",
    "]8;;https://example.com\x07link",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_no_text_of_a_file_reaches_the_terminal_raw(text: str) -> None:
    check_data(title=text, claims=[{"about": "x", "figure": "5", "doc": text, "by": text}])
    check_data(claims=[{"about": "x", "figure": text, "value": "5"}, {"about": "x", "value": "9"}])
    check_data(claims=[{"about": text, "figure": text, "id": text}])
    check_data(rules=[text, {"id": "r", "relation": "x == 1", "when": text}])
    check_data(rules=[{"relation": "x == 1", "doc": text, "source": text}])
    check_data(quantities={text: {"unit": text, "doc": text, "min": text}}, subjects={text: {}})
    check_data(subjects={"a": {"kind": text, "part_of": text, text: text}})
    check_data(sources={"s": {"title": text, "date": text, "url": text}}, source=text)
    check_data(policy={text: text}, use=[text])
    check_data(expect=[{"conflict": [text], "reason": text, "until": text}])
    check_data(**{text: text})


@pytest.mark.parametrize(
    "name", ["\x1b[2K.claims.yaml", "\u202e.claims.yaml", "a\n::b.claims.yaml"]
)
def test_no_name_of_a_file_reaches_the_terminal_raw(name: str) -> None:
    check_text("claims: nothing\n", name)
    check("missing" + name)


def test_a_github_command_never_begins_a_line() -> None:
    text = "x\n::stop-commands::pause"
    _, report = check_data(title=text, claims=[{"about": "x", "figure": text, "value": "5"}])
    assert not any(line.startswith("::") for line in report.splitlines())


def test_thousands_of_mistakes_are_named_in_time() -> None:
    quantities = {f"quantity_{n}": {"unit": "1"} for n in range(1_000)}
    claims = [{"about": f"quantty_{n}x", "figure": "5"} for n in range(1_000)]
    check_data(quantities=quantities, claims=claims)
    check_data(rules=[f"x == unknown_{n}" for n in range(1_000)])


def test_a_circle_of_thousands_of_parts_is_found_once() -> None:
    subjects = {f"s{n}": {"part_of": f"s{(n + 1) % 2_000}"} for n in range(2_000)}
    status, report = check_data(subjects=subjects)
    assert status == 2
    assert "1 error" in report


def test_a_figure_that_fills_its_source_is_found_in_time() -> None:
    Path("story.txt").write_text("1" * 1_000_000, "utf-8")
    quote = {"prefix": "2" + "1" * 1_000}
    status, report = check_data(
        sources={"story": {"title": "A story", "text": "story.txt"}},
        claims=[{"about": "x", "figure": "1", "source": "story", "quote": quote}],
    )
    assert status == 0
    assert "quotation-lost" in report


def test_thousands_of_claims_about_one_quantity_end_when_their_time_is_up() -> None:
    claims = [{"about": "x", "figure": "5"}] * 2_000
    Path("many.claims.json").write_text(json.dumps({"quantities": QUANTITIES, "claims": claims}))
    status, report = check("--time-limit", "0.2", "many.claims.json")
    assert status == 0
    assert "time ran out" in report


@pytest.mark.parametrize("style", ["sarif", "junit", "html", "github", "gitlab", "markdown", "csv"])
def test_a_name_that_is_not_utf_8_is_written_in_every_format(style: str) -> None:
    suite = {"quantities": QUANTITIES, "claims": [{"about": "x", "figure": f} for f in ("5", "9")]}
    name = os.fsdecode(b"\xff\xfe.claims.json")
    Path(name).write_text(json.dumps(suite), "utf-8")
    done = CliRunner().invoke(group, ["check", ".", "--format", style])
    assert done.exit_code == 1, done.exception
    assert "xfe.claims.json" in done.stdout
    known = ["check", ".", "--baseline", "known.txt", "--update-baseline", "-q"]
    assert CliRunner().invoke(group, known).exit_code == 2  # `.txt` is no format
    known[3] = "known.json"
    assert [CliRunner().invoke(group, known).exit_code for _ in range(2)] == [0, 0]


def test_bad_usage_quotes_names_harmlessly() -> None:
    for name in ("a\n::error::b.claims.yaml", "\u202eb.claims.yaml"):
        Path(name).write_text("quantities: {x: {unit: 1}}\nclaims: [{about: x, figure: 5}]\n")
    shown = CliRunner().invoke(group, ["graph", "."]).stderr
    assert "there are several suites" in shown
    assert "\u202e" not in shown
    assert not any(line.startswith("::") for line in shown.splitlines())


def test_a_full_disk_is_no_error_of_ours() -> None:
    Path("s.claims.yaml").write_text(
        "quantities: {x: {unit: 1}}\nclaims: [{about: x, figure: 5}]\n"
    )
    run = "from verify.cli import main; main()"
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-c", run, "check", "s.claims.yaml"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, "No space left" in done.stderr) == (2, True)
