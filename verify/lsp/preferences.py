"""What an editor may set: the suite of drafts, a time limit, texts' folders, the table of hedges.

The keys are those of `[tool.verify]`, which holds where the editor says nothing, and `suite`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from verify.config import Budget, Config
from verify.settings import SettingsError, configured

SECONDS: Final = 10.0  # of one check, where no limit is set
_KEYS: Final = {"time-limit": "time_limit", "sources": "sources", "policy": "policy"}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What was set; `problem` says what of it could not be used."""

    suite: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    def config(self, root: Path) -> tuple[Config, str]:
        """Return the configuration for suites below a folder, and what is wrong with it."""
        problem = ""
        try:
            config = configured(root, **self.given)
        except SettingsError as error:
            problem = str(error)
            config = Config()
        seconds = config.budget.seconds or SECONDS
        sources = tuple(str((root / each).resolve()) for each in config.sources)
        return replace(config, budget=Budget(seconds=seconds), sources=sources), problem


def preferences(said: object) -> Preferences:
    """Read what an editor sent as options, or as its settings under `verify`."""
    if not isinstance(said, Mapping):
        return Preferences()
    inner = said.get("verify")
    if isinstance(inner, Mapping):
        said = inner
    known = {str(key).replace("_", "-").replace("timeLimit", "time-limit"): key for key in said}
    suite = said[known["suite"]] if "suite" in known else ""
    given = {_KEYS[name]: said[key] for name, key in known.items() if name in _KEYS}
    unknown = sorted(known.keys() - _KEYS.keys() - {"suite"})
    problem = f"unknown settings: {', '.join(unknown)[:200]}" if unknown else ""
    if not isinstance(suite, str):
        suite, problem = "", "the setting `suite` is no path"
    return Preferences(suite, given, problem)
