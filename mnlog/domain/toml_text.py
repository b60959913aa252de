"""TOML as people edit it: read fast where it is plain, and with the line of every mistake.

All of it is read before the first window, and `tomllib`, written in Python, takes several times as long as a
scan for the plain lines such files consist of, whose values mean the same in JSON. Whatever is not plain, and
every mistake, is left to `tomllib`.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

_SCALAR = r'(?:"[^"\\\x00-\x1f\x7f]*"|(?:0|[1-9][0-9]{0,8})|true|false)'
_PLAIN_LINE = re.compile(
    r"(?:#[^\x00-\x08\x0a-\x1f\x7f]*)?\n"
    r"|\[\[(?P<heading>[a-z_]+)\]\]\n"
    rf"|(?P<key>[a-z0-9_]+) = (?P<value>{_SCALAR}|\[(?:{_SCALAR}(?:, {_SCALAR})*)?\])\n"
)
_LONG_STRING = re.compile(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'')
_HEADING = re.compile(r"\s*(\[\[?)\s*([\w-]+)\s*(?:\.\s*([\w-]+).*)?\]")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*[.=]")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_ENDLESS = re.compile(r"[0-9_]{4000,}")
_value_at = json.JSONDecoder().raw_decode


class TomlFault(ValueError):
    """The bytes are no TOML.

    Attributes:
        line: where, from 1.
        problem: what is wrong, without the place.
    """

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


def decoded(raw: bytes) -> str:
    """The text of a file, with line ends made alike; some editors put a byte order mark in front.

    Raises:
        TomlFault: when it is not UTF-8.
    """
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise TomlFault(raw.count(b"\n", 0, error.start) + 1, "this is not UTF-8 text") from error


def parsed(text: str) -> dict[str, Any]:
    """The tables of a text, as `tomllib.loads` gives them.

    Raises:
        TomlFault: when it is not valid TOML.
    """
    plain = _plainly_parsed(text)
    if plain is not None:
        return plain
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise _fault_of(error, text) from error


def _fault_of(error: ValueError, text: str) -> TomlFault:
    place = _PLACE.search(str(error))
    if place is None:  # not its own error: Python reads no number of thousands of digits
        endless = _ENDLESS.search(text)
        line, problem = text.count("\n", 0, endless.start() if endless else 0) + 1, "the number is too long"
    else:
        line = int(place[1] or text.rstrip().count("\n") + 1)
        problem = str(error).replace(place[0], "")
    return TomlFault(line, f"not valid TOML: {problem}")


def _plainly_parsed(text: str) -> dict[str, Any] | None:
    """The same for text that is plain from end to end; None for any other, right or wrong."""
    tables: dict[str, Any] = {}
    table, end = tables, 0
    for line in _PLAIN_LINE.finditer(text):
        if line.start() != end:
            return None
        end = line.end()
        if key := line["key"]:
            if key in table:
                return None
            table[key] = _value_at(text, line.start("value"))[0]
        elif heading := line["heading"]:
            table = {}
            rows = tables.setdefault(heading, [])
            if not isinstance(rows, list):
                return None
            rows.append(table)
    return tables if end == len(text) else None


def line_of(text: str, heading: str, row: int, key: str = "", item: int | None = None) -> int:
    """The line a mistake stands on.

    Args:
        text: valid TOML that consists of `[[heading]]` rows.
        heading: the name in double brackets.
        row: counted from 0; -1 for what stands outside of the rows.
        key: the key in the row; empty for the row itself.
        item: which table of the key's list, counted from 0.

    Returns:
        Its number from 1; of the row when the key does not stand there.
    """
    places = list(_places(text, heading))
    exact = [line for line, *place in places if place == [row, key]]
    nearest = [line for line, at, _ in places if at == row]
    found: int = (exact or nearest or [1])[0]
    if item is None:
        return found
    rest = enumerate(text.split("\n")[found - 1 :], found)
    tables = [line for line, content in rest for _ in range(content.count("{"))]
    return tables[item] if item < len(tables) else found


def _places(text: str, heading: str) -> Iterator[tuple[int, int, str]]:
    """Line, row and key of each heading (without key) and each key."""
    row = -1
    without_long_strings = _LONG_STRING.sub(lambda match: "\n" * match[0].count("\n"), text)
    for line, content in enumerate(without_long_strings.split("\n"), 1):
        if found := _HEADING.match(content):
            brackets, name, key = found[1], found[2], found[3] or ""
            is_of_row = name == heading and bool(key or brackets == "[[")
            row += is_of_row and not key
            yield (line, row, key) if is_of_row else (line, -1, name)
        elif found := _KEY.match(content):
            yield line, row, found[1]
