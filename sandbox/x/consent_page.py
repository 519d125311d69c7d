"""How does X's consent page look to a person, whichever OAuth brought them there?"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect, render_template_string
from werkzeug.wrappers import Response

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ title }}</title>
<style>body { font: 1rem/1.5 system-ui; max-width: 28rem; margin: 4rem auto }</style>
<h1>{{ title }}</h1>
{% if pin %}
<p>Give this number to the application: <code id="pin">{{ pin }}</code></p>
{% elif handle %}
<p>It will read your posts and direct messages, and post for you.</p>
{% for scope in scopes %}<code>{{ scope }}</code> {% endfor %}
<form method="post">
  {% if token %}<input type="hidden" name="oauth_token" value="{{ token }}">{% endif %}
  <p><label>Sign in as <input name="username" value="{{ handle }}" required></label></p>
  <button name="decision" value="allow">Authorize app</button>
  <button name="decision" value="deny">Cancel</button>
</form>
{% endif %}
</html>
"""
QUESTION = "Authorize Hearback to access your account?"
WRONG_NAME = "The username or password you entered is incorrect"


def page(title: str, **facts: object) -> str:
    """Draw the page: a question to a `handle`, a `pin`, or only words."""
    return render_template_string(PAGE, title=title, **facts)


def back(callback: str, **facts: str) -> Response:
    """Send the person back to the application."""
    joint = "&" if "?" in callback else "?"
    return redirect(f"{callback}{joint}{urlencode(facts)}")
