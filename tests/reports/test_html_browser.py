"""The HTML report in Chromium: accessible to axe, switched without script, whole in print."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import EXAMPLE, CommandLine
from hostile import hostile
from test_html import CLAIMS, HOSTILE
from test_html_parts import COVERED, JUDGED, READ, TEXT

from verify.reports import html

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here")
SUITES = {"example": EXAMPLE, "read": READ, "judged": JUDGED, "covered": COVERED, "odd": HOSTILE}
PAGES = ["real", "several", "hostile", *SUITES]
SEEN = [("real", scheme, width) for scheme in ("light", "dark") for width in (400, 1100)]
SEEN += [(name, *how) for name in PAGES[1:] for how in (("light", 1100), ("dark", 400))]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Return a browser, driven by a library that is only there for tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright is installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return files with the reports of the real suite and of small ones."""
    folder = tmp_path_factory.mktemp("pages")
    texts = {"real": CommandLine(CLAIMS).run("check", str(CLAIMS), "--format", "html").stdout}
    for name, suite in SUITES.items():
        line = CommandLine(folder / name)
        line.write("paper.txt", TEXT)
        path = line.write("s.claims.yaml", suite)
        texts[name] = line.run("check", str(path), "--format", "html").stdout
    texts["several"] = CommandLine(folder).run("check", str(folder), "--format", "html").stdout
    texts["hostile"] = html.render([hostile()])
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return {name: folder / f"{name}.html" for name in texts}


def opened(chromium: Any, path: Path, **options: Any) -> Any:
    page = chromium.new_context(**options).new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize(("name", "scheme", "width"), SEEN)
def test_axe_finds_nothing(
    chromium: Any, pages: dict[str, Path], name: str, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe is installed")
    size = {"width": width, "height": 900}
    page = opened(chromium, pages[name], color_scheme=scheme, viewport=size)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_telephone(
    chromium: Any, pages: dict[str, Path], name: str
) -> None:
    page = opened(chromium, pages[name], viewport={"width": 400, "height": 900})
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_of_the_network_and_nothing_complains(
    chromium: Any, pages: dict[str, Path], name: str
) -> None:
    page = chromium.new_context().new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(pages[name].as_uri())
    assert (asked, said) == ([pages[name].as_uri()], [])
    page.context.close()


def test_a_switch_works_without_script_and_by_keyboard(
    chromium: Any, pages: dict[str, Path]
) -> None:
    page = opened(chromium, pages["read"], java_script_enabled=False)
    outcomes = page.locator(".outcomes p")
    assert [outcomes.nth(n).is_visible() for n in range(2)] == [True, False]
    page.get_by_label("if it is read as wide").check()
    assert [outcomes.nth(n).is_visible() for n in range(2)] == [False, True]
    page.keyboard.press("ArrowUp")
    assert [outcomes.nth(n).is_visible() for n in range(2)] == [True, False]
    page.context.close()


@pytest.mark.parametrize("scripted", [True, False])
def test_what_needs_a_script_is_seen_only_where_one_runs(
    chromium: Any, pages: dict[str, Path], scripted: bool
) -> None:
    page = opened(chromium, pages["read"], java_script_enabled=scripted)
    assert page.locator(".js").first.is_visible() == scripted
    page.context.close()


def test_print_shows_all_that_is_folded_or_switched_away(
    chromium: Any, pages: dict[str, Path], tmp_path: Path
) -> None:
    target = tmp_path / "read.pdf"
    page = opened(chromium, pages["read"], color_scheme="dark")
    page.emulate_media(media="print")
    assert all(page.locator(".outcomes p").nth(n).is_visible() for n in range(2))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media()
    page.pdf(path=target)
    page.context.close()
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext is installed here")
    done = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True)
    shown = " ".join(done.stdout.split())
    assert "first and second cannot all hold" in shown
    assert "first and second can all hold" in shown
    assert "campus == hall + spare" in shown  # a rule, folded on the screen


def test_no_graph_is_cut_in_print(chromium: Any, pages: dict[str, Path]) -> None:
    page = opened(chromium, pages["real"], viewport={"width": 700, "height": 900})
    page.emulate_media(media="print")
    ends = "[...document.querySelectorAll('svg')].map(each => each.getBoundingClientRect().right)"
    assert page.evaluate(f"Math.max(...{ends})") <= 700
    page.context.close()
