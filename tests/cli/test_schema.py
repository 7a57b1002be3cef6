"""`verify schema`: valid JSON Schema that the real files and reports meet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from command_line import AGREEING, BROKEN, EXAMPLE, CommandLine
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # has no types

SUITES = Path(__file__).parents[2] / "claims"


@pytest.mark.parametrize("options", [[], ["--report"]])
def test_a_schema_of_draft_2020_12(line: CommandLine, options: list[str]) -> None:
    schema = line.json("schema", *options)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_the_starting_suite_meets_the_schema_of_files(line: CommandLine) -> None:
    line.run("init", "a")
    validator = Draft202012Validator(line.json("schema"))
    for path in sorted((line.folder / "a").glob("*.yaml")):
        written = yaml.safe_load(path.read_text("utf-8"))
        written = json.loads(json.dumps(written, default=str))  # dates are text in YAML 1.2
        assert list(validator.iter_errors(written)) == []


def test_a_misspelt_key_does_not(line: CommandLine) -> None:
    validator = Draft202012Validator(line.json("schema"))
    assert list(validator.iter_errors({"quantites": {"n": {}}})) != []


@pytest.mark.parametrize("text", [EXAMPLE, AGREEING, BROKEN])
def test_reports_meet_the_schema_of_reports(line: CommandLine, text: str) -> None:
    line.write("a.claims.yaml", text)
    validator = Draft202012Validator(line.json("schema", "--report"))
    report = line.json("check", "a.claims.yaml", "--format", "json")
    assert list(validator.iter_errors(report)) == []


def test_the_report_of_the_real_suites_meets_it(line: CommandLine) -> None:
    validator = Draft202012Validator(line.json("schema", "--report"))
    report = line.json("check", str(SUITES), "--format", "json")
    assert report["suites"]
    assert list(validator.iter_errors(report)) == []
