"""The files of this project, as a clone has them."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[1]

BINARY = {
    ".png",
    ".jpg",
    ".ttf",
    ".otf",
    ".woff2",
    ".ico",
    ".icns",
    ".pdf",
    ".qm",
    ".db",
    ".zip",
    ".heic",
    ".bin",
}


def _ignored() -> tuple[str, ...]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return (".git", *(line.strip("/") for line in lines))


def files(*tops: str, suffix: str = "") -> Iterator[Path]:
    """Each file below the named folders (all of the project when none is named) that git does not ignore."""
    ignored = _ignored()
    folders = [ROOT / top for top in tops] or [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if any(fnmatch(path.name, pattern) for pattern in ignored):
                continue
            if path.is_dir():
                folders.append(path)
            elif path.name.endswith(suffix):
                yield path


def text_files(*tops: str) -> Iterator[tuple[Path, str]]:
    """Path and text of each file that a person reads."""
    for path in files(*tops):
        if path.suffix not in BINARY:
            yield path, path.read_text(encoding="utf-8")


def modules(*tops: str) -> Iterator[tuple[Path, ast.Module]]:
    """Path and syntax tree of each Python file."""
    for path in files(*tops, suffix=".py"):
        yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def where(path: Path, node: ast.AST | None = None) -> str:
    """A place as a person writes it: `mnlog/units.py:12`."""
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"
