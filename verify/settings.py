"""Options of the command line, and of pyproject.toml, as one checked Config."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from verify.config import Budget, Config

FailOn = Literal["conflict", "conditional", "rounding", "undecided", "untested", "never"]


class SettingsError(Exception):
    """A setting that cannot be used; the text says which and why."""


class Settings(BaseModel):
    """What `[tool.verify]` may say, and what the command line overrides."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    fail_on: Annotated[tuple[FailOn, ...], Field(alias="fail-on")] = ("conflict",)
    policy: str = "default"
    time_limit: Annotated[float | None, Field(alias="time-limit", gt=0, allow_inf_nan=False)] = None
    sources: tuple[str, ...] = ()


def configured(folder: Path, **given: Any) -> Config:
    """Return the configuration: `[tool.verify]` of `folder`, then what was given and not None."""
    table = _table(folder)
    named = {
        key.replace("_", "-"): value for key, value in given.items() if value not in (None, ())
    }
    try:
        settings = Settings.model_validate(
            {key.replace("_", "-"): value for key, value in table.items()} | named
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"the setting `{where}` is wrong: {first['msg']}") from error
    return Config(
        budget=Budget(seconds=settings.time_limit),
        policy=settings.policy,
        sources=settings.sources,
        fail_on=tuple(settings.fail_on),
    )


def _table(folder: Path) -> dict[str, Any]:
    path = folder / "pyproject.toml"
    if not path.is_file():
        return {}
    import tomllib

    try:
        parsed = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"pyproject.toml cannot be read: {error}") from error
    table = parsed.get("tool", {}).get("verify", {})
    return table if isinstance(table, dict) else {}
