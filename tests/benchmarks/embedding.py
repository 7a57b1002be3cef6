"""Print what embedding costs: `python tests/benchmarks/embedding.py`.

Many small suites through the API, with the process's memory; and pytest collecting as many claim
files, beside the same number of items from plain test modules.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import verify

CLAIMS = 10  # of each suite
_WRONG = 20  # one suite of so many has a total twice too high

_SUITE = """\
quantities:
  fee: {{unit: USD/month}}
  term: {{unit: month}}
  total: {{unit: USD}}
  yearly: {{unit: USD/year}}
  chips: {{unit: GPU}}
  price: {{unit: USD/GPU/month}}
rules:
  - total == fee * term
  - yearly == fee
  - fee == chips * price
claims:
  - {{id: fee, about: fee, figure: $1.{cents} billion per month}}
  - {{id: fee-about, about: fee, figure: about $1.{cents} billion per month}}
  - {{id: term, about: term, figure: 36 months, exact: true}}
  - {{id: total, about: total, figure: about ${total} billion}}
  - {{id: total-over, about: total, figure: over ${floor} billion}}
  - {{id: yearly, about: yearly, figure: about ${yearly} billion a year}}
  - {{id: yearly-too, about: yearly, figure: about ${yearly} billion a year}}
  - {{id: chips, about: chips, figure: "200,000 GPUs"}}
  - {{id: chips-about, about: chips, figure: "about 200,000 GPUs"}}
  - {{id: price, about: price, value: "~ {price} USD/GPU/month"}}
"""


def main() -> None:
    """Check, then collect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suites", type=int, default=1000, help=f"of {CLAIMS} claims each")
    given = parser.parse_args()
    texts = [text(number) for number in range(given.suites)]
    print_checks(texts)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "claims").mkdir()
        (folder / "plain").mkdir()
        for number, written in enumerate(texts):
            (folder / f"claims/s{number}.claims.yaml").write_text(written, encoding="utf-8")
            (folder / f"plain/test_s{number}.py").write_text(_PLAIN, encoding="utf-8")
        for part in ("claims", "plain"):
            print_collection(folder / part)


def text(number: int) -> str:
    """Return a suite whose figures agree, but for one of so many."""
    cents = 20 + number % 60
    fee = 1 + cents / 100
    wrong = 2 if number % _WRONG == 0 else 1
    return _SUITE.format(
        cents=cents,
        total=round(fee * 36 * wrong),
        floor=round(fee * 36) - 2,
        yearly=round(fee * 12),
        price=round(fee * 5000),
    )


def print_checks(texts: list[str]) -> None:
    """Check every suite in this process, and print time and memory by quarters."""
    verify.check(verify.loads(texts[0]))  # loads what is loaded lazily
    start = time.perf_counter()
    quarter = max(1, len(texts) // 4)
    conflicts = 0
    for number, written in enumerate(texts, 1):
        conflicts += verify.check(verify.loads(written)).status == "conflict"
        if number % quarter == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{number} suites, {time.perf_counter() - start:.2f} s, peak {peak:.0f} MB")
    print(f"{conflicts} of them in conflict")


def print_collection(folder: Path) -> None:
    """Let pytest collect a folder, and print what it says of it."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--collect-only"]
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    print(f"{folder.name}: {done.stdout.splitlines()[-1]}, {seconds:.2f} s as a process")


_PLAIN = f"""\
import pytest

@pytest.mark.parametrize("n", range({CLAIMS}))
def test_it(n):
    assert n >= 0
"""

if __name__ == "__main__":
    main()
