"""The JSON Schema of a file accepts what we accept, as an editor's YAML library sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # has no types

from verify.document import json_schema

FOLDER = Path(__file__).parent
EXAMPLE = (FOLDER / "example.claims.yaml").read_text("utf-8")
EVERY_KEY = (FOLDER / "every_key.claims.yaml").read_text("utf-8")


def accepts(text: str) -> bool:
    """Return whether the schema accepts YAML; dates stay text, as in YAML 1.2."""

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {  # noqa: RUF012 # as PyYAML has it
            first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    value: Any = yaml.load(text, Loader)
    return bool(Draft202012Validator(json_schema()).is_valid(value))


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("text", [EXAMPLE, EVERY_KEY, "{}", "claims:\nquantities:\n"])
def test_it_accepts_files(text: str) -> None:
    assert accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "quantites: {}",
        "claims: {}",
        "claims: [{about: fee, figgure: 5}]",
        "claims: [{about: fee, figure: [5]}]",
        "claims: [{about: fee, figure: 5, exact: 1}]",
        "claims: [{about: fee, figure: 5, modality: said}]",
        "quantities: {fee: USD}",
        "quantities: {fee: {units: USD}}",
        "kinds: {lease: {claims: []}}",
        "rules: [{id: a}]",
        "waive: [{figure: 5}]",
        "expect: [{verdict: {fee: bad}, reason: r}]",
        "sources: {a: {sha256: abc}}",
        "title:",
    ],
)
def test_it_refuses_what_we_refuse(text: str) -> None:
    assert not accepts(text)


def test_every_key_is_described() -> None:
    schema = json_schema()
    for model in (schema, *schema["$defs"].values()):
        for own in model.get("anyOf", [model]):
            for key, value in own.get("properties", {}).items():
                assert value.get("description"), key
