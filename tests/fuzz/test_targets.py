"""Every reader bears its seeds, and seeds that were cut, spliced and spoilt."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
import seeds
import targets

# More of the quick ones: a target's runs take about a second.
RUNS = {"check": 60, "draft": 8, "article": 30, "certificate": 150, "report": 40, "yaml": 200}
ODD = [
    "\u202e",
    "\x1b[2K",
    "−",
    "٣",
    "𝟏",
    "\ud800",
    "½",
    "\u00a0",
    "e",
    "#",
    "&a",
    "*a",
    "<<",
    "\r",
]


def spoilt(target: str, count: int) -> Iterator[bytes]:
    """Yield inputs made of a target's seeds, the same in every run."""
    chance = random.Random(target)
    known = seeds.seeds(target)
    words = [each.encode() for each in seeds.words()]
    odd = [each.encode("utf-8", "surrogatepass") for each in ODD]
    for _ in range(count):
        data = bytearray(chance.choice(known))
        for _ in range(chance.randint(1, 6)):
            at = chance.randint(0, len(data))
            match chance.randrange(6):
                case 0:
                    data[at : at + chance.randint(1, 9)] = b""
                case 1:
                    data[at:at] = chance.choice(words)
                case 2:
                    data[at:at] = chance.choice(odd)
                case 3:
                    data[at:at] = str(chance.choice((0, -1, 10**40, 0.1, 1999))).encode()
                case 4:
                    data[at : at + 1] = bytes([chance.randrange(256)])
                case _:
                    other = chance.choice(known)
                    cut = chance.randint(0, len(other))
                    data[at:at] = other[cut : cut + chance.randint(1, 200)]
        yield bytes(data)


@pytest.mark.parametrize("target", targets.TARGETS)
def test_the_seeds_are_borne(target: str) -> None:
    for seed in seeds.seeds(target):
        targets.TARGETS[target](seed)


@pytest.mark.parametrize("target", targets.TARGETS)
def test_spoilt_seeds_are_borne(target: str) -> None:
    for data in spoilt(target, RUNS.get(target, 400)):
        targets.TARGETS[target](data)


@pytest.mark.parametrize("target", targets.TARGETS)
def test_the_empty_input_is_borne(target: str) -> None:
    targets.TARGETS[target](b"")
