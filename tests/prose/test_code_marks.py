"""Code in Markdown is found as the expression that says what it is finds it, but in linear time."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from verify import code_marks
from verify.code_marks import code

# What is code, as an expression; it takes the square of the signs of a fence that nothing closes.
CODE = re.compile(
    r"^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\1[^\n]*$|(?<!`)(`{1,6})(?!`)[^\n]*?(?<!`)\2(?!`)",
    re.MULTILINE | re.DOTALL,
)
RUNS = st.sampled_from(["`", "``", "```", "````", "`````", "`" * 6, "`" * 7, "~~~", "~~~~", "~"])
LINES = st.lists(RUNS | st.sampled_from(["a", " ", "   ", "    ", "\n", "\n", "\n"]), max_size=30)


@given(LINES.map("".join))
@settings(max_examples=2_000)
@example("`" * 9 + "\n````\na\n`````\n```\n`b`")
@example("~~~\n```\n~~~~\n`a ``b`` c` ``")
@example("   ```\n    ```\n  ````a")
def test_code_is_what_the_expression_finds(text: str) -> None:
    assert list(code(text)) == [match.span() for match in CODE.finditer(text)]


@pytest.mark.parametrize(
    "text",
    [
        "`" * 5_000,
        "".join("`" * (5_000 - n) + "\n" for n in range(0, 5_000, 50)),
        "``````a" + "".join("`" * (n % 5 + 1) + "a" for n in range(5_000)),
    ],
    ids=["a fence that nothing closes", "fences of fewer and fewer signs", "spans"],
)
def test_a_line_is_searched_once_for_each_length(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = 0

    class Counted:
        """An expression that says how far it was looked for."""

        def __init__(self, length: int) -> None:
            self.sought = re.compile(f"(?<!`)`{{{length}}}(?!`)")

        def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
            nonlocal searched
            found = self.sought.search(text, start, end)
            searched += (end if found is None else found.end()) - start
            return found

    monkeypatch.setattr(code_marks, "_SAME_RUN", [Counted(n) for n in range(7)])
    assert [match.span() for match in CODE.finditer(text)] == list(code(text))
    assert searched <= 7 * len(text)
