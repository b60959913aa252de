"""What a visitor relies on: commands that are named, files that are linked, parts that are pinned."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement

import mnlog
from tests.tree import ROOT, text_files, where

LOCKS = ("requirements.txt", "requirements-dev.txt")

MACHINE_PATH = re.compile(r"(?<![\w.$}])/(wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)\b")
REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]org|npmjs[.]|(index-ur[l]|find-link[s])\b")
"""Written so that they do not find themselves."""

PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<marker> ; [^\\]+)? \\$")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(lock: str) -> dict[str, str]:
    """Version by name of each part in a lock file."""
    return {m["name"]: m["version"] for line in read(lock).splitlines() if (m := PIN.match(line))}


def wanted(*, dev: bool) -> list[Requirement]:
    project = tomllib.loads(read("pyproject.toml"))
    parts = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] if dev else [])
    return [Requirement(part) for part in parts]


def test_every_command_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    pages = ("README.md", "CHANGELOG.md", ".ci/run", "docs/architecture.md")
    named = {
        name
        for page in pages
        for name in re.findall(r"\bmake ([a-z]+)\b", re.sub(r"make it", "", read(page)))
    }
    assert named <= targets
    assert targets <= set(
        re.findall(r"\w+", re.findall(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)[0])
    )


def test_the_gate_is_make_test() -> None:
    gate = ROOT / ".ci/run"
    assert gate.stat().st_mode & 0o111
    assert read(".ci/run").splitlines()[-1] == "make test"
    assert "set -euo pipefail" in read(".ci/run")


@pytest.mark.parametrize("page", ["README.md", "docs/architecture.md"])
def test_every_file_that_is_linked_exists(page: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", read(page)) if "://" not in link]
    assert not [link for link in links if not ((ROOT / page).parent / link).exists()]


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = [
        f"{where(path)}: {hit.group()}"
        for path, text in text_files()
        for pattern in (MACHINE_PATH, REGISTRY)
        for hit in pattern.finditer(text)
    ]
    assert not found


@pytest.mark.parametrize("lock", LOCKS)
def test_each_part_is_pinned_and_hashed(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", read(lock).strip())
    assert len(blocks) == len(pins(lock)) > 0
    for block in blocks:
        first, *hashes = block.splitlines()
        assert PIN.match(first)
        assert hashes
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes)


@pytest.mark.parametrize(("lock", "dev"), [("requirements.txt", False), ("requirements-dev.txt", True)])
def test_the_pins_are_what_the_project_asks_for(lock: str, dev: bool) -> None:
    pinned = pins(lock)
    for part in wanted(dev=dev):
        assert part.name in pinned, f"{part} is not pinned: make lock"
        assert part.specifier.contains(pinned[part.name]), (
            f"{part} is pinned to {pinned[part.name]}: make lock"
        )


def test_both_locks_agree() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_the_changelog_speaks_of_this_version() -> None:
    assert mnlog.__version__ in read("CHANGELOG.md")
