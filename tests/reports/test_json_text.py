"""JSON text is what Python's own encoder writes, with what could rewrite a terminal escaped."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.reports.json_text import escaped, written
from verify.reports.styled import UNSAFE

leaves = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
texts = st.text(st.characters(exclude_categories=["Cs"]))
trees = st.recursive(
    leaves | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner) | st.tuples(inner, inner),
)


@given(trees)
def test_it_is_laid_out_as_python_does(data: object) -> None:
    assert written(data) == escaped(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


@given(trees)
def test_nothing_unsafe_is_in_it_and_nothing_is_lost(data: object) -> None:
    shown = written(data)
    assert not {c for c in shown if unicodedata.category(c) in UNSAFE} - {"\n"}
    assert json.loads(shown) == json.loads(json.dumps(data))


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        written({"a": [float("nan")]})
