"""Feed a target by coverage: `python tests/fuzz/fuzz.py figure --minutes 10` (needs atheris).

Everything after `--` goes to libFuzzer. The corpus lies in a folder that is kept from run to run;
what a target does not bear is written beside it, and ends the run with status 1.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["verify"]):
    import targets
    from seeds import seeds, words


def main() -> None:
    """Run one target until its time is up or it fails."""
    own, more = sys.argv[1:], []
    if "--" in own:
        at = own.index("--")
        own, more = own[:at], own[at + 1 :]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(targets.TARGETS))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--corpus", type=Path, default=Path("fuzzing"))
    given = parser.parse_args(own)
    corpus = given.corpus / given.target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(given.target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    dictionary = given.corpus / "words.txt"
    dictionary.write_text("".join(f'"{word}"\n' for word in words() if word.isascii()), "utf-8")
    options = [
        f"-max_total_time={int(given.minutes * 60)}",
        f"-artifact_prefix={given.corpus}/{given.target}-",
        f"-dict={dictionary}",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-max_len=4096",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *options, *more], targets.TARGETS[given.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
