"""Where does the Redis answer that the launcher brings up for a data folder?"""

from __future__ import annotations

from pathlib import Path

PASSWORD, FOLDER, PORT = "redis_password", "redis", "port"
USUAL = "redis://127.0.0.1:6379/0"


def address(data: Path) -> str:
    """Return what commands use that nobody told another: its own, where it has one by now."""
    password, port = data / PASSWORD, data / FOLDER / PORT
    if not (password.is_file() and port.is_file()):
        return USUAL
    return at(_read(port), _read(password))


def at(port: str, password: str) -> str:
    """Return the address of the Redis at a port of this machine."""
    return f"redis://:{password}@127.0.0.1:{port}/0"


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip()
