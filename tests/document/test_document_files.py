"""What a path means, and which files are read at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from verify.config import Limits
from verify.formats import FORMATS, find_suites, read
from verify.source import Span
from verify.tree import Mapping, Nothing

LIMITS = Limits()


def fill(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("title: x\n")


def found(path: str) -> dict[str, list[str]]:
    suites, problems = find_suites(path)
    assert problems == ()
    return {suite.shown: [file.shown for file in suite.files] for suite in suites}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_one_suite(here: Path) -> None:
    fill(here, "c/a.claims.yaml", "c/suite.yaml", "c/odd.yaml")
    assert found("c/a.claims.yaml") == {"c/a.claims.yaml": ["c/a.claims.yaml"]}
    assert found("c/odd.yaml") == {"c/odd.yaml": ["c/odd.yaml"]}


def test_a_folder_with_a_suite_file_is_one_suite_with_the_claims_below_it(here: Path) -> None:
    fill(
        here, "c/b.claims.yaml", "c/a.claims.json", "c/suite.yaml", "c/d/e.claims.yaml", "c/x.yaml"
    )
    assert found("c") == {
        "c": ["c/suite.yaml", "c/a.claims.json", "c/b.claims.yaml", "c/d/e.claims.yaml"]
    }


def test_a_suite_within_a_suite_is_on_its_own(here: Path) -> None:
    fill(here, "c/suite.yaml", "c/a.claims.yaml", "c/d/suite.yaml", "c/d/e/f.claims.yaml")
    outer = ["c/suite.yaml", "c/a.claims.yaml"]
    inner = ["c/d/suite.yaml", "c/d/e/f.claims.yaml"]
    assert found("c") == {"c": outer}
    assert found(".") == {"c": outer, "c/d": inner}


def test_in_any_other_folder_every_suite_below_it_is_meant(here: Path) -> None:
    fill(here, "a.claims.yaml", "b/suite.yaml", "b/c.claims.yaml", "d/e.claims.yaml", "README.md")
    assert found(".") == {
        "a.claims.yaml": ["a.claims.yaml"],
        "b": ["b/suite.yaml", "b/c.claims.yaml"],
        "d/e.claims.yaml": ["d/e.claims.yaml"],
    }


def test_a_second_suite_file_is_an_error(here: Path) -> None:
    fill(here, "c/suite.yaml", "c/suite.json")
    suites, (problem,) = find_suites("c")
    assert [suite.shown for suite in suites] == ["c"]
    assert (problem.code, problem.span) == ("two-suite-files", Span("c/suite.json"))


def test_hidden_files_and_folders_are_passed_over(here: Path) -> None:
    fill(here, ".git/a.claims.yaml", "b/.c.claims.yaml", "d.claims.yaml")
    assert list(found(".")) == ["d.claims.yaml"]


@pytest.mark.parametrize("given", ["c", "c/", "./c", "../{name}/c", "{path}/c"])
def test_paths_are_shown_as_they_were_given(here: Path, given: str) -> None:
    fill(here, "c/a.claims.yaml")
    given = given.format(name=here.name, path=here)
    assert list(found(given)) == [given.rstrip("/") + "/a.claims.yaml"]


@pytest.mark.parametrize(
    ("given", "code"),
    [("nowhere", "no-such-file"), ("empty", "no-suite"), ("a\0b", "no-such-file")],
)
def test_a_path_without_a_suite_is_an_error(here: Path, given: str, code: str) -> None:
    (here / "empty").mkdir()
    suites, (problem,) = find_suites(given)
    assert suites == ()
    assert (problem.code, problem.span) == (code, Span(given))


def test_links_lead_no_further_than_the_folder(here: Path) -> None:
    fill(here, "secret/s.claims.yaml", "c/a.claims.yaml")
    os.symlink(here / "secret/s.claims.yaml", here / "c/link.claims.yaml")
    os.symlink(here / "c/a.claims.yaml", here / "c/own.claims.yaml")
    os.symlink(here / "secret", here / "c/folder")
    os.symlink(here / "c", here / "c/loop")
    suites, (problem,) = find_suites("c")
    assert [suite.shown for suite in suites] == ["c/a.claims.yaml", "c/own.claims.yaml"]
    assert (problem.code, problem.span.path) == ("outside-folder", "c/link.claims.yaml")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_format_is_chosen_by_the_suffix(here: Path, suffix: str) -> None:
    file = here / f"x{suffix}"
    file.write_text('{"title": "x"}')
    node, problems = read(file, file.name, LIMITS)
    assert isinstance(node, Mapping)
    assert problems == ()
    assert node.span.path == file.name


@pytest.mark.parametrize(
    ("name", "help_"),
    [("x.yalm", "did you mean `.yaml`?"), ("x.toml", "known are .yaml, .yml, .json")],
)
def test_an_unknown_suffix_is_refused(here: Path, name: str, help_: str) -> None:
    (here / name).write_text("")
    _, (problem,) = read(here / name, name, LIMITS)
    assert (problem.code, problem.span, problem.help) == ("unknown-format", Span(name), help_)


@pytest.mark.parametrize(
    ("data", "place", "code"),
    [
        (b"\xff\xfet\x00", "1:1", "not-utf-8"),
        (b"\xef\xbb\xbftitle: x", "1:1", "byte-order-mark"),
        (b"title: \xc3\xa9\na: \xe9", "2:4", "not-utf-8"),
        (b"title: \xed\xa0\x80", "1:8", "not-utf-8"),  # a surrogate in UTF-8
        (b"title: a\x00b", "1:9", "control-character"),
        (b"title: a\x1b[2K", "1:9", "control-character"),
        (b"title: a\rb", "1:9", "control-character"),
        (b"title: a\xc2\x85b: c", "1:9", "control-character"),
        ("title: a\u2028b: c".encode(), "1:9", "control-character"),
        ("title: a\ufeff".encode(), "1:9", "control-character"),
        (b"title: a\x7f", "1:9", "control-character"),
    ],
)
def test_bytes_that_are_not_plain_text_say_where(
    here: Path, data: bytes, place: str, code: str
) -> None:
    (here / "x.yaml").write_bytes(data)
    node, (problem,) = read(here / "x.yaml", "x.yaml", LIMITS)
    assert node is None
    assert (str(problem.span), problem.code) == (f"x.yaml:{place}", code)


def test_the_size_of_a_file_is_bounded(here: Path) -> None:
    limits = Limits(file_bytes=10)
    (here / "x.yaml").write_text("a: 1234567")
    assert read(here / "x.yaml", "x.yaml", limits)[1] == ()
    (here / "x.yaml").write_text("a: 12345678")
    _, (problem,) = read(here / "x.yaml", "x.yaml", limits)
    assert (problem.code, problem.span) == ("file-too-large", Span("x.yaml"))


@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
def test_the_values_of_a_file_are_counted(here: Path, name: str) -> None:
    (here / name).write_text('{"a": ["b", "c"]}')  # a mapping, a key, a list and two texts
    assert read(here / name, name, Limits(values=5))[1] == ()
    _, (problem,) = read(here / name, name, Limits(values=4))
    assert (problem.code, str(problem.span)) == ("file-too-large", f"{name}:1:13")
    assert problem.message == "the file has more than 4 values"


def test_only_regular_files_are_read(here: Path) -> None:
    os.mkfifo(here / "x.yaml")
    assert [each.code for each in read(here / "x.yaml", "x.yaml", LIMITS)[1]] == ["unreadable-file"]
    (here / "d.yaml").mkdir()
    assert [each.code for each in read(here / "d.yaml", "d.yaml", LIMITS)[1]] == ["unreadable-file"]
    assert [each.code for each in read(here / "n.yaml", "n.yaml", LIMITS)[1]] == ["no-such-file"]


def test_an_empty_file_holds_nothing(here: Path) -> None:
    (here / "suite.yaml").write_bytes(b"")
    assert isinstance(read(here / "suite.yaml", "suite.yaml", LIMITS)[0], Nothing)
