"""What do Meta's node specifications allow?

Three things they do not have, taken from Meta's documentation instead: the message
node, the edge /me/accounts, and the parameters that every request knows.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NAMES: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "names.json").read_text())

DOCUMENTED_FIELDS = {
    # Messenger Platform, Conversations API, Message.
    "UnifiedMessage": {
        "id",
        "created_time",
        "from",
        "to",
        "message",
        "attachments",
        "sticker",
        "shares",
        "reactions",
        "story",
    },
    # Graph API, User; edge /accounts adds `tasks` to each Page.
    "User": {"id", "name"},
    # Video API, Video: there is no specification of this node.
    "Video": {"id", "picture"},
    # Nested objects that the specifications type only as Object.
    "Profile": {"id", "name", "username", "email"},
}
DOCUMENTED_EDGES = {"User": {"GET accounts": {"returns": "Page", "parameters": {}}}}
# IG User Mentions, "Replying to a Comment": the specification leaves it out.
NAMES["IGUser"]["edges"]["POST mentions"]["parameters"]["comment_id"] = []
# IG User, Reading: what is asked of the node itself are `mentioned_comment` and `mentioned_media`.
NAMES["IGUser"]["edges"]["GET"] = {"returns": "IGUser", "parameters": {}}
# Graph API, Field Expansion and Paginated Results; Securing Requests.
GENERIC = {"fields", "limit", "after", "before", "summary", "access_token", "appsecret_proof"}

NESTED = {
    "Comment": {"from": "Profile", "parent": "Comment", "object": "PagePost"},
    "PagePost": {"from": "Profile"},
    "LiveVideo": {"video": "Video"},
    "UnifiedThread": {"participants": "Profile"},
    "UnifiedMessage": {"from": "Profile", "to": "Profile"},
    "IGComment": {"from": "Profile", "media": "IGMedia"},
    "IGUser": {"mentioned_comment": "IGComment", "mentioned_media": "IGMedia"},
    "Page": {"instagram_business_account": "IGUser"},
}


def fields(node: str) -> set[str]:
    """Name the fields of a node."""
    return DOCUMENTED_FIELDS.get(node) or set(NAMES[node]["fields"])


def edges(node: str) -> dict[str, Any]:
    """Return the edges of a node by `METHOD name`."""
    return DOCUMENTED_EDGES.get(node) or NAMES.get(node, {}).get("edges", {})
