"""The words of a rule: its text cut into names, literals with their units, and operators.

The scanner is written by hand and takes time in proportion to the text. It reads ASCII alone:
whatever only looks like ASCII is refused with its code point. Where what was meant is beyond
doubt (`=` for `==`, `≤` for `<=`) it says so and goes on as if that had been written, so that
one reading finds all that is wrong.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from verify.config import Limits
from verify.diagnostics import Problem
from verify.literal import DIGITS, in_word, read_literal, shown, word_end
from verify.syntax import FUNCTIONS, KEYWORDS, DateLiteral, Number, is_name


class Kind(StrEnum):
    """What sort of word a token is."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    KEYWORD = "keyword"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A word and its place; a literal's token carries what it says."""

    kind: Kind
    text: str
    start: int
    end: int
    literal: Number | DateLiteral | None = None


@dataclass(slots=True)
class Scan:
    """The tokens of a text and what is wrong with it.

    `readable` says that every problem was mended, so that the tokens are what was meant.
    """

    text: str
    limits: Limits
    tokens: list[Token] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True

    def add(self, kind: Kind, text: str, start: int, end: int) -> int:
        """Append a word and return where it ends."""
        self.tokens.append(Token(kind, text, start, end))
        return end

    def refuse(self, code: str, message: str, start: int, end: int, help: str = "") -> int:
        """Note a problem that leaves the meaning open and return where it ends."""
        self.readable = False
        return self.remark(code, message, start, end, help)

    def remark(self, code: str, message: str, start: int, end: int, help: str = "") -> int:
        """Note a problem whose meaning is clear and return where it ends."""
        self.problems.append(Problem(code, message, start, end, help=help))
        return end


def scan(text: str, limits: Limits) -> Scan:
    """Cut a text into tokens, the last of which is the end."""
    result = Scan(text, limits)
    position = 0
    while position < len(text):
        character = text[position]
        if character in " \t\r\n":
            position += 1
        elif character in DIGITS:
            position = _literal(result, position)
        elif in_word(character):
            position = _word(result, position)
        else:
            position = _sign(result, position)
    result.add(Kind.END, "", len(text), len(text))
    return result


def _literal(result: Scan, start: int) -> int:
    listed = "(" in result.text[:start]
    found, end = read_literal(result.text, start, result.limits, listed)
    if isinstance(found, Problem):
        result.problems.append(found)
        result.readable = False
        return end
    kind = Kind.NUMBER if isinstance(found, Number) else Kind.DATE
    result.tokens.append(Token(kind, result.text[start:end], start, end, found))
    return end


def _word(result: Scan, start: int) -> int:
    text = result.text
    end = word_end(text, start)
    word = text[start:end]
    if not word.isascii():
        return _look_alike(result, start, end)
    if word in KEYWORDS:
        return result.add(Kind.KEYWORD, word, start, end)
    if not is_name(word):
        message = f"`{shown(word)}` is not a name"
        help = "a name begins with an ASCII letter, after each dot as well"
        return result.refuse("bad-name", message, start, end, help)
    taken = [part for part in word.split(".") if part in KEYWORDS or part in FUNCTIONS]
    if taken and "." in word:
        sort = "keyword" if taken[0] in KEYWORDS else "function"
        message = f"`{taken[0]}` in `{shown(word)}` is a {sort} and cannot be a name"
        return result.refuse(
            "keyword-as-name", message, start, end, "give the quantity another name"
        )
    return result.add(Kind.NAME, word, start, end)


# Letters that cannot be told from ASCII ones in print (Unicode TR 39, confusables.txt).
_TWINS = str.maketrans(
    "аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅαονρικυΑΒΕΖΗΙΚΜΝΟΡΤΥΧμµıℓ",
    "aeopcyxijsdhqwABEKMHOPCTYXIJSaovpikuABEZHIKMNOPTYXuuil",
)


def _look_alike(result: Scan, start: int, end: int) -> int:
    word = result.text[start:end]
    offset = next(place for place, letter in enumerate(word) if not letter.isascii())
    letter = word[offset]
    plain = "".join(_plain(each) for each in word)
    message = f"character {offset + 1} of `{shown(word)}` is {_code_point(letter)}"
    twin = _plain(letter)
    if twin.isascii():
        message += f", which is not `{twin}`"
    help = "names, units and numbers are written in ASCII letters and digits"
    if plain.isascii():
        help = f"write `{shown(plain)}` in ASCII"
    result.refuse("not-ascii", message, start + offset, start + offset + 1, help)
    return end


def _plain(letter: str) -> str:
    twin = letter.translate(_TWINS)
    if not twin.isascii():
        twin = unicodedata.normalize("NFKC", letter).translate(_TWINS)
    if not twin.isascii():
        twin = str(unicodedata.decimal(letter, letter))
    return twin if len(twin) == 1 else letter


