"""The wheel brings all it needs, and what it brings is found: from a checkout and where it is installed."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tree import ROOT, files

FIND_RESOURCES = """
import json, mnlog
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.paths import resource_dir
vocabulary = load_vocabulary(resource_dir() / "vocabulary")
print(json.dumps([mnlog.__file__, str(resource_dir()), len(vocabulary.zones)]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the unpacked wheel and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_wheel_holds_each_resource_and_module(installed: Path) -> None:
    resources = {Path("mnlog") / path.relative_to(ROOT) for path in files("resources")}
    modules = {path.relative_to(ROOT) for path in files("mnlog")}
    packed = {path.relative_to(installed) for path in installed.rglob("*") if path.is_file()}
    assert resources | modules == {path for path in packed if path.parts[0] == "mnlog"}
    assert {path.parts[0] for path in packed} == {
        "mnlog",
        *(path.name for path in installed.glob("*.dist-info")),
    }


@pytest.mark.parametrize("kind", ["fonts", "icons", "maps", "theme", "vocabulary", "wording"])
def test_there_are_resources_of_each_kind(installed: Path, kind: str) -> None:
    assert any((installed / "mnlog/resources" / kind).iterdir())


def test_the_wheel_starts_by_the_name_mnlog_and_brings_every_licence(installed: Path) -> None:
    (info,) = installed.glob("*.dist-info")
    assert "mnlog = mnlog.cli:main" in (info / "entry_points.txt").read_text(encoding="utf-8")
    licences = {
        path.relative_to(info / "licenses") for path in (info / "licenses").rglob("*") if path.is_file()
    }
    fonts = {
        folder.relative_to(ROOT) / "OFL.txt"
        for folder in (ROOT / "resources/fonts").iterdir()
        if folder.is_dir()
    }
    assert licences == {Path("LICENSE"), Path("resources/icons/LICENSE"), *fonts}


@pytest.mark.parametrize("place", ["installed", "checkout"])
def test_resources_are_found(
    place: str, installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, inside = (installed, "mnlog/resources") if place == "installed" else (ROOT, "resources")
    monkeypatch.setenv("PYTHONPATH", str(home))
    command = [sys.executable, "-P", "-W", "error", "-c", FIND_RESOURCES]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert not done.stderr
    package, resources, zones = json.loads(done.stdout)
    assert Path(package) == home / "mnlog/__init__.py"
    assert Path(resources) == home / inside
    assert zones > 0
