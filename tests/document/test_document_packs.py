"""`use` finds packs by name or below the suite's folder, and never leaves it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from verify import packs
from verify.config import Limits
from verify.source import Span, Text

LIMITS = Limits()
KIND = "kinds: {lease: {quantities: {fee: {unit: USD/month}}}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A suite's folder; beside the program are the packs `finance` and `compute`."""
    built_in = tmp_path / "program"
    built_in.mkdir()
    (built_in / "finance.yaml").write_text("title: Finance\n" + KIND)
    (built_in / "compute.yaml").write_text("title: Compute\nuse: finance\n")
    monkeypatch.setattr(packs, "BUILT_IN", built_in)
    packs.built_in.cache_clear()
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "own.yaml").write_text("title: Own\nuse: [compute, more/other.yaml]\n")
    (suite / "more").mkdir()
    (suite / "more" / "other.yaml").write_text("title: Other\nuse: own.yaml\n")
    return suite


def use(name: str) -> Text:
    return Text(name, Span("suite.yaml", 2, 6, 2, 6 + len(name)), verbatim=True)


def test_a_pack_is_found_by_its_name(folder: Path) -> None:
    document, problems = packs.load(use("finance"), folder, LIMITS)
    assert problems == ()
    assert document is not None
    assert document.title == Text("Finance")
    assert document.path == "verify/packs/finance.yaml"


def test_a_pack_is_found_by_its_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    document, problems = packs.load(use("more/other.yaml"), Path("suite"), LIMITS)
    assert problems == ()
    assert document is not None
    assert document.path == "suite/more/other.yaml"
    monkeypatch.chdir(folder)
    document, _ = packs.load(use("more/other.yaml"), Path("."), LIMITS)
    assert document is not None
    assert document.path == "more/other.yaml"


def test_packs_bring_the_packs_they_use_each_once_and_first(folder: Path) -> None:
    documents, problems = packs.load_all((use("own.yaml"), use("finance")), folder, LIMITS)
    assert problems == ()
    titles = [str(each.title) for each in documents]
    assert titles == ["Finance", "Compute", "Other", "Own"]


@pytest.mark.parametrize(
    ("name", "code", "help_"),
    [
        ("finanse", "unknown-pack", "did you mean `finance`?"),
        ("own", "unknown-pack", "for the file beside the suite, write `own.yaml`"),
        ("..", "unknown-pack", "known are compute, finance"),
        ("nowhere.yaml", "no-such-file", ""),
        ("../suite/own.yaml", "outside-folder", ""),
        ("more/../../program/finance.yaml", "outside-folder", ""),
        ("/etc/passwd", "outside-folder", ""),
        ("more\\other.yaml", "outside-folder", ""),
        ("C:/own.yaml", "outside-folder", ""),
        ("file:///own.yaml", "outside-folder", ""),
        ("a\0/b.yaml", "outside-folder", ""),
        ("x" * 5_000 + ".yaml", "no-such-file", ""),
        ("link.yaml", "outside-folder", ""),
        ("way/s.yaml", "outside-folder", ""),
        ("loop.yaml", "no-such-file", ""),
    ],
)
def test_what_is_no_pack_is_refused_where_it_is_used(
    folder: Path, name: str, code: str, help_: str
) -> None:
    secret = folder.parent / "suite-secret"
    secret.mkdir()
    (secret / "s.yaml").write_text("title: secret\n")
    os.symlink(secret / "s.yaml", folder / "link.yaml")
    os.symlink(secret, folder / "way")
    os.symlink(folder / "loop.yaml", folder / "loop.yaml")
    document, (problem,) = packs.load(use(name), folder, LIMITS)
    assert document is None
    assert (problem.code, str(problem.span)) == (code, "suite.yaml:2:6")
    assert problem.help == help_


def test_a_pack_holds_no_claims(folder: Path) -> None:
    (folder / "bad.yaml").write_text("subjects: {a: }\nclaims:\n  - {about: a, figure: 5}\n")
    document, problems = packs.load(use("bad.yaml"), folder, LIMITS)
    assert document is None
    shown = (folder / "bad.yaml").as_posix()
    assert [(str(each.span), each.code) for each in problems] == [
        (f"{shown}:1:12", "not-in-a-pack"),
        (f"{shown}:3:5", "not-in-a-pack"),
    ]


def test_a_defect_in_a_pack_has_its_place_there(folder: Path) -> None:
    (folder / "bad.yaml").write_text("kind: {}\n")
    _, (problem,) = packs.load(use("bad.yaml"), folder, LIMITS)
    assert problem.code == "unknown-key"
    assert problem.span == Span((folder / "bad.yaml").as_posix(), 1, 1, 1, 5)


def test_every_built_in_pack_can_be_read(tmp_path: Path) -> None:
    packs.built_in.cache_clear()
    for name in packs.built_in():
        document, problems = packs.load(Text(name), tmp_path, LIMITS)
        assert problems == ()
        assert document is not None
