"""The HTML report: one file, nothing from elsewhere, links that resolve, and harmless text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command_line import EXAMPLE, CommandLine

CLAIMS = Path(__file__).parents[2] / "claims"
HOSTILE = """\
title: "</title><script>alert(1)</script> \\u202e"
quantities: {fee: {unit: USD, doc: "<img src=x onerror=alert(1)>"}, term: {unit: month}}
rules: [{id: r, relation: fee == 5 USD/month * term, doc: "</style>"}]
sources: {s: {publisher: "\\" onmouseover=\\"alert(1)", title: "<b>"}}
claims:
  - {id: one, about: fee, figure: $5, source: s, doc: "</script>"}
  - {id: two, about: fee, figure: "<svg onload=alert(1)>", value: 9 USD, source: s}
"""


class Page(HTMLParser):
    """Collects what the tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.tags[-1][0] if self.tags else "", []).append(data)

    def values(self, attribute: str) -> list[str]:
        """Return every value of an attribute."""
        return [given[attribute] for _, given in self.tags if attribute in given]


def page_of(line: CommandLine, text: str) -> str:
    line.write("example.claims.yaml", text)
    return line.run("check", "example.claims.yaml", "--format", "html").stdout


@pytest.fixture(scope="module")
def real() -> str:
    """Return the page of the real suite."""
    return CommandLine(CLAIMS).run("check", str(CLAIMS), "--format", "html").stdout


def test_the_real_suite_is_one_small_file(real: str) -> None:
    assert len(real.encode()) < 300_000
    assert not re.search(r"(?:src|href)=\"(?!#)", real)
    assert "@import" not in real
    assert "url(" not in real


def test_the_suspects_lead(real: str) -> None:
    first = real.index("$100B"), real.index("100,000 NVIDIA H100 GPUs")
    assert max(first) < real.index("<h2>Conflicts</h2>")
    assert real.count('class="card" id="conflict-') == 5
    assert "“$100B” (FourWeekMBA) and “$45 billion” (studioglobal.ai) cannot both hold" in real


def test_every_link_resolves_and_every_id_is_one_place(real: str) -> None:
    page = Page(real)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    targets = [target.removeprefix("#") for target in page.values("href")]
    assert len(targets) > 100
    assert set(targets) <= set(ids)


def test_the_policy_admits_the_pages_own_style_and_script_alone(real: str) -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', real)
    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        (own,) = re.findall(rf"<{tag}>(.*?)</{tag}>", real, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert " style=" not in real
    assert not re.search(r"\son[a-z]+=", real)


def test_the_data_is_the_json_report(line: CommandLine) -> None:
    text = page_of(line, EXAMPLE)
    (data,) = re.findall(r'<script type="application/json" id="report">(.*?)</script>', text)
    assert json.loads(data) == line.json("check", "example.claims.yaml", "--format", "json")


def test_a_plot_has_what_is_published_and_what_is_implied(line: CommandLine) -> None:
    text = page_of(line, EXAMPLE)
    (label,) = re.findall(r'<svg class="plot"[^>]*aria-label="([^"]*)"', text)
    assert label == (
        "total: total says 90 .. 110 billion USD, the others leave 44.82 .. 45.18 billion USD"
    )
    assert text.count('<g class="suspect">') == text.count('<g class="implied">') == 1
    assert "<mtext>fee</mtext><mo>·</mo><mtext>term</mtext>" in text


def test_hostile_text_is_only_text(line: CommandLine) -> None:
    text = page_of(line, HOSTILE)
    page = Page(text)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"img", "b", "iframe", "object", "embed", "link", "form"}
    assert [tag for tag, _ in page.tags].count("script") == 2
    assert not any(name.startswith("on") for _, given in page.tags for name in given)
    assert "\u202e" not in text


def test_several_suites_and_one_that_cannot_be_read(line: CommandLine) -> None:
    line.write("a/s.claims.yaml", EXAMPLE)
    line.write("b/s.claims.yaml", "rules: [x == 1]\n")
    line.write("c/s.claims.yaml", EXAMPLE)
    done = line.run("check", ".", "--format", "html")
    assert done.exit_code == 2
    ids = Page(done.stdout).values("id")
    assert len(ids) == len(set(ids))
    assert done.stdout.count("<h1>") == 3
    assert "Not checked." in done.stdout


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed here")
@pytest.mark.parametrize("size", ["400,900", "1280,900"])
def test_chromium_renders_it_without_complaint(real: str, tmp_path: Path, size: str) -> None:
    target = tmp_path / "report.html"
    target.write_text(real, "utf-8")
    flags = (
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *(f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={size}"),
        *("--enable-logging=stderr", "--dump-dom"),
    )
    done = subprocess.run(
        ["chromium", *flags, target.as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert "CONSOLE" not in done.stderr
    assert 'class="scripted"' in done.stdout  # the policy let the page's own script run
