"""Finds and reads what `use` names: packs that come with Verify, and files of the suite.

A name is looked up among the packs beside this module; anything with a `/` or a known suffix is
a path below the suite's folder, which it cannot leave, not even by a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from verify import formats
from verify.config import Limits
from verify.diagnostics import Diagnostic, more_problems, suggestion
from verify.document import Document, validate
from verify.source import Text
from verify.tree import shortened

BUILT_IN: Final = Path(__file__).parent / "packs"
# What a suite says, and a pack cannot: it is not about one subject or one publication's claims.
_NOT_IN_A_PACK: Final = ("policy", "source", "as_of", "subjects", "claims", "waive", "expect")
_NOTHING: Final[Mapping[Path, str]] = {}


def load(use: Text, folder: Path, limits: Limits) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read the one pack that `use` names; `folder` is the suite's."""
    found = _locate(use, folder)
    if isinstance(found, Diagnostic):
        return None, (found,)
    path, shown = found
    return _read(path, shown, limits)


def load_all(
    uses: tuple[Text, ...],
    folder: Path | None,
    limits: Limits,
    unsaved: Mapping[Path, str] = _NOTHING,
) -> tuple[tuple[Document, ...], tuple[Diagnostic, ...]]:
    """Read the packs that `uses` name and those that they use in turn, each of them once.

    A pack comes after the packs it uses, but where they use each other. Paths in packs of the
    suite are relative to the suite's folder as well; a suite from text alone has none.
    """
    seen: set[Path] = set()
    documents: list[Document] = []
    problems: list[Diagnostic] = []
    # A pack waits on the stack, read but not yet listed, until those it uses are done.
    pending: list[Text | Document] = list(reversed(uses))
    while pending and len(problems) <= limits.problems:
        next_ = pending.pop()
        if isinstance(next_, Document):
            documents.append(next_)
            continue
        found = _locate(next_, folder)
        if isinstance(found, Diagnostic):
            problems.append(found)
            continue
        path, shown = found
        if path in seen:
            continue
        seen.add(path)
        document, more = _read(path, shown, limits, unsaved)
        problems.extend(more)
        if document is not None:
            pending.append(document)
            pending.extend(reversed(document.use))
    if pending:
        problems[limits.problems :] = [more_problems(problems[limits.problems :], None)]
    return tuple(documents), tuple(problems)


@cache
def built_in() -> tuple[str, ...]:
    """Return the names of the packs that come with Verify."""
    return tuple(sorted(path.stem for path in BUILT_IN.glob("*.yaml")))


def _locate(use: Text, folder: Path | None) -> tuple[Path, str] | Diagnostic:
    """Return a pack's real path and how the user would write it, or why there is none."""
    name = use.value
    if "/" not in name and not name.endswith(tuple(formats.FORMATS)):
        if name in built_in():
            return BUILT_IN / f"{name}.yaml", f"verify/packs/{name}.yaml"
        return _unknown(use, folder)
    defect = _defect(name)
    if defect:
        message = f"`{shortened(name)}` is not a path below the suite's folder: {defect}"
        return Diagnostic("outside-folder", message, use.span)
    if folder is None:
        message = f"the suite has no folder in which `{shortened(name)}` could be"
        help_ = "name the suite's folder, or load it from there"
        return Diagnostic("no-such-file", message, use.span, help=help_)
    parent = folder.as_posix()
    shown = name if parent == "." else f"{parent.rstrip('/')}/{name}"
    try:
        path = (folder / name).resolve(strict=True)
        below = path.is_relative_to(folder.resolve(strict=True))
    except FileNotFoundError:
        return Diagnostic("no-such-file", f"there is no file `{shortened(shown)}`", use.span)
    except (OSError, RuntimeError, ValueError):
        return Diagnostic("no-such-file", f"`{shortened(shown)}` cannot be opened", use.span)
    if not below:
        message = f"`{shortened(name)}` is a link that leads out of the suite's folder"
        return Diagnostic("outside-folder", message, use.span)
    return path, shown


def _defect(name: str) -> str:
    """Return why a text is not a relative path in the POSIX manner, or nothing."""
    if name.startswith("/"):
        return "it begins with `/`"
    if ".." in name.split("/"):
        return "`..` leads upwards"
    for sign, called in (("\\", "a backslash"), (":", "a colon"), ("\0", "a zero byte")):
        if sign in name:
            return f"it has {called}"
    return ""


def _unknown(use: Text, folder: Path | None) -> Diagnostic:
    message = f"there is no pack `{shortened(use.value)}`"
    near = suggestion(use.value, built_in())
    if near:
        help_ = f"did you mean `{near}`?"
    elif _defect(use.value):
        help_ = f"known are {', '.join(built_in())}"
    elif folder is not None and len(use.value) < 200 and (folder / f"{use.value}.yaml").is_file():
        help_ = f"for the file beside the suite, write `{use.value}.yaml`"
    else:
        help_ = f"known are {', '.join(built_in())}; a file of your own is named with its suffix"
    return Diagnostic("unknown-pack", message, use.span, help=help_)


def _read(
    path: Path, shown: str, limits: Limits, unsaved: Mapping[Path, str] = _NOTHING
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read a pack's file and refuse what only a suite may say."""
    tree, problems = formats.read(path, shown, limits, unsaved)
    if tree is None:
        return None, problems
    document, more = validate(tree, shown, limits)
    problems += more
    if document is None or problems:
        return None, problems
    for key in _NOT_IN_A_PACK:
        value = getattr(document, key)
        if value is None or value == ():
            continue
        span = value[0].span if isinstance(value, tuple) else value.span
        message = f"a pack has no `{key}`"
        help_ = "a pack holds kinds, rules, assumptions and units; put the rest into the suite"
        problems += (Diagnostic("not-in-a-pack", message, span, help=help_),)
    return (None if problems else document), problems
