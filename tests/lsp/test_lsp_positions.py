"""Positions in every encoding, worked by hand: U+10400 is one code point, two UTF-16 units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from editor import ALL_RELATED, Editor
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, PositionEncodingKind

from verify.lsp.positions import Lines
from verify.source import Span

DEEP = "a𐐀é€b"  # 1, 2, 1, 1, 1 units of UTF-16; 1, 4, 2, 3, 1 of UTF-8


@pytest.mark.parametrize(
    ("encoding", "columns"),
    [
        ("utf-16", [0, 1, 3, 4, 5, 6]),
        ("utf-8", [0, 1, 5, 7, 10, 11]),
        ("utf-32", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_columns_count_units(encoding: str, columns: list[int]) -> None:
    lines = Lines(f"x\n{DEEP}\ny", encoding)
    assert [lines.position(2 + n) for n in range(6)] == [Position(1, n) for n in columns]
    assert [lines.offset(Position(1, n)) for n in columns] == [2 + n for n in range(6)]


def test_a_position_inside_a_pair_is_before_it() -> None:
    assert Lines(DEEP, "utf-16").offset(Position(0, 2)) == 1
    assert Lines(DEEP, "utf-8").offset(Position(0, 3)) == 1


def test_what_lies_beyond_a_line_is_its_end() -> None:
    lines = Lines("ab\r\ncd\re\n")
    assert lines.offset(Position(0, 99)) == 2
    assert lines.offset(Position(1, 99)) == 6
    assert lines.offset(Position(2, 0)) == 7
    assert lines.offset(Position(9, 9)) == 9


def test_our_lines_end_at_line_feeds_alone() -> None:
    """A lone carriage return ends the editor's line and not ours; U+2028 ends neither."""
    lines = Lines("ab\rcd\u2028e\nf")
    assert lines.of_span(Span("x", 1, 4, 1, 6)) == lines.range(3, 5)
    assert lines.position(3) == Position(1, 0)
    assert lines.position(8) == Position(2, 0)
    assert lines.point(8) == (2, 1)


@given(
    st.text(st.sampled_from("a\n\r𐐀é\u2028\ud800"), max_size=20),
    st.sampled_from(list(PositionEncodingKind)),
)
def test_there_and_back(text: str, encoding: PositionEncodingKind) -> None:
    lines = Lines(text, encoding)
    for offset in range(len(text) + 1):
        inside = 0 < offset < len(text) and text[offset - 1 : offset + 1] == "\r\n"
        if not inside:
            assert lines.offset(lines.position(offset)) == offset
        assert lines.at(*lines.point(offset)) == offset


SUITE = """\
quantities: {total: {unit: USD}}
claims:
  - {about: total, doc: "𐐀𐐀 é", figure: $45 billion, source: nobody}
"""


@pytest.mark.parametrize(
    ("offered", "start"), [(None, 63), (["utf-8"], 68), (["utf-32", "utf-16"], 61)]
)
def test_the_encoding_agreed_on_is_the_one_used(
    editor: Editor, tmp_path: Path, offered: list[str] | None, start: int
) -> None:
    """The word `nobody` stands after 61 code points, two of them outside of the first plane."""
    general = {} if offered is None else {"general": {"positionEncodings": offered}}
    capabilities: dict[str, Any] = {**ALL_RELATED, **general}
    agreed = editor.start(capabilities).get("positionEncoding", "utf-16")
    assert agreed == (offered or ["utf-16"])[0]
    line = SUITE.splitlines()[2]
    assert line.index("nobody") == 61
    (found,) = editor.diagnostics(editor.open(tmp_path / "x.claims.yaml", SUITE))
    assert found["code"] == "unknown-source"
    assert found["range"]["start"] == {"line": 2, "character": start}
