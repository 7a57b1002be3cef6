"""Which suite a file of the editor belongs to, and which suite a draft is held against.

A claim file belongs to the suite of the nearest folder above it that has a `suite.yaml`, no
higher than the workspace folder it is in; outside of every workspace folder, no higher than its
own. The suite's files are those that `verify check` would read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from verify.diagnostics import Diagnostic
from verify.formats import FORMATS, Suite, find_suites
from verify.formats.suites import CLAIM_FILES, SUITE_FILES, SuiteFile

_DRAFTS: Final = {
    ".md": False,
    ".markdown": False,
    ".html": True,
    ".htm": True,
    ".xhtml": True,
}
_LANGUAGES: Final = {"markdown": False, "html": True}


@dataclass(frozen=True, slots=True)
class NoSuite:
    """Why a draft has no suite."""

    reason: str


def is_claim_file(path: Path) -> bool:
    """Tell whether a file is one that makes or joins a suite, by its name."""
    return path.name in SUITE_FILES or path.name.endswith(CLAIM_FILES)


def is_readable(path: Path) -> bool:
    """Tell whether a file may be a pack or a claim file, by its name."""
    return path.suffix.lower() in FORMATS


def draft_markup(path: Path | None, language: str) -> bool | None:
    """Return whether a draft is HTML rather than Markdown, or None for what is no draft."""
    if path is not None and path.suffix.lower() in _DRAFTS:
        return _DRAFTS[path.suffix.lower()]
    return _LANGUAGES.get(language)


def root_of(path: Path, roots: Sequence[Path]) -> Path:
    """Return the innermost workspace folder that a file is in, or else its own folder."""
    inside = [root for root in roots if path.is_relative_to(root)]
    return max(inside, key=lambda root: len(root.parts)) if inside else path.parent


def home_of(path: Path, roots: Sequence[Path]) -> Path:
    """Return the file that tells a claim file's suite from others: its `suite.yaml`, or itself.

    No folder is walked, so that this may be asked at every change.
    """
    root = root_of(path, roots)
    for folder in path.parents:
        if not folder.is_relative_to(root):
            break
        found = next((folder / name for name in SUITE_FILES if (folder / name).is_file()), None)
        if found is not None:
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            return path if hidden else found
    return path


def suite_of(
    path: Path, roots: Sequence[Path], unsaved: Mapping[Path, str]
) -> tuple[Suite, tuple[Diagnostic, ...]]:
    """Return the suite that a claim file belongs to, and what is wrong with its folder."""
    root = root_of(path, roots)
    home = home_of(path, roots)
    if home.name in SUITE_FILES:
        suites, problems = find_suites(home.parent)
        found = next((each for each in suites if each.folder == home.parent), None)
        suite = None if found is None else _joined(found, path, unsaved)
        if suite is not None:
            return _as_shown(suite, root, unsaved), problems
    alone = Suite(str(path), path.parent, (SuiteFile(path, str(path)),))
    return _as_shown(alone, root, unsaved), ()


def suite_for_drafts(
    setting: str, roots: Sequence[Path], unsaved: Mapping[Path, str]
) -> Suite | NoSuite:
    """Return the suite that drafts are held against: the one named, else the only one there is."""
    if setting:
        base = roots[0] if roots else Path.cwd()
        path = (base / setting).resolve()
        suites, problems = find_suites(path)
        if len(suites) == 1:
            return _as_shown(suites[0], root_of(path, roots), unsaved)
        why = problems[0].message if problems else f"it has {len(suites)} suites"
        return NoSuite(f"the setting `suite` is {setting}: {why}")
    found: dict[Path, tuple[Suite, Path]] = {}
    for root in roots:
        for suite in find_suites(root)[0]:
            found.setdefault(suite.files[0].path.resolve(), (suite, root))
    if len(found) == 1:
        suite, root = next(iter(found.values()))
        return _as_shown(suite, root, unsaved)
    if not found:
        return NoSuite("the workspace has no suite")
    return NoSuite(f"the workspace has {len(found)} suites; name one in the setting `suite`")


def _joined(suite: Suite, path: Path, unsaved: Mapping[Path, str]) -> Suite | None:
    """Return the suite with a file that is new in the editor; None if it has no part in it."""
    if any(path in (each.path, each.path.resolve()) for each in suite.files):
        return suite
    if path.exists() or path not in unsaved:
        return None
    first, *rest = suite.files
    files = sorted((*rest, SuiteFile(path, str(path))), key=lambda each: each.path)
    return replace(suite, files=(first, *files))


def _as_shown(suite: Suite, root: Path, unsaved: Mapping[Path, str]) -> Suite:
    """Name the files as from the workspace folder, and lay the editor's texts over them."""
    files = tuple(SuiteFile(each.path, _shown(each.path, root)) for each in suite.files)
    whole = len(files) == 1 and not _is_folder(suite)
    shown = files[0].shown if whole else _shown(suite.folder, root)
    return Suite(shown, suite.folder, files, dict(unsaved))


def _is_folder(suite: Suite) -> bool:
    return suite.files[0].path.name in SUITE_FILES


def _shown(path: Path, root: Path) -> str:
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return path.as_posix()
