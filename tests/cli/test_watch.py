"""`verify check --watch`: every save is checked and shown, until Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import AGREEING, BROKEN, EXAMPLE, CommandLine

END = "Ctrl-C ends"
RUN = "from verify.cli import main; main()"


class Watch:
    """A watching process, and what it has printed so far."""

    def __init__(self, folder: Path, *options: str) -> None:
        """Start to watch a folder."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, "check", str(folder), "--watch", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.rounds: list[str] = []
        self.grown = threading.Condition()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        shown: list[str] = []
        assert self.process.stdout is not None
        with self.process.stdout as printed:
            for line in printed:
                shown.append(line)
                if END in line:
                    with self.grown:
                        self.rounds.append("".join(shown))
                        self.grown.notify_all()
                    shown = []

    def round(self, number: int) -> str:
        """Return what was printed in a round, once it is there."""
        with self.grown:
            assert self.grown.wait_for(lambda: len(self.rounds) > number, timeout=60)
            return self.rounds[number]

    def ended(self) -> int:
        """Press Ctrl-C, and return the exit status."""
        self.process.send_signal(signal.SIGINT)
        self.reader.join(30)
        return self.process.wait(30)

    def killed(self) -> None:
        """End it whatever it does."""
        self.process.kill()
        self.process.wait()
        self.reader.join()


@pytest.fixture
def watch(line: CommandLine) -> Iterator[Watch]:
    """A watch of a suite without a conflict."""
    line.write("s.claims.yaml", AGREEING)
    found = Watch(line.folder)
    yield found
    found.killed()


def test_a_save_is_checked_and_what_differs_is_said(line: CommandLine, watch: Watch) -> None:
    assert "consistent: 3 figures can all hold together" in watch.round(0)
    line.write("s.claims.yaml", EXAMPLE)
    second = watch.round(1)
    assert "fee, term and total cannot all hold" in second
    assert "since the check before" in second
    assert "verdict  total  consistent → conflict" in second
    assert watch.ended() == 1


def test_what_cannot_be_read_is_said_and_watched_on(line: CommandLine, watch: Watch) -> None:
    watch.round(0)
    line.write("s.claims.yaml", BROKEN)
    assert "error[bad-yaml]" in watch.round(1)
    line.write("s.claims.yaml", AGREEING)
    assert "consistent: 3 figures can all hold together" in watch.round(2)
    assert watch.ended() == 0


def test_files_come_and_go(line: CommandLine, watch: Watch) -> None:
    assert "1 file watched" in watch.round(0)
    path = line.write("t.claims.yaml", EXAMPLE)
    assert "2 files watched" in watch.round(1)
    path.unlink()
    assert "t.claims.yaml: gone, was conflict" in watch.round(2)
    assert watch.ended() == 0


def test_a_source_that_is_changed_is_noticed(line: CommandLine, watch: Watch) -> None:
    watch.round(0)
    cited = AGREEING.replace("{id: fee, ", "{id: fee, source: post, quote: {start: 0}, ")
    line.write("post.txt", "$1.25 billion per month")
    line.write("s.claims.yaml", cited + "sources: {post: {text: post.txt}}\n")
    assert "quotation-lost" not in watch.round(1)
    line.write("post.txt", "nothing of the kind")
    assert "warning[quotation-lost]" in watch.round(2)
    assert watch.ended() == 0


def test_a_report_is_written_anew_and_is_no_change_itself(line: CommandLine) -> None:
    line.write("s.claims.yaml", AGREEING)
    path = line.folder / "report.json"
    watch = Watch(line.folder, "--format", "json", "-o", str(path))
    assert f"{path} is written" in watch.round(0)
    line.write("s.claims.yaml", EXAMPLE)
    watch.round(1)
    assert '"status": "conflict"' in path.read_text("utf-8")
    time.sleep(0.3)
    assert len(watch.rounds) == 2
    assert watch.ended() == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "json"), "`--watch` with `--format json` needs `-o FILE`"),
        (("--baseline", "b", "--update-baseline"), "does not go with `--update-baseline`"),
    ],
)
def test_what_cannot_be_watched_is_refused(
    line: CommandLine, options: tuple[str, ...], said: str
) -> None:
    done = line.run("check", "--watch", *options)
    assert done.exit_code == 2
    assert said in done.stderr


PACK = "assumptions: [{about: fee, value: 9 billion USD/month, id: usual}]\n"


def test_a_pack_of_the_suite_is_watched_even_when_it_was_broken(line: CommandLine) -> None:
    path = line.write("s.claims.yaml", "use: [own.yaml]\n" + AGREEING)
    line.write("own.yaml", PACK)
    watch = Watch(path)
    assert "withdraw usual" in watch.round(0)
    line.write("own.yaml", "assumptions: [")
    assert "error[bad-yaml]" in watch.round(1)
    assert "2 files watched" in watch.round(1)
    line.write("own.yaml", PACK.replace("9 billion", "1.25 billion"))
    assert "consistent: 3 figures can all hold together" in watch.round(2)
    time.sleep(0.3)
    assert len(watch.rounds) == 3
    assert watch.ended() == 0


def test_a_certificate_is_written_anew(line: CommandLine) -> None:
    line.write("s.claims.yaml", AGREEING)
    proof = line.folder / "proof.json"
    watch = Watch(line.folder, "--certificates", str(proof))
    watch.round(0)
    before = proof.read_text("utf-8")
    line.write("s.claims.yaml", EXAMPLE)
    watch.round(1)
    assert proof.read_text("utf-8") != before
    assert watch.ended() == 1
