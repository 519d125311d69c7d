"""How is the sandbox started by itself?"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from sandbox import server
from sandbox.limits import MODES
from sandbox.server import Options

PORT = 8800


def main() -> None:
    """Start the sandbox from the command line and serve until it is told to stop."""
    asked = _parser().parse_args()
    options = Options(limits=asked.limits, scenario=asked.scenario)
    try:
        server.serve(asked.port, asked.data, options, ready=_say_ready)
    except OSError as error:
        sys.exit(f"The sandbox can't listen on port {asked.port}: {error.strerror}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="The practice platforms."
    )
    port = int(os.environ.get("SANDBOX_PORT", PORT))
    parser.add_argument("--port", type=int, default=port, help="0 takes a free port")
    parser.add_argument("--data", type=Path, help="folder that keeps the world; none: memory only")
    parser.add_argument(
        "--limits", choices=MODES, default="real", help="the platforms' rate limits"
    )
    parser.add_argument("--scenario", help="a scenario to play, such as calm-day")
    return parser


def _say_ready(address: str) -> None:
    sys.stdout.write(f"The sandbox is ready at {address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
