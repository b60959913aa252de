"""Lets `python -m mnlog` start the program."""

import sys

from mnlog.cli import main

if __name__ == "__main__":
    sys.exit(main())
