"""The command line: starts the program, or checks a clinic without a window. Imports nothing heavy."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mnlog import __version__

if TYPE_CHECKING:
    import argparse

PASSPHRASE_VARIABLE = "MNLOG_PASSPHRASE"  # noqa: S105 - its name, not a passphrase
_SCREEN_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main(argv: Sequence[str] | None = None) -> int:
    """Does what the command line asks for.

    Returns:
        The exit status: 0 when all is well, 1 when something was wrong, which was said in one line.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    if not arguments:  # how it is started every day; reading nothing would take its time too
        return _show_window(None, demo=False)
    options = _parser().parse_args(arguments)
    if options.command == "check":
        return _check(options.data_dir, options.passphrase_fd)
    return _show_window(options.data_dir, demo=options.demo)


def _show_window(data_dir: Path | None, *, demo: bool) -> int:
    if not _has_screen():
        return _refuse(
            "MNLog needs a screen, and this computer shows none. Start it from a desktop; "
            "to check a clinic without a screen: mnlog check --data-dir FOLDER"
        )
    # A tenth of the time to the first picture would go into looking for garbage among modules that stay.
    gc.disable()
    from mnlog.app import StartOptions, run

    return run(StartOptions(data_dir=data_dir, demo=demo))


def _parser() -> "argparse.ArgumentParser":
    import argparse

    parser = argparse.ArgumentParser(
        prog="mnlog", description="The microneedling logbook that stands beside the treatment chair."
    )
    parser.add_argument("--version", action="version", version=f"MNLog {__version__}")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="the clinic's folder")
    parser.add_argument("--demo", action="store_true", help="open a made-up clinic to look around in")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="prove that a clinic is whole",
        description=(
            "Reads every page of a clinic, its audit, signatures and kept papers, and changes nothing. The "
            f"passphrase is asked for, or read from {PASSPHRASE_VARIABLE} or a file descriptor."
        ),
    )
    # Without a default of its own, which would take away what stood before the command.
    check.add_argument(
        "--data-dir", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="the clinic's folder"
    )
    check.add_argument("--passphrase-fd", type=int, metavar="N", help="read the passphrase from here")
    return parser


def _check(data_dir: Path | None, passphrase_fd: int | None) -> int:
    from mnlog.errors import UserFacingError
    from mnlog.paths import default_data_dir
    from mnlog.services.safekeeping import check_clinic

    folder = data_dir or default_data_dir()
    try:
        if not (folder / "vault.json").exists():
            return _refuse(f"There is no clinic in the folder {folder}. Name its folder with --data-dir.")
        report = check_clinic(folder, _passphrase(passphrase_fd))
    except UserFacingError as problem:
        return _refuse(str(problem))
    except EOFError:
        return _refuse("The passphrase could not be read: nothing was typed.")
    except OSError as fault:
        return _refuse(f"The passphrase could not be read: {fault.strerror or fault}.")
    for line in report.lines:
        print(line)
    for problem_line in report.problems:
        print(f"PROBLEM: {problem_line}")
    count = len(report.problems)
    found = f"{count} {'problem' if count == 1 else 'problems'} found."
    print("The clinic is whole." if report.is_sound else found)
    return 0 if report.is_sound else 1


def _passphrase(passphrase_fd: int | None) -> str:
    if passphrase_fd is not None:
        with os.fdopen(passphrase_fd, encoding="utf-8") as source:
            return source.readline().rstrip("\r\n")
    if PASSPHRASE_VARIABLE in os.environ:
        return os.environ[PASSPHRASE_VARIABLE]
    import getpass

    return getpass.getpass("Passphrase: ")


def _has_screen() -> bool:
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in _SCREEN_VARIABLES)


def _refuse(sentence: str) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return 1
