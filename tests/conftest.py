"""What all tests share: the options of the command line."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--rewrite-cases`."""
    parser.addoption(
        "--rewrite-cases",
        action="store_true",
        help="rewrite the expected text of the Markdown cases; read the difference afterwards",
    )
