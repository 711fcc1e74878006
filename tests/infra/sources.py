"""The project's own files, for tests that read the house itself."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ELSEWHERE = {".venv", "instance", ".git", "node_modules", "htmlcov", "__pycache__"}
NOT_SHIPPED = {"tests", "benchmarks", "docs", "migrations", ".ci"}


@cache
def files() -> list[Path]:
    """Everything that is, or is about to be, committed; relative to the root. Without git: everything that is not made by tools."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if found.returncode == 0:
        names = [Path(line) for line in found.stdout.splitlines()]
    else:
        names = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
    return sorted(name for name in names if (ROOT / name).is_file() and not ELSEWHERE & set(name.parts))


def shipped() -> list[Path]:
    """The Python files that make the product."""
    return [name for name in files() if name.suffix == ".py" and name.parts[0] not in NOT_SHIPPED]


@cache
def tree(name: Path) -> ast.Module:
    return ast.parse((ROOT / name).read_text(), filename=str(name))


def calls(name: Path) -> list[tuple[str, int]]:
    """Every call in the file as written ("db.session.commit") with its line."""
    return [(ast.unparse(node.func), node.lineno) for node in ast.walk(tree(name)) if isinstance(node, ast.Call)]


def imports(name: Path) -> set[str]:
    """The dotted names this file imports. `from sessions import rsvps` gives sessions.rsvps when that is a module."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {_module(node.module, alias.name) for alias in node.names}
    return found


def _module(package: str, name: str) -> str:
    inside = ROOT.joinpath(*package.split("."))
    return f"{package}.{name}" if (inside / f"{name}.py").exists() or (inside / name).is_dir() else package
