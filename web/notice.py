"""How does a page before sign-in show what everybody accepts by signing in?"""

from __future__ import annotations

from flask import Flask

from inbox import use_notice
from inbox.use_notice import Notice
from web import languages, serving


def install(app: Flask) -> None:
    """Let templates ask for the notice."""
    app.jinja_env.globals["use_notice"] = shown


def shown() -> Notice:
    """Return the notice for whoever reads this page, in words of their language if there are."""
    return use_notice.shown(serving.session(), languages.language())
