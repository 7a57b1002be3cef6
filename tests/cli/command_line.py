"""A command line to try, and the suites it is tried on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from verify.cli import group

# Section 4 of the design: a fee, a term and a total that cannot all hold.
EXAMPLE = """\
# example.claims.yaml: complete in itself
quantities:
  fee:   {unit: USD/month}
  term:  {unit: month}
  total: {unit: USD, doc: what is paid over the whole term}
rules:
  - total == fee * term                      # a string, or a mapping with id, relation, ...
claims:
  - {id: fee,   about: fee,   figure: $1.25 billion per month}
  - {id: term,  about: term,  figure: 36 months, exact: true}
  - {id: total, about: total, figure: $100B}
"""

# The same deal with a total that agrees: 1.25 billion x 36 = 45 billion.
AGREEING = EXAMPLE.replace("$100B", "$45 billion")

# No file of claims: a comma is missing.
BROKEN = "claims:\n  - {id: fee about: fee]\n"


@dataclass(frozen=True)
class CommandLine:
    """Runs commands in one folder."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        """Write a file below the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def run(self, *arguments: str, given: str | None = None) -> Result:
        """Run a command; it may end with a status, and never with an exception."""
        result = CliRunner().invoke(group, arguments, input=given, prog_name="verify")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.output
        return result

    def json(self, *arguments: str) -> Any:
        """Run a command and read what it prints as JSON."""
        return json.loads(self.run(*arguments).stdout)
