"""`python -m mnlog.demo run FOLDER` does the main job; `... screens FOLDER` takes pictures of every page."""

import argparse
import sys
from pathlib import Path


def main() -> int:
    """Runs one of the two."""
    parser = argparse.ArgumentParser(prog="python -m mnlog.demo", description=__doc__)
    parser.add_argument("what", choices=("run", "screens"))
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    if options.what == "run":
        from mnlog.demo.run import run_demo

        return run_demo(options.folder)
    from mnlog.demo.screens import take_pictures

    return take_pictures(options.folder)


if __name__ == "__main__":
    sys.exit(main())
