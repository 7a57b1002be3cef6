"""How a seeded bug gets into the program: functions replaced wherever they were imported.

Nothing takes a patch back: a bug is applied once, in a process of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

Function = Callable[..., Any]


def everywhere(module: Any, name: str, patched: Callable[[Function], Function]) -> None:
    """Replace a function in its module and wherever it was imported."""
    before = getattr(module, name)
    after = patched(before)
    for each in list(sys.modules.values()):
        if each.__name__.startswith("verify"):
            for key, held in list(vars(each).items()):
                if held is before:
                    setattr(each, key, after)


def method(owner: type, name: str, patched: Callable[[Function], Function]) -> None:
    setattr(owner, name, patched(getattr(owner, name)))
