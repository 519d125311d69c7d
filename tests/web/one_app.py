"""How do tests of the pages share what takes longer to build than most of them run?"""

from __future__ import annotations

from flask import Flask

from inbox.runtime import Runtime
from web import serving
from web.app import create_app

_APPS: list[Flask] = []


def over(runtime: Runtime) -> Flask:
    """Give the one app of this process, with its map of addresses and its compiled templates.

    Requests find the given runtime. Live updates keep the first one: their tests build
    an app of their own.
    """
    if not _APPS:
        _APPS.append(create_app(runtime))
    serving.install(_APPS[0], runtime)
    return _APPS[0]
