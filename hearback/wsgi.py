"""Which application does a web server load?"""

from __future__ import annotations

import gc
import sys

from flask import Flask
from gunicorn.arbiter import Arbiter

from hearback import starting
from inbox import logs
from inbox.config import Settings
from inbox.errors import HearbackError
from inbox.runtime import Runtime
from web.app import create_app


def make() -> Flask:
    """Build the desk from the environment. Raises BadSettings.

    Where it could not work the process ends with a sentence, and gunicorn with it.
    """
    settings = Settings.from_environment()
    logs.begin(settings.log_form, settings.log_level)
    logs.take_over("gunicorn.error")
    house = Runtime(settings)
    try:
        starting.check(house)
    except HearbackError as problem:
        house.close()
        sys.stderr.write(f"Error: {problem}\n")
        sys.exit(Arbiter.APP_LOAD_ERROR)
    desk = create_app(house)
    # What starting made stays as long as the process: looking through it for what could be let
    # go holds up an answer now and then by a fifth of a second.
    gc.collect()
    gc.freeze()
    return desk
