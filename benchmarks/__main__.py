"""`make bench`: every figure beside its floor from the same run, printed and kept in build/bench.json."""

import json
import sys
from pathlib import Path

from benchmarks import draft_save, start_up
from benchmarks.row import Row

RESULT = Path("build") / "bench.json"


def main() -> int:
    """Measures, prints, writes."""
    found: list[Row] = []
    for part in (start_up, draft_save):
        for row in part.rows():
            found.append(row)
            verdict = "holds" if row.ratio <= row.bar else "falls short of"
            print(
                f"{row.name}: {row.value:.2f} {row.unit}, floor {row.floor:.2f} {row.unit}, "
                f"ratio {row.ratio:.2f} {verdict} {row.bar:.1f}"
            )
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(
        json.dumps(
            [
                {
                    "name": row.name,
                    "value": row.value,
                    "unit": row.unit,
                    "floor": row.floor,
                    "ratio": row.ratio,
                    "bar": row.bar,
                }
                for row in found
            ],
            indent=2,
        )
        + "\n"
    )
    print(f"Written to {RESULT}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
