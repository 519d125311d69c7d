"""Who is the practice department on each platform?

Everything here is made up, works only against the sandbox, and is shown to
anyone who asks `GET /sandbox/state`.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.records import FACEBOOK, INSTAGRAM, Profile, X

NAME = "Mesa Verde Police Department"
FACEBOOK_PAGE_ID = "104857600010001"
INSTAGRAM_GRAPH_ID = "17841400000000101"
INSTAGRAM_PRIVATE_ID = "50000000101"
X_ID = "2244990101"


def profiles() -> list[Profile]:
    """Return the department's four accounts, fresh."""
    return [_facebook(), _instagram_graph(), _instagram_private(), _x()]


def _facebook() -> Profile:
    return Profile(
        id=FACEBOOK_PAGE_ID,
        platform=FACEBOOK,
        connector="facebook",
        handle="mesaverdepd",
        name=NAME,
        sign_in={"app_id": "880000000000001", "app_secret": "practice-facebook-app-secret"},
    )


def another_page(page_id: str, name: str) -> Profile:
    """Return a further Page of the same administrator and application."""
    return replace(_facebook(), id=page_id, handle="", name=name)


def _instagram_graph() -> Profile:
    return Profile(
        id=INSTAGRAM_GRAPH_ID,
        platform=INSTAGRAM,
        connector="instagram_graph",
        handle="mesaverdepd",
        name=NAME,
        sign_in={"app_id": "880000000000001", "app_secret": "practice-facebook-app-secret"},
        extra={"page_id": FACEBOOK_PAGE_ID},
    )


def _instagram_private() -> Profile:
    return Profile(
        id=INSTAGRAM_PRIVATE_ID,
        platform=INSTAGRAM,
        connector="instagram_private",
        handle="mesaverdepd.community",
        name="Mesa Verde PD Community",
        sign_in={"username": "mesaverdepd.community", "password": "practice-password"},
    )


def _x() -> Profile:
    return Profile(
        id=X_ID,
        platform=X,
        connector="x",
        handle="MesaVerdePD",
        name=NAME,
        sign_in={
            "client_id": "practice-x-client",
            "client_secret": "practice-x-client-secret",
            "consumer_key": "practice-x-consumer-key",
            "consumer_secret": "practice-x-consumer-secret",
        },
    )
