"""What the contracts of import-linter (`make lint`) cannot say about the shape of the code."""

import ast
import re
import sys

from tests.tree import files, modules, text_files, where

CODE = ("mnlog", "tests", "benchmarks")
FROZEN = "mnlog/db/migrations/versions"
"""What a migration did stays as it was: a list of tables, not code that grows."""

FILE_LINES = 400
FUNCTION_LINES = 50

ROOMS_WITHOUT_A_SUBJECT = re.compile(r"^(utils?|helpers?|managers?|misc|stuff)$")

PROMISES = re.compile(
    r"\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K|NotImplemen[t]edError)\b"
    r"|(?i:coming[ ]soon|not yet implemen[t]ed|lorem[ ]ipsum)"
)
"""Written so that it does not find itself."""

CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
}


def imported(tree: ast.Module) -> list[tuple[ast.stmt, str]]:
    """Each imported module, with the statement that imports it, wherever in the file it stands."""
    found: list[tuple[ast.stmt, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node, node.module or "."))
    return found


def test_files_are_short() -> None:
    long = {
        where(path): lines
        for path in files(*CODE, suffix=".py")
        if not where(path).startswith(FROZEN)
        and (lines := path.read_text(encoding="utf-8").count("\n")) > FILE_LINES
    }
    assert not long


def test_functions_are_short() -> None:
    long = {
        f"{where(path, node)} {node.name}": lines
        for path, tree in modules(*CODE)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not where(path).startswith(FROZEN)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }
    assert not long


def test_every_room_has_a_subject() -> None:
    vague = [
        where(path)
        for path in files(*CODE, suffix=".py")
        if any(ROOMS_WITHOUT_A_SUBJECT.match(part) for part in (*path.parts[:-1], path.stem))
    ]
    assert not vague


def test_nothing_is_promised_for_later() -> None:
    promises = [
        f"{where(path)}: {found.group()}"
        for path, text in text_files(*CODE, "scripts", "docs")
        for found in PROMISES.finditer(text)
    ]
    assert not promises


def test_the_domain_is_the_standard_library_alone() -> None:
    foreign = [
        f"{where(path, node)} {name}"
        for path, tree in modules("mnlog/domain")
        for node, name in imported(tree)
        if name.split(".")[0] not in sys.stdlib_module_names
        and name != "mnlog.errors"
        and not f"{name}.".startswith("mnlog.domain.")
    ]
    assert not foreign


def test_rules_and_paper_are_told_the_time() -> None:
    clocks = [
        where(path, node)
        for path, tree in modules("mnlog/domain", "mnlog/documents")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]
    assert not clocks


def names_a_singleton(node: ast.AST) -> bool:
    """True for `Ours.instance()` and for a method of that name; Qt's own object is Qt's affair."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr == "instance" and not node.value.id.startswith("Q")
    return isinstance(node, ast.FunctionDef) and node.name == "instance"


def test_nothing_is_reached_through_a_global() -> None:
    reached = [
        where(path, node)
        for path, tree in modules("mnlog")
        for node in ast.walk(tree)
        if isinstance(node, ast.Global) or names_a_singleton(node)
    ]
    assert not reached
