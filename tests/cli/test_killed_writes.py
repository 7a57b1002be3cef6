"""A process that is killed while it writes leaves the file as it was, or as it should become."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from verify.commands.output import write

KILLS = int(os.environ.get("VERIFY_KILLS", "25"))
OLD, NEW = "old\n" * 50_000, "new\n" * 70_000
WRITER = """
import sys
from verify.commands.output import write
old, new = "old\\n" * 50_000, "new\\n" * 70_000
print("ready", flush=True)
while True:
    write(new, sys.argv[1])
    write(old, sys.argv[1])
"""


def test_a_file_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    """`VERIFY_KILLS=1000` kills as often; in the test command it is 25 times."""
    chance = random.Random(7)
    path = tmp_path / "report.html"
    path.write_text(OLD, "utf-8")
    seen = set()
    for _ in range(KILLS):
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.02))
            writer.kill()
        text = path.read_text("utf-8")
        assert text in (OLD, NEW)
        seen.add(text)
    assert KILLS < 20 or seen == {OLD, NEW}


@pytest.mark.parametrize(("age", "left"), [(7200, False), (60, True)])
def test_what_a_killed_writer_left_is_taken_away_in_time(
    tmp_path: Path, age: int, left: bool
) -> None:
    stray = tmp_path / ".report.html.abcd1234.verify-tmp"
    others = [tmp_path / ".other.html.abcd1234.verify-tmp", tmp_path / ".report.html.notes"]
    for each in (stray, *others):
        each.write_text("half", "utf-8")
        os.utime(each, (time.time() - age,) * 2)
    write(NEW, str(tmp_path / "report.html"))
    assert stray.exists() == left
    assert all(each.exists() for each in others)
