"""What SECURITY.md promises of the program's own text: nothing runs text, nothing goes out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import verify
from verify.config import Limits

PACKAGE = Path(verify.__file__).parent
SECURITY = (Path(__file__).parents[2] / "SECURITY.md").read_text("utf-8")
RUNNING = {"eval", "exec", "compile", "__import__", "sympify", "parse_expr", "S", "input"}
NETWORK = {"socket", "ssl", "http", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "urllib3"}
# `urllib.parse` writes addresses; pickles come only from processes that we have started.
PICKLES = {"confined.py", "z3_process.py"}


def trees() -> dict[str, ast.Module]:
    """Return every module of the program."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def called(tree: ast.AST) -> set[str]:
    """Return the plain names, and the methods of sympy, that a module calls."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                found.add(node.func.id)
            elif ast.unparse(node.func).startswith(("sympy.", "builtins.")):
                found.add(ast.unparse(node.func).rpartition(".")[2])
    return found


def imported(tree: ast.AST) -> set[str]:
    """Return the modules that a module imports, by their full names."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_no_text_is_run() -> None:
    """But for kernels, whose text is ours: numbers of places and of constants, and no names."""
    ran = {name: called(tree) & RUNNING for name, tree in trees().items()}
    assert {name: what for name, what in ran.items() if what} == {"kernel.py": {"compile", "exec"}}


def test_nothing_goes_out() -> None:
    for name, tree in trees().items():
        modules = imported(tree)
        assert not {each.partition(".")[0] for each in modules} & NETWORK, name
        assert not any(each.startswith("urllib.") and ".parse" not in each for each in modules), (
            name
        )


def test_pickles_are_read_from_our_own_processes_alone() -> None:
    assert {name for name, tree in trees().items() if "pickle" in imported(tree)} == PICKLES


def test_the_limits_are_those_that_are_told() -> None:
    limits = Limits()
    told = re.sub(r"\s+", " ", SECURITY)
    assert f"{limits.file_bytes // 10**6} MB and {limits.values // 1000} 000 values" in told
    assert f"{limits.depth} levels, {limits.text_length // 1000} 000 characters" in told
    assert f"{limits.digits} digits, powers up to {limits.power}" in told
