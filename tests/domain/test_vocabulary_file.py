"""A good vocabulary folder is read whole; a bad one is refused with file, line and reason."""

import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnlog.domain import toml_text
from mnlog.domain.terms import DeviceKind, Side
from mnlog.domain.vocabulary import Grade, Vocabulary
from mnlog.domain.vocabulary_file import VocabularyError, load_vocabulary
from mnlog.errors import UserFacingError
from mnlog.paths import resource_dir

DELIVERED = resource_dir() / "vocabulary"
FILES = sorted(path.name for path in DELIVERED.glob("*.toml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DELIVERED, tmp_path / "vocabulary"))


@dataclass(frozen=True)
class Slip:
    """One slip in a delivered file: the first `old` behind `after` becomes `new`.

    The mistake stands on the line of `old`, `below` lines further down, or on the last `at` above it.
    """

    file: str
    old: str
    new: str
    says: str
    after: str = ""
    below: int = 0
    at: str = ""

    def made_in(self, text: str) -> tuple[str, int]:
        start = text.index(self.old, text.index(self.after))
        place = text.rindex(self.at, 0, start) if self.at else start
        changed = text[:start] + self.new + text[start + len(self.old) :]
        return changed, text.count("\n", 0, place) + 1 + self.below


SLIPS = {
    "no value": Slip("zones.toml", "min_um = 250", "min_um =", "not valid TOML: Invalid value"),
    "no closing quote": Slip(
        "facts.toml", 'unit = "min"', 'unit = "min', "not valid TOML: Illegal character"
    ),
    "key twice": Slip(
        "zones.toml", "max_um = 1000\n", "max_um = 1000\nmax_um = 900\n", "not valid TOML", below=1
    ),
    "endless number": Slip("zones.toml", "min_um = 250", "min_um = " + "1" * 5000, "not valid TOML"),
    "unknown key": Slip("zones.toml", "min_um = 500", "mim_um = 500", "unknown key 'mim_um'", after="chin"),
    "misspelt optional key": Slip("zones.toml", "snomed =", "snowmed =", "unknown key 'snowmed'"),
    "quoted unknown key": Slip("zones.toml", "snomed =", '"snowmed" =', "unknown key 'snowmed'"),
    "table inside a row": Slip("zones.toml", "snomed = ", "[zone.extra]\nsnomed = ", "unknown key 'extra'"),
    "missing key": Slip(
        "zones.toml", "min_um = 500\n", "", "the key 'min_um' is missing", after='"chin"', at="[[zone]]"
    ),
    "missing id": Slip("topicals.toml", 'id = "prp"\n', "", "the key 'id' is missing", below=-1),
    "text for a number": Slip("zones.toml", "min_um = 250", 'min_um = "250"', "'250' is not a whole number"),
    "millimetres": Slip("zones.toml", "min_um = 250", "min_um = 0.25", "0.25 is not a whole number"),
    "truth for a number": Slip("zones.toml", "min_um = 250", "min_um = true", "True is not a whole number"),
    "below zero": Slip("zones.toml", "min_um = 250", "min_um = -250", "-250 is below 0"),
    "number for a text": Slip(
        "zones.toml", 'snomed = "52795006"', "snomed = 52795006", "not a text in quotes"
    ),
    "number for a truth": Slip("reactions.toml", "common = true", "common = 1", "neither true nor false"),
    "text for a list": Slip("zones.toml", 'sides = ["midline"]', 'sides = "midline"', "not a list"),
    "number in a list": Slip("topicals.toml", 'sources = ["EXO"]', "sources = [7]", "7 is not a text"),
    "blank name": Slip("zones.toml", 'name = "Nose"', 'name = " "', "name: it must not be empty"),
    "id with a space": Slip("zones.toml", 'id = "nose"', 'id = "the nose"', "letters, digits and _"),
    "id twice": Slip(
        "zones.toml", 'id = "nose"', 'id = "temple"', "the id 'temple' stands in an earlier row"
    ),
    "unknown region": Slip("zones.toml", 'region = "neck"', 'region = "nek"', "'nek' is none of face, neck,"),
    "unknown side": Slip("zones.toml", '"left", "right"', '"left", "rigth"', "'rigth' is none of left,"),
    "side twice": Slip("zones.toml", '"left", "right"', '"left", "left"', "'left' stands twice"),
    "one side alone": Slip(
        "zones.toml", '["left", "right"]', '["left"]', "either left and right, or midline"
    ),
    "left with midline": Slip("zones.toml", '"left", "right"', '"left", "midline"', "or midline"),
    "unknown kind": Slip("devices.toml", 'kind = "pen"', 'kind = "laser"', "'laser' is none of pen, roller,"),
    "unknown severity": Slip("screening.toml", '"relative"', '"mild"', "'mild' is none of absolute,"),
    "unknown class": Slip("numbing.toml", '["amide_anaesthetic"]', '["amide"]', "'amide' is none of"),
    "unknown trust": Slip("sources.toml", 'trust = "B"', 'trust = "D"', "'D' is none of A, B, C, S, -"),
    "typical below minimum": Slip(
        "zones.toml", "typical_um = 500", "typical_um = 240", "240 is below min_um 250"
    ),
    "maximum below typical": Slip(
        "zones.toml", "max_um = 1000", "max_um = 499", "499 is below typical_um 500"
    ),
    "concern's depths fall": Slip(
        "concerns.toml", "max_um = 1000", "max_um = 200", "200 is below min_um 250"
    ),
    "sessions fall": Slip(
        "concerns.toml", "sessions_max = 6", "sessions_max = 3", "3 is below sessions_min 4"
    ),
    "interval falls": Slip(
        "concerns.toml",
        "interval_max_days = 42",
        "interval_max_days = 20",
        "20 is below interval_min_days 21",
    ),
    "contact falls": Slip(
        "numbing.toml", "contact_max_s = 18000", "contact_max_s = 1799", "below contact_min_s"
    ),
    "reaction window falls": Slip(
        "reactions.toml", "_to_h = 168", "_to_h = 23", "23 is below expected_from_h 24"
    ),
    "half a window": Slip(
        "reactions.toml", "expected_from_h = 0\n", "", "stand together", after='"itching"', below=0
    ),
    "strict part falls": Slip(
        "aftercare.toml", "strict_to_h = 336", "strict_to_h = 23", "23 is below from_h 24"
    ),
    "extended part falls": Slip(
        "aftercare.toml", "extended_to_h = 72", "extended_to_h = 23", "below strict_to_h"
    ),
    "zone too deep": Slip("zones.toml", "max_um = 1000", "max_um = 10000", "10000 is deeper than any device"),
    "concern too deep": Slip(
        "concerns.toml", "max_um = 1000", "max_um = 5001", "5001 is deeper than any device"
    ),
    "device too deep": Slip(
        "devices.toml", "depth_max_um = 2500", "depth_max_um = 25000", "25000 is deeper than any device"
    ),
    "device's depths fall": Slip(
        "devices.toml", "depth_min_um = 250", "depth_min_um = 2501", "below", below=1
    ),
    "pen with lengths": Slip(
        "devices.toml",
        "depth_step_um = 250\n",
        "depth_step_um = 250\nneedle_lengths_um = [500]\n",
        "a pen has none",
        below=1,
    ),
    "roller without lengths": Slip(
        "devices.toml",
        "needle_lengths_um = [200, 300]\n",
        "",
        "a roller or stamp has them",
        at="[[device_model]]",
    ),
    "roller with a step": Slip(
        "devices.toml",
        "depth_step_um = 0",
        "depth_step_um = 100",
        "a roller or stamp has 0",
        after='"home_roller"',
    ),
    "pen without a step": Slip(
        "devices.toml", "depth_step_um = 250", "depth_step_um = 0", "a pen has a step"
    ),
    "roller with speeds": Slip(
        "devices.toml",
        "depth_step_um = 0",
        "speeds = 2\ndepth_step_um = 0",
        "a roller has none",
        after='"home_roller"',
    ),
    "needle longer than the device": Slip(
        "devices.toml", "[200, 300]", "[200, 500]", "outside of depth_min_um"
    ),
    "no source": Slip("zones.toml", 'sources = ["GK"]', "sources = []", "sources: it must not be empty"),
    "unknown source": Slip("zones.toml", 'sources = ["GK"]', 'sources = ["GKK"]', "'GKK' is not in sources"),
    "source twice": Slip("zones.toml", 'sources = ["GK"]', 'sources = ["GK", "GK"]', "'GK' stands twice"),
    "unknown zone": Slip("devices.toml", '"temple"', '"tempel"', "on_label_zones: 'tempel' is not in zones"),
    "unknown concern": Slip("devices.toml", '["acne_scars"', '["acne"', "'acne' is not in concerns"),
    "unknown scale": Slip("reactions.toml", '"cea"', '"cae"', "scale_id: 'cae' is not in scales"),
    "unknown table": Slip(
        "zones.toml", "[[zone]]", "[[zoen]]", "unknown table or key 'zoen'", after='"temple"'
    ),
    "key above the rows": Slip("zones.toml", "[[zone]]", 'a = "b"\n\n[[zone]]', "unknown table or key 'a'"),
    "single brackets": Slip("vocabulary.toml", "version =", "[version]\nnumber =", "not a text in quotes"),
    "grade without label": Slip(
        "scales.toml", ', label = "V: rarely burns, tans deeply"', "", "grades: the key 'label' is missing"
    ),
    "grade with unknown key": Slip("scales.toml", "value = 6,", "valeu = 6,", "grades: unknown key 'valeu'"),
    "grade that is no table": Slip(
        "scales.toml", '[{ value = 1, label = "present" }]', "[1]", "1 is not a table"
    ),
    "grades that fall": Slip("scales.toml", "value = 6,", "value = 4,", "grades: 4 does not follow on 5"),
    "grade twice": Slip("scales.toml", "value = 6,", "value = 5,", "grades: 5 does not follow on 5"),
    "no grades": Slip(
        "scales.toml", 'grades = [{ value = 1, label = "present" }]', "grades = []", "be empty"
    ),
    "unknown key beside the version": Slip(
        "vocabulary.toml", "version", 'by = "me"\nversion', "unknown key 'by'", after="\nversion"
    ),
    "blank version": Slip("vocabulary.toml", '"2026.1"', '""', "version: the version is missing"),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_refused_with_its_file_line_and_reason(slip: Slip, folder: Path) -> None:
    path = folder / slip.file
    changed, line = slip.made_in(path.read_text("utf-8"))
    path.write_text(changed, "utf-8")

    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(folder)

    assert caught.value.text.startswith(f"{slip.file}, line {line}: ")
    assert slip.says in caught.value.text
    assert (caught.value.file, caught.value.line) == (slip.file, line)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    with pytest.raises(VocabularyError, match=rf"^{name}: it cannot be read") as caught:
        load_vocabulary(folder)
    assert caught.value.line is None


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_is_named(name: str, folder: Path) -> None:
    (folder / name).write_text("# nothing\n", "utf-8")
    with pytest.raises(VocabularyError, match=rf"^{name}, line 1: .*(there is no|is missing)"):
        load_vocabulary(folder)


def test_an_array_left_open_is_told_at_the_last_line(folder: Path) -> None:
    path = folder / "facts.toml"
    text = path.read_text("utf-8") + "values = [1,\n2\n\n"
    path.write_text(text, "utf-8")
    with pytest.raises(VocabularyError, match="not valid TOML: Unclosed array") as caught:
        load_vocabulary(folder)
    assert caught.value.line == text.rstrip().count("\n") + 1


def test_a_table_in_single_brackets_is_told_to_take_two(folder: Path) -> None:
    (folder / "topicals.toml").write_text('# one\n\n[topical]\nid = "prp"\n', "utf-8")
    with pytest.raises(
        VocabularyError, match=r"^topicals.toml, line 3: .*\[\[topical\]\], in double brackets"
    ):
        load_vocabulary(folder)


def test_text_in_another_encoding_is_told_at_its_line(folder: Path) -> None:
    path = folder / "zones.toml"
    text = path.read_text("utf-8")
    path.write_bytes(text.encode("latin-1"))
    line = text.count("\n", 0, text.index("é")) + 1
    with pytest.raises(VocabularyError, match=rf"^zones.toml, line {line}: this is not UTF-8"):
        load_vocabulary(folder)


def test_a_heading_inside_a_long_text_does_not_shift_the_line(folder: Path) -> None:
    path = folder / "zones.toml"
    text = path.read_text("utf-8").replace('name = "Forehead"', 'name = """\nBrow\n[[zone]]\nmin_um = 1\n"""')
    text = text.replace("typical_um = 750", "typical_um = 1")
    path.write_text(text, "utf-8")
    line = text.count("\n", 0, text.index("typical_um = 1\n")) + 1
    with pytest.raises(VocabularyError, match=rf"^zones.toml, line {line}: typical_um 1 is below"):
        load_vocabulary(folder)


def test_the_error_is_for_the_person_at_the_screen(folder: Path) -> None:
    (folder / "zones.toml").unlink()
    with pytest.raises(UserFacingError) as caught:
        load_vocabulary(folder)
    assert "put back the delivered one" in caught.value.hint


@pytest.mark.parametrize(
    "edit",
    [
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw.replace(b" = ", b"="),
        lambda raw: raw.rstrip(),
        lambda raw: raw.replace(b"]]\n", b"]] # a remark\n\n"),
    ],
    ids=["windows line ends", "byte order mark", "no spaces", "no last line end", "remarks"],
)
def test_how_an_editor_saves_changes_nothing(edit: Callable[[bytes], bytes], folder: Path) -> None:
    for name in FILES:
        path = folder / name
        path.write_bytes(edit(path.read_bytes()))
    assert load_vocabulary(folder) == load_vocabulary(DELIVERED)


def test_rows_carry_what_the_file_says() -> None:
    vocabulary = load_vocabulary(DELIVERED)
    raw = tomllib.loads((DELIVERED / "zones.toml").read_text("utf-8"))["zone"]
    assert list(vocabulary.zones) == [row["id"] for row in raw]
    cheek = vocabulary.zones["cheek"]
    assert cheek.sides == (Side.LEFT, Side.RIGHT)
    assert (cheek.min_um, cheek.typical_um, cheek.max_um, cheek.snomed) == (500, 1000, 2000, "60819002")
    assert vocabulary.zones["temple"].snomed is None
    assert vocabulary.zones["temple"].conflict == ""
    assert vocabulary.device_models["medical_roller"].kind is DeviceKind.ROLLER
    assert vocabulary.numbing_products["pliaglis"].contact_max_s is None
    assert vocabulary.scales["cea"].grades[4] == Grade(value=4, label="severe")
    assert vocabulary.version == "2026.1"


def test_every_mapping_of_the_vocabulary_comes_from_a_file() -> None:
    vocabulary = load_vocabulary(DELIVERED)
    assert all(getattr(vocabulary, field.name) for field in fields(Vocabulary))
    assert len(FILES) == len(fields(Vocabulary))


@pytest.mark.parametrize("name", sorted(set(FILES) - {"scales.toml"}))
def test_the_delivered_files_are_plain_enough_to_be_read_fast(name: str) -> None:
    assert toml_text._plainly_parsed((DELIVERED / name).read_text("utf-8")) is not None


def _by_the_library(text: str) -> object:
    try:
        return tomllib.loads(text)
    except ValueError:
        return "refused"


def _by_us(text: str) -> object:
    try:
        return toml_text.parsed(text)
    except toml_text.TomlFault as fault:
        return "refused" if 1 <= fault.line <= text.count("\n") + 1 else f"no line {fault.line}"


@pytest.mark.parametrize("name", FILES)
def test_the_fast_reading_equals_the_librarys(name: str) -> None:
    text = (DELIVERED / name).read_text("utf-8")
    assert _by_us(text) == _by_the_library(text)


_LINES = [
    *(
        "[[a]]",
        "[[b]]",
        "[a]",
        "[[a.b]]",
        "# remark",
        "# bad \x01",
        "",
        "a = 1",
        "k1 = 1",
        "9 = 9",
        'ü = "ü"',
    ),
    *('k = "x"', "k = 1", " k = 1", "k=2", "k = 1 # why", "n = 0", "n = 01", "n = -1", "n = 1_0", "n = 1.5"),
    *(
        "t = true",
        "t = True",
        "v = null",
        "e = 1e5",
        "d = 2026-01-01",
        "x = [1, 2]",
        'x = ["a", "b"]',
        "x = []",
    ),
    *("x = [1,]", "x = [1, true]", 'q = "a\\nb"', "q = 'a'", 'q = "tab\tin"', 'q = "\x7f"', 'm = """'),
]


@given(st.lists(st.sampled_from(_LINES), max_size=8), st.sampled_from(["", "\n", "\n\n", "\r"]))
def test_any_lines_are_read_as_the_library_reads_them(lines: list[str], end: str) -> None:
    text = "\n".join(lines) + end
    assert _by_us(text) == _by_the_library(text)


@given(st.integers(0, 5000), st.integers(0, 3), st.text(max_size=3))
def test_any_slip_of_the_finger_is_read_as_the_library_reads_it(place: int, cut: int, typed: str) -> None:
    text = (DELIVERED / "topicals.toml").read_text("utf-8")
    place %= len(text)
    slipped = text[:place] + typed + text[place + cut :]
    assert _by_us(slipped) == _by_the_library(slipped)
