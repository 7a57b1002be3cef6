"""Inputs to begin from: what the repository itself holds of each kind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import verify
from verify import pipeline
from verify.certificate import certificate
from verify.config import Config
from verify.unit_table import tokens

ROOT = Path(__file__).parents[2]
DRAFT = """\
---
date: 2026-06
---
Anthropic pays [$1.25 billion a month](claim:fee), [about $45 billion](claim:total) if it runs
its course, from [May 2026](claim:start). It draws [more than 300 megawatts](claim:power@2026-05).
That is <a data-claim="fee" href="claim:fee">$15 billion a year</a>, not
[$100 billion](claim:total).
"""
HTML = """\
<p>It has <a href="claim:chips">220,000&nbsp;chips</a><!-- $9 --> and <span data-claim=total>$45
billion</span>.<script>var x = "$7 billion";</script><sup>3</sup></p>
"""


def seeds(target: str) -> list[bytes]:
    """Return what a target begins from."""
    made: dict[str, Callable[[], Sequence[str]]] = {
        "figure": lambda: [*_values("figure"), *_phrases()],
        "value": lambda: _values("value"),
        "unit": lambda: [*tokens(), *_values("unit")],
        "rule": _rules,
        "yaml": _files,
        "json": _json_files,
        "check": _suites,
        "article": lambda: [DRAFT, HTML, "\n".join(_sentences())],
        "draft": lambda: [DRAFT, HTML],
        "certificate": lambda: [_certificate()],
        "report": lambda: [verify.check(verify.loads(_example())).to_json()],
    }
    return [each.encode("utf-8") for each in made[target]()]


def words() -> list[str]:
    """Return words of the file format, of rules and of figures, for inputs put together anew."""
    found = set(re.findall(r"[A-Za-z_]{2,}|[^\sA-Za-z0-9_]{1,2}", "".join(_files())))
    return sorted(each for each in found if '"' not in each and "\\" not in each)


@cache
def _files() -> list[str]:
    found = [_example(), (ROOT / "tests/fuzz/record.claims.yaml").read_text("utf-8")]
    for page in sorted((ROOT / "tests/gallery").glob("*.md")):
        blocks = re.findall(r"^```yaml [^\n]*\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
        found += blocks
    return found


def _suites() -> list[str]:
    """Return suites that can be checked, and a few that cannot."""
    found = [_example(), (ROOT / "tests/fuzz/record.claims.yaml").read_text("utf-8")]
    for page in sorted((ROOT / "tests/cases").glob("*.md")):
        found += re.findall(r"^```yaml[^\n]*\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    return [*found, *_files()[::10]]


def _json_files() -> list[str]:
    plain = {"quantities": {"fee": {"unit": "USD"}}, "claims": [{"about": "fee", "figure": "$5"}]}
    return [json.dumps(plain), '{"claims": [{"about": "x", "value": 1.10, "exact": true}]}']


def _values(key: str) -> list[str]:
    found: list[str] = []
    for path in sorted((ROOT / "claims").rglob("*.yaml")):
        found += re.findall(rf"\b{key}: ([^,}}\n]+)", path.read_text("utf-8"))
    for text in _files():
        found += re.findall(rf"\b{key}: ([^,}}\n]+)", text)
    return sorted(set(found))


def _rules() -> list[str]:
    found: list[str] = []
    for path in sorted((ROOT / "verify/packs").glob("*.yaml")):
        found += re.findall(r"relation: ([^,}\n]+)", path.read_text("utf-8"))
    found += ["total == fee * term", "x in [1, 2]", "a >= 0 and not (b < 1 or c == d)"]
    found += ["if(a > 0 MW, b, c) == min(d, e)", "round(a / b, 2) == 1.25", "a == b ** 2 ± 3"]
    return sorted(set(found))


def _sentences() -> list[str]:
    labelled = (ROOT / "tests/prose/labelled.py").read_text("utf-8")
    found = re.findall(r'^ +\(?"([^"]*\[\[[^"]*)"', labelled, re.M)
    return [each.replace("[[", "").replace("]]", "") for each in found]


def _phrases() -> list[str]:
    labelled = (ROOT / "tests/prose/labelled.py").read_text("utf-8")
    return sorted(set(re.findall(r"\[\[([^\]\n]*)\]\]", labelled)))


def _example() -> str:
    readme = (ROOT / "README.md").read_text("utf-8")
    found: list[str] = re.findall(r"^```yaml\n(.*?)^```$", readme, re.M | re.S)
    return found[0]


@cache
def _certificate() -> str:
    facts, _ = verify.loads(_example()).elaborated(Config(certificates=True))
    judgement = pipeline.check_facts(facts, Config(certificates=True))
    assert judgement.certificate is not None
    return json.dumps(certificate([judgement.certificate]))
