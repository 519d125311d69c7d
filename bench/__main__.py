"""What is claimed about speed and safety, measured one after the other.

    python -m bench

Each part can be run alone and asked for more: `python -m bench.intake --help`.
"""

from __future__ import annotations

import subprocess
import sys

PARTS = (
    ["bench.intake"],
    ["bench.arrival"],
    ["bench.polling"],
    ["bench.webhooks"],
    ["bench.live", "--seconds", "60"],
    ["bench.desks", "--minutes", "2"],
    ["bench.desk"],
    ["bench.search"],
    ["bench.two_hundred_desks"],
    ["bench.first_visit"],
    ["bench.reports"],
    ["bench.fuzz", "--seconds", "180"],
    ["bench.escalations"],
    ["bench.faults", "--quick"],
    ["bench.storm", "--database", "sqlite"],
    ["bench.storm", "--database", "postgresql"],
)


def main() -> None:
    """Run every part; exit with 1 when one of them broke a promise."""
    broken = False
    for part in PARTS:
        print("\n== python -m " + " ".join(part), flush=True)
        run = subprocess.run([sys.executable, "-m", *part], check=False)  # noqa: S603 - our own
        broken = broken or run.returncode != 0
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
