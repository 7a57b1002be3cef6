"""Every diagnostic has a page in the gallery, and the gallery shows what is really printed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pages
import pytest

import verify
from verify.diagnostics import table
from verify.glossary import glossary

GALLERY = Path(__file__).parent
PACKAGE = Path(verify.__file__).parent
PAGES = [pages.read(path) for path in sorted(GALLERY.glob("*.md"))]

# Words of the program's own that look like a code, and are none.
OTHER_WORDS = {
    "aria-hidden",
    "data-claim",
    "system-out",
    "utf-8",
    "at-least",
    "at-most",
    "just-over",
    "last-day",
    "fail-on",
    "time-limit",
    "what-if",
    "broken-expectation",
}
# What is said of a file as a whole has a path and no line.
OF_WHOLE_FILES = {
    "file-too-large",
    "no-such-file",
    "no-suite",
    "two-suite-files",
    "unknown-format",
    "unreadable-file",
}
# The shape of a file rules it out; only a caller of `read_figure` can meet it.
BEHIND_THE_FILE = {"unknown-rounding"}
# Said by the Python API of what no file can do.
BEHIND_THE_FILE |= {"bad-report", "binary-float", "no-process", "several-suites"}
BEHIND_THE_FILE |= {"suite-not-at-hand", "unknown-name", "wrong-type"}
# A page of it would show 200 others; tests/document/test_document_hostile.py has some.
BEHIND_THE_FILE |= {"more-problems"}
# Only an error of the program leads to it; tests/engine/test_attest.py seeds some.
BEHIND_THE_FILE |= {"unproved-refutation"}
# Said of an option: the suite is named, and there is no line to point at.
OF_AN_OPTION = {"unknown-policy"}
# Bad usage is said in the usual words of a command line, without a code.
BAD_USAGE = {"not-an-assignment"}
HARMLESS = {"apart-by-date", "figure-and-value", "plain-share", "quotation-lost", "text-changed"}
HARMLESS |= {"unused-baseline"}

_WORD = re.compile(r"[a-z]+(-[a-z0-9]+)*")
_FINDING = re.compile(
    r"(?P<path>[^:\s][^:]*)(?P<place>:[1-9][0-9]*:[1-9][0-9]*)?: "
    r"(?P<severity>error|warning|note)\[(?P<code>[a-z0-9-]+)\]: (?P<message>.+)"
)


def words_of_the_program() -> dict[str, str]:
    """Return every text in the program that could be a code, and where one stands."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            word = node.value if isinstance(node, ast.Constant) else None
            if not isinstance(word, str) or not _WORD.fullmatch(word):
                continue
            if "-" in word or word in table():
                found[word] = f"{path.name}:{getattr(node, 'lineno', 0)}"
    return found


def findings(page: pages.Page) -> list[re.Match[str]]:
    """Return the heads of the diagnostics that a page shows."""
    matches = (_FINDING.fullmatch(line) for line in page.session.splitlines())
    return [match for match in matches if match]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_the_page_shows_what_is_printed(
    page: pages.Page,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    pages.written(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    session = pages.played(page)
    if request.config.getoption("--rewrite-cases"):
        pages.rewritten(page, session)
    else:
        assert session == page.session


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_the_page_provokes_its_code_at_a_place(page: pages.Page) -> None:
    assert page.title == table()[page.code].title
    if page.code in BAD_USAGE:
        assert "Error: " in page.session
        return
    found = findings(page)
    mine = [each for each in found if each["code"] == page.code]
    assert mine, f"{page.path.name} does not show {page.code}"
    if page.code not in OF_WHOLE_FILES | OF_AN_OPTION:
        assert all(each["place"] for each in mine)
    names = {file.name for file in page.files}
    for each in mine:
        if each["place"]:
            _, line, column = each["place"].split(":")
            assert each["path"] in names
            assert_inside(page, each["path"], int(line), int(column))


def assert_inside(page: pages.Page, name: str, line: int, column: int) -> None:
    """Assert that a place exists in a file of the page."""
    (file,) = (file for file in page.files if file.name == name)
    lines = file.data.decode("utf-8", "replace").split("\n")
    assert line <= len(lines)
    assert column <= len(lines[line - 1]) + 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_errors_end_with_status_2_and_nothing_else_does(page: pages.Page) -> None:
    assert page.commands[-1] == "echo $?"
    status = page.session.splitlines()[-1]
    assert (status == "2") == (page.code not in HARMLESS)
    assert "Traceback" not in page.session
    assert "internal error" not in page.session


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_messages_are_one_sentence_enough_alone(page: pages.Page) -> None:
    for each in findings(page):
        message = each["message"]
        assert len(message) <= 140, message
        assert not message.endswith("."), message
        assert not re.search(r"[.!?] [A-Z]", message), message


def test_every_code_of_the_program_has_a_row_and_every_row_is_used() -> None:
    said = words_of_the_program()
    known = table().keys() | glossary().keys() | OTHER_WORDS
    assert {word: said[word] for word in said.keys() - known} == {}
    assert table().keys() - said.keys() == set()


def test_every_row_has_a_page_and_every_page_a_row() -> None:
    assert {page.code for page in PAGES} == table().keys() - BEHIND_THE_FILE


def test_every_row_explains_with_an_example() -> None:
    for code in table().values():
        assert re.fullmatch(r"[A-Z].{2,60}[^.]", code.title), code.code
        lines = code.explanation.strip().splitlines()
        assert len(lines) >= 1
        assert max(len(line) for line in lines) <= 115, code.code
