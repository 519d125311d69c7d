"""What is claimed about speed and safety, measured one after the other.

    python -m bench

Each part can be run alone and asked for more: `python -m bench.intake --help`. Large desks are
built once for all parts that measure one, and are gone afterwards.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile

PARTS = (
    ["bench.intake"],
    ["bench.arrival"],
    ["bench.polling"],
    ["bench.webhooks"],
    ["bench.live", "--seconds", "60"],
    ["bench.desks", "--minutes", "2"],
    ["bench.desk", "--kept", "KEPT"],
    ["bench.search", "--kept", "KEPT"],
    ["bench.desk_keys", "--kept", "KEPT"],
    ["bench.two_hundred_desks", "--kept", "KEPT"],
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
    with tempfile.TemporaryDirectory() as kept:
        for part in PARTS:
            print("\n== python -m " + " ".join(part), flush=True)
            asked = [kept if one == "KEPT" else one for one in part]
            run = subprocess.run([sys.executable, "-m", *asked], check=False)  # noqa: S603 - our own
            broken = broken or run.returncode != 0
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