def _code_point(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


_SIGNS = frozenset({"==", "!=", "<=", ">=", "<", ">", "..", ","} | set("+-*/(){}") | {"**"})
# What people write for an operator of ours: what they mean, and the sort of word that is.
_MEANT = {
    "=": "==",
    "===": "==",
    "!==": "!=",
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "^": "**",
    "&&": "and",
    "&": "and",
    "||": "or",
    "|": "or",
    "!": "not",
    "...": "..",
    "≤": "<=",
    "⩽": "<=",
    "≥": ">=",
    "⩾": ">=",
    "≠": "!=",
    "×": "*",
    "·": "*",
    "⋅": "*",
    "∗": "*",
    "∙": "*",
    "÷": "/",
    "∕": "/",
    "⁄": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "…": "..",
    "∧": "and",
    "∨": "or",
    "¬": "not",
}
_PURPOSE = {
    "==": " to compare",
    "**": " for a power",
    "..": " between the ends of a range",
}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_ADVICE = {
    "%": "a `%` stands right after its number, as in `5 %`",
    "[": "a range is `x in 1 .. 2`, with no brackets",
    "]": "a range is `x in 1 .. 2`, with no brackets",
    "$": "write the currency after the number, as in `5 USD`",
    "€": "write the currency after the number, as in `5 EUR`",
    "£": "write the currency after the number, as in `5 GBP`",
    "¥": "write the currency after the number, as in `5 JPY` or `5 CNY`",
    "√": "write sqrt(x)",
    "∈": "write in",
    "±": "write a range, as in `x in 4.1 .. 4.3`",
    "~": "write `not` before a relation, and a range, as in `x in 270 .. 330`, for about",
    "≈": "nothing is equal approximately here: write a range, as in `x in 4.1 .. 4.3`",
    ";": "write one relation, or join relations by `and`",
    ":": "a rule has no `:`; a conditional is written `if … then … else …`",
}


def _sign(result: Scan, start: int) -> int:
    text = result.text
    for length in (3, 2, 1):
        written = text[start : start + length]
        end = start + len(written)
        if written in _MEANT:
            return _mended(result, written, start, end)
        if written in _SIGNS:
            return result.add(Kind.SIGN, written, start, end)
    if written in "'\"`‘’“”":
        return _quoted(result, start)
    if written == "." and text[end : end + 1] in DIGITS:
        end = word_end(text, end)
        written = shown(text[start:end])
        help = f"write 0{written}"
        return result.refuse("bad-number", f"`{written}` is not a number", start, end, help)
    if written.translate(_SUPERSCRIPTS) != written:
        while end < len(text) and text[end].translate(_SUPERSCRIPTS) != text[end]:
            end += 1
        help = f"write **{shown(text[start:end].translate(_SUPERSCRIPTS))}"
        message = f"{_code_point(written)} is not ASCII"
        return result.refuse("not-ascii", message, start, end, help)
    return _unknown(result, written, start, end)


def _mended(result: Scan, written: str, start: int, end: int) -> int:
    meant = _MEANT[written]
    if written == "!" and result.tokens and ends_operand(result.tokens[-1]):
        message = "a rule has no factorial"
        return result.refuse("wrong-operator", message, start, end, "write the product out")
    sort = Kind.KEYWORD if meant in KEYWORDS else Kind.SIGN
    named = f"`{written}`" if written.isascii() else f"`{written}`, {_code_point(written)},"
    help = f"write {meant}{_PURPOSE.get(meant, '')}"
    result.remark("wrong-operator", f"{named} is not an operator here", start, end, help)
    return result.add(sort, meant, start, end)


def ends_operand(token: Token) -> bool:
    """Tell whether a value can end with the token."""
    return token.kind in (Kind.NUMBER, Kind.DATE, Kind.NAME) or token.text in (")", "}")


def _quoted(result: Scan, start: int) -> int:
    text = result.text
    closing = {"‘": "’", "“": "”"}.get(text[start], text[start])
    last = text.find(closing, start + 1)
    end = last + 1 if last >= 0 else len(text)
    inside = text[start + 1 : last if last >= 0 else end]
    plain = is_name(inside) and inside not in KEYWORDS
    help = f"write {inside} without quotes" if plain else "names are written without quotes"
    message = "a rule has no quoted text"
    if not plain or "." in inside:
        return result.refuse("quoted-text", message, start, end, help)
    result.remark("quoted-text", message, start, end, help)
    return result.add(Kind.NAME, inside, start, end)


def _unknown(result: Scan, character: str, start: int, end: int) -> int:
    help = _ADVICE.get(character, "")
    if character.isascii() and character.isprintable():
        message = f"`{character}` has no meaning in a rule"
        return result.refuse("unexpected-character", message, start, end, help)
    message = f"{_code_point(character)} has no meaning in a rule"
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp"):
        message = f"{_code_point(character)} is not a plain space"
        return result.remark("not-ascii", message, start, end, "write a space")
    if category in ("Cf", "Cc", "Cs", "Co", "Cn"):
        message, help = f"{_code_point(character)} is a character that cannot be seen", "delete it"
    return result.refuse("not-ascii", message, start, end, help)
