"""How are the locked requirements written?

Hashes and no addresses: neither an index nor a machine leaves a trace in them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

from places import REQUIREMENTS, ROOT

OPTIONS = (
    "--generate-hashes",
    "--universal",
    "--python-version=3.11",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)


def main() -> None:
    """Lock what runs, then what develops in the same versions, then Node."""
    uv = shutil.which("uv")
    if not uv:
        sys.exit("make lock needs uv; install it with: pip install uv")
    asked = sys.argv[1:]
    _compile(uv, "runtime", "pyproject.toml", "--group=build", *asked)
    constraint = "--constraints=requirements/runtime.txt"
    _compile(uv, "development", "pyproject.toml", "--group=dev", constraint, *asked)
    _compile(uv, "node", "--group=node", *asked)


def _compile(uv: str, name: str, *what: str) -> None:
    print(f"  Locking {name}", flush=True)
    output = f"--output-file=requirements/{name}.txt"
    # An existing lock is read first, so that only what must change does.
    subprocess.run(  # noqa: S603 - uv, with words from above
        [uv, "pip", "compile", *OPTIONS, output, *what], cwd=ROOT, check=True
    )
    _check_addresses(name)


def _check_addresses(name: str) -> None:
    if "://" in (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8"):
        sys.exit(f"requirements/{name}.txt holds an address; it must not.")


if __name__ == "__main__":
    main()
