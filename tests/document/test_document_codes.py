"""Every code that reading can give has a row in the table of diagnostics."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import verify.document
from verify.diagnostics import table

PACKAGE = Path(verify.document.__file__).parent
MODULES = [
    *(PACKAGE / f"{name}.py" for name in ("tree", "shape", "entry", "declarations", "document")),
    PACKAGE / "packs.py",
    *sorted((PACKAGE / "formats").glob("*.py")),
]
CODE = re.compile(r'(?:Diagnostic|problem|failure|report)\(\s*"([a-z0-9-]+)"')


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_every_code_has_a_row(module: Path) -> None:
    assert set(CODE.findall(module.read_text("utf-8"))) <= set(table())


def test_the_pattern_finds_the_codes() -> None:
    found = {code for path in MODULES for code in CODE.findall(path.read_text("utf-8"))}
    assert {"needs-quotes", "duplicate-key", "wrong-shape", "bad-json", "unknown-pack"} <= found
