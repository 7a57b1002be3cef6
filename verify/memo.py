"""Answers that are remembered by the sets they are about, as long as these take little memory."""

from __future__ import annotations

from typing import Final, TypeVar

MOST: Final = 500_000  # members of all sets together; some tens of megabytes

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """A dictionary that forgets everything once its keys' sets have too many members.

    Only for what can be worked out again. A component of thousands of claims asks about thousands
    of sets that are nearly as large, which would take gigabytes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.members = 0

    def __setitem__(self, key: K, value: V) -> None:
        parts = key if isinstance(key, tuple) else (key,)
        self.members += sum(len(each) for each in parts if isinstance(each, frozenset))
        if self.members > MOST:
            self.clear()
            self.members = 0
        super().__setitem__(key, value)
