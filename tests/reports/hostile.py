"""A suite whose every text tries to be more than text: markup, commands, formulas, bidi, length."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from verify.config import Config
from verify.pipeline import check_facts
from verify.suite import Suite
from verify.verdicts import Judgement

LONG = 10_000
CONFIG = Config()
MARKUP = (
    "<script>alert(1)</script></script><img src=x onerror=alert(1)></style></title>]]><!-- --> "
    '" onmouseover="alert(1) \' &lt;b&gt; &#x3c;i> <svg/onload=alert(1)>'
)
MARKDOWN = (
    "`*[x](javascript:alert(1))* ![y](http://evil.example/p.png) | a | b |\n\n# head\n```\n~~~ "
    "<details> [z]: http://evil.example $$x$$ @everyone"
)
COMMANDS = "\n::error::x\r\n::stop-commands::t\n##[group]g%0A::set-output name=a::b"
FORMULA = "=cmd|' /C calc'!A0\t+1 -1 @SUM(1)"
LABEL = '" ]; evil -> evil [label="x\\" \\N \\l #quot; --> n9["x"] %%{init: {}}%% ; end &amp;'
HERE = "⟦hidden⟧"  # stands for what no file may hold, until the suite is judged
HIDDEN = "\x1b[2K\x1b]0;t\x07\x00\x7f\x9b\x85\x0b\r\n"
HIDDEN += "\u202e\u2066\u200f\u200b\u2028\u2029\ufeff\U000e0041"
EVERY = f"{MARKUP} {MARKDOWN} {COMMANDS} {LABEL} {HERE}"

# Ids keep to the grammar of ids; they can only be long, or look like options and formats.
ID = "a" * LONG
NAME = "Q" * LONG


def data() -> dict[str, Any]:
    """Return the suite as plain data, with conflicts of every severity but one."""
    return {
        "title": f"{FORMULA} {EVERY}",
        "quantities": {
            "fee": {"unit": "USD", "doc": EVERY},
            "other": {"unit": "USD", "doc": EVERY},
            "script": {"domain": "choice", "choices": ["onload", "end"]},
            NAME: {"unit": "USD", "doc": EVERY},
        },
        "rules": [{"id": "e--x.--", "relation": "fee == other * 2", "doc": EVERY}],
        "assumptions": [
            {"id": "soft", "about": "other", "value": "[7, 8] USD", "soft": True, "doc": EVERY},
            {"id": f"b{ID}", "about": NAME, "value": "[7, 8] USD", "doc": EVERY},
        ],
        "sources": {
            "s": {"title": EVERY, "publisher": f"{FORMULA} {EVERY}", "doc": EVERY},
            f"t{ID}": {"title": "x" * LONG, "publisher": "y" * LONG},
            "u": {"publisher": "@SUM", "url": "javascript:alert(1)"},
        },
        "claims": [
            {"id": ID, "about": "fee", "figure": "$5", "exact": True, "source": "s", "by": EVERY},
            _claim("one", "fee", FORMULA, "[9, 9] USD"),
            _claim("two", "fee", EVERY[:480], "[9, 9] USD"),
            _claim("three", "other", "+1+1", "[1, 1] USD"),
            _claim("four", NAME, "-1 ::error::", "[1, 1] USD"),
            _claim("five", "script", "@SUM(A1)", "onload"),
            {
                "id": "six",
                "figure": COMMANDS.strip(),
                "value": "[3, 3] USD",
                "source": f"t{ID}",
                "modality": "hypothetical",
                "readings": {
                    "end": {"about": "fee", "doc": EVERY},
                    "class": {"about": NAME, "doc": EVERY, "when": "script == end"},
                },
            },
            {
                "id": "seven",
                "figure": "`x`",
                "source": "s",
                "readings": {
                    "end": {"about": "other", "value": "[1, 1] USD", "doc": EVERY},
                    "class": {"about": "other", "value": "[2, 2] USD", "doc": EVERY},
                },
            },
        ],
        "expect": [{"conflict": ["one"], "reason": f"{FORMULA} {EVERY}"}],
    }


def _claim(id_: str, about: str, figure: str, value: str) -> dict[str, Any]:
    place = {"prefix": EVERY, "suffix": EVERY, "start": 3}
    said = {"figure": figure, "value": value, "source": "u", "quote": place, "doc": EVERY}
    return {"id": id_, "about": about, **said}


def hostile() -> Judgement:
    """Check it, and only then put in what files may not hold: renderers rely on nobody."""
    facts, _ = Suite.from_data(data(), path=f"a,b::c%0A{HERE}.yaml").elaborated(CONFIG)
    planted: Judgement = _planted(check_facts(facts, CONFIG), {})
    return planted


def _planted(value: Any, known: dict[int, Any]) -> Any:
    """Return a value with what is hidden in every text, shared parts still shared."""
    if isinstance(value, str):
        return value.replace(HERE, HIDDEN) if HERE in value else value
    if id(value) in known:
        return known[id(value)]
    found = value
    if isinstance(value, tuple):
        found = tuple(_planted(each, known) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _planted(getattr(value, f.name), known) for f in fields(value) if f.init}
        found = replace(value, **changed)
    known[id(value)] = found
    return found
