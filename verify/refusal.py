"""What keeps a text from being read as a figure at all, before any grammar looks at it."""

from __future__ import annotations

from verify.diagnostics import Problem

LONGEST = 500  # code points of a figure or a value
SPACES = "\N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}"


class RefusalError(Exception):
    """Carries a problem out of a parser; never leaves the readers of figures and values."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def refuse(code: str, message: str, start: int, end: int, help: str) -> RefusalError:
    """Return the exception for a problem at a place."""
    return RefusalError(Problem(code, message, start, end, help=help))


def character_problem(text: str) -> Problem | None:
    """Return the first thing that no figure may contain, or None.

    >>> character_problem("٣ MW").help
    'write 3 MW'
    """
    if not text.strip():
        return Problem(
            "empty-figure", "there is nothing to read", 0, len(text), (), "write a number"
        )
    if len(text) > LONGEST:
        message = f"a figure may have {LONGEST} characters, this text has {len(text)}"
        return Problem("figure-too-long", message, LONGEST, len(text), help="quote the figure only")
    for at, character in enumerate(text):
        if " " <= character <= "~" or character in "\t\n\r" or character in SPACES:
            continue
        if character.isdecimal():
            message = f"'{character}' is not one of the digits 0 to 9"
            help = f"write {_in_ascii(text)[:60]}"
            return Problem("foreign-digit", message, at, at + 1, help=help)
        if not character.isprintable():
            message = f"U+{ord(character):04X} cannot be printed and has no place in a figure"
            return Problem("odd-character", message, at, at + 1, help="remove it")
    return None


def _in_ascii(text: str) -> str:
    import unicodedata

    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
