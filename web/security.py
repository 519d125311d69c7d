"""What does every answer forbid the browser?"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface

from inbox.config import MOST_SIGN_IN_HOURS

# CJIS Security Policy, IA-11. A shorter setting is kept by the row of the sign-in.
SHIFT = timedelta(hours=MOST_SIGN_IN_HOURS)
LARGEST_REQUEST = 1024 * 1024

_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'nonce-{nonce}'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_POLICY = "; ".join(f"{what} {source}" for what, source in _SOURCES.items())
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecureWhereItCan(SecureCookieSessionInterface):
    """A sign-in cookie that, once given over TLS, travels over nothing else."""

    # Flask's own is SHA-1.
    digest_method = staticmethod(hashlib.sha256)

    def get_cookie_name(self, app: Flask) -> str:
        """Return the name of the cookie on this line."""
        return cookie_name(super().get_cookie_name(app))

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's signature
        """Say whether the cookie is for TLS only."""
        return request.is_secure


def cookie_name(name: str, path: str = "/") -> str:
    """Return what a cookie for a path is called.

    Over TLS browsers take one of such a name from this very host and by TLS alone (RFC 6265bis,
    4.1.3), so that no neighbour below the same domain can put another in its place.
    """
    if not request.is_secure:
        return name
    return f"__Host-{name}" if path == "/" else f"__Secure-{name}"


def install(app: Flask) -> None:
    """Set cookies, limits and headers."""
    app.session_interface = SecureWhereItCan()
    app.config.update(
        SESSION_COOKIE_NAME="hearback",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SHIFT,
        # Given once: an answer that was on its way would sign in again whoever just signed out.
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
    )
    app.jinja_env.globals["style_nonce"] = style_nonce
    app.after_request(_harden)


def style_nonce() -> str:
    """Return what lets Turbo put its own style on this page, and nobody else's."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    nonce: str = g.style_nonce
    return nonce


def _harden(response: Response) -> Response:
    policy = _POLICY.format(nonce=style_nonce())
    response.headers.setdefault("Content-Security-Policy", policy)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
