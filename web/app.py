"""What is the web front of Hearback made of?"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, request
from flask.templating import Environment

from inbox.runtime import Runtime
from web import (
    assets,
    audit_words,
    bodies,
    deeds,
    desk_address,
    due_clock,
    errors,
    formatting,
    frame,
    guarding,
    happenings,
    languages,
    live,
    marks,
    notice,
    numbers,
    off_loop,
    promise_words,
    routes,
    rows,
    security,
    serving,
    single_sign_on,
    tracing,
    wording,
)


class Templates(Environment):
    """Templates that find what all of them share in one dictionary.

    Jinja would look through two for each name, whenever a template imports from another.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template finds without being given it."""
        return {**self.globals, **(d or {})}


class Desk(Flask):
    """The app, with its way of keeping templates."""

    jinja_environment = Templates

    def log_exception(self, exc_info: Any) -> None:
        """Write the route, and never the address: there may be words or a secret in it."""
        self.logger.error("%s %s broke.", request.method, tracing.route(), exc_info=exc_info)


def create_app(runtime: Runtime) -> Flask:
    """Build the app over a runtime. Raises UndeclaredAccess."""
    app = Desk(__name__)
    app.secret_key = runtime.settings.secret_key
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    serving.install(app, runtime)
    tracing.install(app)
    off_loop.install(app, runtime.engine)
    security.install(app)
    languages.install(app)
    numbers.install(app)
    assets.install(app)
    formatting.install(app)
    wording.install(app)
    marks.install(app)
    rows.install(app)
    due_clock.install(app)
    audit_words.install(app)
    promise_words.install(app)
    happenings.install(app)
    deeds.install(app)
    desk_address.install(app)
    frame.install(app)
    notice.install(app)
    single_sign_on.install(app)
    errors.install(app)
    routes.install(app)
    guarding.guard(app)
    live.install(app, runtime)
    bodies.install(app)
    return app
