"""Laws of figures: nothing raises, the face set lies in the loose one, scales scale."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from reading import DEFAULT, WORDS, figure, unit_of

from verify.diagnostics import table
from verify.figure import Amount, Kind, load_policy, read_figure, read_value
from verify.lexicon import lexicon

POLICIES = [load_policy(name) for name in ("default", "strict", "generous")]
VOCABULARY = sorted(
    {word for row in DEFAULT.hedges for word in (*row.before, *row.after)}
    | {phrase for row in DEFAULT.sets for phrase in row.phrases}
    | {word for _, words in DEFAULT.dates for word in words}
    | set(lexicon().scales)
    | set(lexicon().numbers)
    | set(lexicon().denominators)
    | set(lexicon().currency_signs)
    | set(WORDS)
    | set("-–/%$+~<>()[],.'x")
    | {"300", "1,250", "1.5", "2024", "0", "May", "2026-05", "per", "to", "and", "between", ".."}
)
phrase = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=6).flatmap(
    lambda words: st.sampled_from([" ", "", "-"]).map(lambda gap: gap.join(words))
)
texts = st.one_of(st.text(max_size=60), phrase)
wants = st.sampled_from([None, *Kind])


@given(texts, st.sampled_from(POLICIES), st.booleans(), wants)
def test_nothing_raises_and_the_face_set_lies_within_the_loose_set(
    text: str, policy: object, exact: bool, want: Kind | None
) -> None:
    for reader in (read_figure, read_value):
        found = reader(text, unit_of=unit_of, policy=policy, exact=exact, want=want)  # type: ignore[arg-type]
        if isinstance(found, Amount):
            assert found.loose.covers(found.face)
            assert not found.face.empty
            assert found.because
        else:
            assert found
            for problem in found:
                assert problem.code in table()
                assert problem.help
                assert 0 <= problem.start <= problem.end <= len(text)


@given(texts, st.text(max_size=20), st.text(max_size=20))
def test_no_way_of_taking_a_figure_raises(text: str, precision: str, rounding: str) -> None:
    for reader, written in ((read_figure, text), (read_value, "300 MW")):
        reader(written, unit_of=unit_of, policy=DEFAULT, precision=precision)
        reader(written, unit_of=unit_of, policy=DEFAULT, rounding=rounding)


decimals = st.builds(
    lambda whole, places: f"{whole}.{places}",
    st.integers(0, 9999),
    st.from_regex(r"[0-9]{1,2}", fullmatch=True),
)
whole = st.integers(0, 999).map(str)


@given(decimals | whole, st.sampled_from(["million", "billion", "thousand", "trillion"]))
def test_a_scale_word_scales_both_sets(number: str, scale: str) -> None:
    factor = lexicon().scales[scale]
    plain, scaled = figure(number), figure(f"{number} {scale}")
    assert scaled.face == plain.face.scaled(factor)
    assert scaled.loose == plain.loose.scaled(factor)


@given(decimals | whole)
def test_hedges_only_widen_and_wider_hedges_widen_more(number: str) -> None:
    plain = figure(number)
    about, nearly, over = (
        figure(f"{hedge} {number}") for hedge in ("about", "nearly", "just over")
    )
    assert about.face == plain.face
    assert about.loose.covers(plain.loose)
    assert about.loose.covers(nearly.loose.hull(over.loose))
    strict, default, generous = (
        figure(f"about {number}", policy=policy).loose
        for policy in (POLICIES[1], POLICIES[0], POLICIES[2])
    )
    assert generous.covers(default)
    assert default.covers(strict)


@given(decimals | whole, st.sampled_from(["over", "at least", "under", "up to"]))
def test_a_bound_gives_way_only_loosely(number: str, bound: str) -> None:
    found = figure(f"{bound} {number}")
    ends = {found.face.lower, found.face.upper} - {None}
    assert ends == {Fraction(number)}
    assert found.loose.covers(found.face)
    strict = figure(f"{bound} {number}", policy=POLICIES[1])
    assert strict.loose == strict.face


@given(decimals | whole)
def test_figures_and_values_agree_on_plain_numbers(number: str) -> None:
    found = read_value(f"{number} MW", unit_of=unit_of, policy=DEFAULT)
    assert isinstance(found, Amount)
    printed = figure(f"{number} megawatts")
    assert (found.face, found.loose, found.unit) == (printed.face, printed.loose, printed.unit)


def test_long_inputs_are_refused_without_delay() -> None:
    for text in ("1,234" * 10_000, "1 " * 5_000, "a " * 200, "between " * 60, "-" * 400, "[" * 400):
        for reader in (read_figure, read_value):
            assert not isinstance(reader(text, unit_of=unit_of, policy=DEFAULT), Amount)
