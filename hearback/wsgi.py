"""Which application does a web server load?"""

from __future__ import annotations

import gc

from flask import Flask

from inbox import logs
from inbox.config import Settings
from inbox.runtime import Runtime
from web.app import create_app


def make() -> Flask:
    """Build the desk from the environment. Raises BadSettings."""
    settings = Settings.from_environment()
    logs.begin(settings.log_form, settings.log_level)
    logs.take_over("gunicorn.error")
    desk = create_app(Runtime(settings))
    # What starting made stays as long as the process: looking through it for what could be let
    # go holds up an answer now and then by a fifth of a second.
    gc.collect()
    gc.freeze()
    return desk
