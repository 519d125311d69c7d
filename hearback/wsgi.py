"""Which application does a web server load?"""

from __future__ import annotations

from flask import Flask

from inbox.config import Settings
from inbox.runtime import Runtime
from web.app import create_app


def make() -> Flask:
    """Build the desk from the environment. Raises BadSettings."""
    return create_app(Runtime(Settings.from_environment()))
