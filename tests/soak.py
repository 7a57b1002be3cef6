"""Load the newsroom's service for as long as one likes: `python tests/soak.py --minutes 30`.

Several threads send suites at once: good ones, whose answer is known beforehand, ones that cannot
be read, ones that take all the time and memory they are given, and bodies that are too long. Each
answer must be the one that belongs to its suite; memory must stay as it is; what is too much must
be turned away and not waited for. Prints a line each minute; exit status 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent / each) for each in ("examples", "fuzz")]

import seeds  # noqa: E402 -- where they are is known only now
from newsroom import service  # noqa: E402

import verify  # noqa: E402

MANY = {
    "quantities": {"x": {"unit": "1"}},
    "claims": [{"about": "x", "figure": "5"}] * 4_000,
}
HARD = {
    "quantities": {name: {"unit": "1", "domain": "integer"} for name in "xyz"},
    "rules": ["x**3 + y**3 + z**3 == 114"],
    "claims": [{"about": "x", "value": "< 1e40"}],
}
LONGEST = 200_000  # bytes of a body
ALLOWED = {"good": {200}, "bad": {200, 422}, "heavy": {200}, "long": {413}}
BUSY = 503  # which is an answer to everything
PATIENCE = 30  # seconds in which every request must be answered


@dataclass
class Tally:
    """What came back, and what should not have."""

    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, status: int, seconds: float, wrong: str) -> None:
        """Count one answer."""
        with self.lock:
            self.answers[f"{kind} {status}"] += 1
            self.slowest = max(self.slowest, seconds)
            if wrong:
                self.wrong.append(f"{kind}: {wrong}")


def main() -> None:
    """Load the service and watch it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--threads", type=int, default=4)
    given = parser.parse_args()
    app = service.create_app(body_bytes=LONGEST, seconds=5, megabytes=300, at_once=3)
    known = {text: answer_to(text) for text in good()}
    tally, done = Tally(), threading.Event()
    threads = [
        threading.Thread(target=load, args=(app, known, tally, done, number))
        for number in range(given.threads)
    ]
    for thread in threads:
        thread.start()
    sizes = watch(given.minutes, tally)
    done.set()
    for thread in threads:
        thread.join(PATIENCE)
    if any(thread.is_alive() for thread in threads):
        tally.wrong.append("a request is not answered")
    settled = sizes[len(sizes) // 2 :]
    if len(settled) > 4 and settled[-1] > 1.1 * settled[0]:
        tally.wrong.append(f"memory grew from {settled[0]} to {settled[-1]} MB")
    if tally.slowest > PATIENCE:
        tally.wrong.append(f"an answer took {tally.slowest:.0f} s")
    print(f"wrong: {len(tally.wrong)}", *tally.wrong[:20], sep="\n  ")
    sys.exit(int(bool(tally.wrong)))


def watch(minutes: float, tally: Tally) -> list[int]:
    """Print a line each minute, or each tenth of a shorter time; return the process's memory."""
    sizes = []
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        time.sleep(min(60.0, 6 * minutes))
        sizes.append(megabytes())
        shown = ", ".join(f"{kind} {count}" for kind, count in sorted(tally.answers.items()))
        print(f"{sizes[-1]} MB, slowest {tally.slowest:.1f} s: {shown}", flush=True)
    return sizes


def load(app: Any, known: dict[str, str], tally: Tally, done: threading.Event, number: int) -> None:
    """Send requests until told to stop."""
    chance = random.Random(number)
    client = app.test_client()
    while not done.is_set():
        kind, body = chance.choice((pick_good, pick_good, pick_bad, pick_heavy))(chance, known)
        begun = time.monotonic()
        try:
            answer = client.post("/review", data=body)
            wrong = defect(kind, body, answer.status_code, answer.get_data(as_text=True), known)
            status = answer.status_code
        except Exception as error:
            status, wrong = 0, f"{type(error).__name__}: {error}"
        tally.add(kind, status, time.monotonic() - begun, wrong)
        if status == BUSY:
            time.sleep(chance.uniform(0.1, 1))


def defect(kind: str, body: str, status: int, answer: str, known: dict[str, str]) -> str:
    """Return what is wrong with an answer, if anything is."""
    if status not in ALLOWED[kind] | {BUSY}:
        return f"status {status}: {answer[:200]}"
    found = json.loads(answer)
    if kind == "good" and status != BUSY and answer != known[body]:
        (suite,) = found["suites"]
        if suite["ended_by"] is None or ids(suite) - ids(json.loads(known[body])["suites"][0]):
            return f"another answer than its own: {answer[:200]}"
    return ""


def ids(suite: dict[str, Any]) -> set[str]:
    """Return the claims that a report speaks of."""
    return {claim["id"] for claim in suite["claims"]}


def good() -> list[str]:
    """Return suites as JSON, each with figures of its own."""
    found = []
    for number in range(20):
        plain = {
            "quantities": {"fee": {"unit": "USD/month"}, "term": {"unit": "month"}},
            "rules": [f"fee * term < {40 + number} billion USD"],
            "claims": [
                {"id": f"fee-{number}", "about": "fee", "figure": f"${1 + number / 10} billion"},
                {"id": "term", "about": "term", "figure": "36 months", "exact": True},
            ],
        }
        plain["claims"][0]["figure"] += " per month"  # type: ignore[index]
        found.append(json.dumps(plain))
    return found


def answer_to(text: str) -> str:
    """Return what the service must answer, checked alone in this process."""
    return verify.check(verify.loads(text, path="review.json")).to_json()


def pick_good(chance: random.Random, known: dict[str, str]) -> tuple[str, str]:
    """Return a suite with a known answer."""
    return "good", chance.choice(sorted(known))


def pick_bad(chance: random.Random, known: dict[str, str]) -> tuple[str, str]:
    """Return a suite that was spoilt, or a body that is too long."""
    if not chance.randrange(10):
        return "long", " " * (LONGEST + 1)
    text = chance.choice(sorted(known))
    at = chance.randrange(len(text))
    other = chance.choice(seeds.seeds("json")).decode()
    return "bad", text[:at] + other[: chance.randrange(9)] + text[at + 1 :]


def pick_heavy(chance: random.Random, _known: dict[str, str]) -> tuple[str, str]:
    """Return a suite that takes whatever it is given."""
    return "heavy", json.dumps(chance.choice((MANY, HARD)))


def megabytes() -> int:
    """Return the memory that the process holds now."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * 4096 // 1_000_000


if __name__ == "__main__":
    main()
