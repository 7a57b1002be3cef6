"""`verify schema`: the JSON Schema of claim files, for editors, or of the JSON report."""

from __future__ import annotations

import json
from typing import Any

import click


@click.command()
@click.option("--report", is_flag=True, help="The schema of `verify check --format json`.")
def command(report: bool) -> None:
    """Print the JSON Schema (draft 2020-12) of claim files, or of reports.

    An editor that knows it completes keys and marks mistakes while one types.
    """
    click.echo(written(_report() if report else file_schema()), nl=False)


def written(schema: dict[str, Any]) -> str:
    """Return a schema as the text of a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def file_schema() -> dict[str, Any]:
    """Return the schema of claim files."""
    from verify.document import json_schema

    return json_schema()


def _report() -> dict[str, Any]:
    from verify.document import DIALECT
    from verify.reports.schema import ReportModel

    schema = ReportModel.model_json_schema(mode="serialization")
    return {"$schema": DIALECT, **schema, "title": "A Verify report"}
