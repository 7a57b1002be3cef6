"""The same input gives the same bytes; another order of claims, rules and files the same report."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from boundary_drawing import boundary_suite
from click.testing import CliRunner

from verify.cli import group

COLOSSUS = Path(__file__).parents[2] / "claims" / "colossus"
FORMATS = (
    *("full", "concise", "html", "json", "sarif", "junit", "github", "gitlab", "rdjsonl"),
    *("markdown", "csv", "annotations", "claimreview"),
)
SEEDS = ("0", "1", "4242")  # of Python's hashes of texts: the order in which sets are iterated
SUITES = range(70_000, 70_006)
# Everything that is printed of some suites, twice, as digests.
PRINTED = """
import hashlib, json, sys
from click.testing import CliRunner
from verify.cli import group

found = {}
for path, formats in json.load(sys.stdin).items():
    for name in formats:
        for again in (1, 2):
            command = ["check", path, "--format", name, "--certificates", "proofs.json"]
            printed = CliRunner().invoke(group, command, prog_name="verify").stdout_bytes
            proofs = open("proofs.json", "rb").read()
            digest = hashlib.sha256(printed).hexdigest(), hashlib.sha256(proofs).hexdigest()
            found[f"{path} as {name}, time {again}"] = digest
print(json.dumps(found))
"""


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the seed of Python's hashes is, and when it is checked again."""
    wanted: dict[str, tuple[str, ...]] = {}
    for seed in SUITES:
        name = f"{seed}.claims.yaml"
        (tmp_path / name).write_text(boundary_suite(seed).text(), "utf-8")
        wanted[name] = FORMATS if seed == SUITES[0] else ("full", "json")
    shutil.copytree(COLOSSUS, tmp_path / "colossus")
    wanted["colossus"] = ("full", "json")
    found = [_printed(seed, wanted, tmp_path) for seed in SEEDS]
    assert len(found[0]) == 2 * sum(map(len, wanted.values()))
    for other in found[1:]:
        assert other == found[0]
    for key, digests in found[0].items():
        assert digests == found[0][key.replace("time 2", "time 1")], key


def _printed(seed: str, wanted: dict[str, tuple[str, ...]], folder: Path) -> dict[str, Any]:
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root}
    done = subprocess.run(
        [sys.executable, "-c", PRINTED],
        input=json.dumps(wanted).encode(),
        capture_output=True,
        cwd=folder,
        env=environment,
        check=True,
    )
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("seed", SUITES)
def test_the_order_in_files_and_of_files_changes_no_word(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report as data, and as text, once places and the order of lists are set aside."""
    monkeypatch.chdir(tmp_path)
    data = json.loads(boundary_suite(seed).text())
    reports = set()
    for number in range(3):
        _write(data, Path("suite"), random.Random(number) if number else None)
        shown = _run("check", "suite", "--format", "json")
        words = _run("check", "suite")
        lines = sorted(" ".join(_PLACE.sub("", line).split()) for line in words.splitlines())
        reports.add((json.dumps(_unordered(json.loads(shown))), *lines))
        shutil.rmtree("suite")
    assert len(reports) == 1


def test_the_order_of_articles_changes_no_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    reports = set()
    for number in range(2):
        Path("suite").mkdir()
        shutil.copy(COLOSSUS / "suite.yaml", "suite")
        files = sorted(COLOSSUS.glob("*.claims.yaml"), reverse=bool(number))
        for place, file in enumerate(files):
            shutil.copy(file, Path("suite") / f"{place}.claims.yaml")
        shown = _run("check", "suite", "--format", "json")
        reports.add(json.dumps(_unordered(json.loads(shown))))
        shutil.rmtree("suite")
    assert len(reports) == 1


_PLACE = re.compile(r"\S+\.(?:claims\.)?yaml:\d+:\d+")
_PLACES = {"location", "path", "line", "column"}


def _run(*command: str) -> str:
    return CliRunner().invoke(group, command, prog_name="verify").stdout


def _write(data: dict[str, Any], folder: Path, rng: random.Random | None) -> None:
    """Write a suite and its claims in two files, shuffled if there is something to shuffle by."""
    folder.mkdir()
    suite = {key: part for key, part in data.items() if key != "claims"}
    claims = list(data.get("claims", ()))
    if rng is not None:
        rng.shuffle(claims)
        for key, part in suite.items():
            pairs: list[Any] = list(part.items()) if isinstance(part, dict) else list(part)
            rng.shuffle(pairs)
            suite[key] = dict(pairs) if isinstance(part, dict) else pairs
    (folder / "suite.yaml").write_text(json.dumps(suite, indent=1), "utf-8")
    half = len(claims) // 2 if rng is None else rng.randint(0, len(claims))
    for name, part in (("a", claims[:half]), ("b", claims[half:])):
        text = json.dumps({"claims": part}, indent=1)
        (folder / f"{name}.claims.yaml").write_text(text, "utf-8")


def _unordered(data: Any) -> Any:
    """Return a report without places, with every list in an order of its own."""
    if isinstance(data, dict):
        return {key: _unordered(data[key]) for key in sorted(data) if key not in _PLACES}
    if isinstance(data, list):
        return sorted((_unordered(each) for each in data), key=json.dumps)
    return data
