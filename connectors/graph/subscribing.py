"""How is Meta told to push: for the application once, and for each Page it speaks for?

Source: Graph API, Application `/subscriptions` and Page `/subscribed_apps`;
docs/platforms.md 2.4.
"""

from __future__ import annotations

from connectors.graph.client import GraphClient
from connectors.graph.sign_in import NAME, App

FIELDS = {
    "page": ("feed", "messages", "message_echoes", "message_edits", "message_reactions"),
    "instagram": ("comments", "live_comments", "mentions", "messages", "message_reactions"),
}


def subscribe_application(app: App, *, callback: str, verify_token: str) -> None:
    """Let Meta push to an address; it calls there first, so the desk must answer.

    Raises ConnectorError.
    """
    client = GraphClient(
        f"{app.app_id}|{app.app_secret}", platform=NAME, address=app.address, version=app.version
    )
    for about, fields in FIELDS.items():
        client.change(
            "POST",
            f"{app.app_id}/subscriptions",
            object=about,
            callback_url=callback,
            verify_token=verify_token,
            fields=",".join(fields),
        )


def subscribe_page(client: GraphClient, page_id: str) -> None:
    """Let Meta push what happens on one Page, and on its Instagram account.

    Raises ConnectorError.
    """
    client.change("POST", f"{page_id}/subscribed_apps", subscribed_fields=",".join(FIELDS["page"]))
