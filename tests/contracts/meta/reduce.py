"""Write `names.json` again: the names we rely on, out of Meta's node specifications.

    python tests/contracts/meta/reduce.py <folder with Page.json, Comment.json, ...>

The specifications are Meta's, for use with Meta's APIs only; LICENSE beside this
file is theirs and covers `names.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EDGES = {
    "Page": {
        *("feed", "posts", "published_posts", "visitor_posts", "tagged", "ads_posts"),
        *("conversations", "messages", "live_videos", "subscribed_apps"),
        *("photos", "message_attachments"),
    },
    "LiveVideo": {"comments", None},
    "PagePost": {"comments"},
    "Comment": {"comments", "likes", None},
    "UnifiedThread": {"messages"},
    "IGUser": {"media", "live_media", "tags", "mentions"},
    "IGMedia": {"comments"},
    "IGComment": {"replies", None},
}
PARAMETERS = {
    "limit",
    "message",
    "messaging_type",
    "recipient",
    "tag",
    "platform",
    "media_id",
    "user_id",
    "filter",
    "order",
    "live_filter",
    "broadcast_status",
    "since",
    "is_hidden",
    "hide",
    "sender_action",
    "subscribed_fields",
    "attachment_id",
    "published",
    "alt_text_custom",
}
PAGE_FIELDS = {"access_token", "id", "instagram_business_account", "link", "name", "username"}


def main() -> None:
    folder = Path(sys.argv[1])
    enums = {each["name"]: each["values"] for each in _load(folder / "enum_types.json")}
    names = {node: _node(_load(folder / f"{node}.json"), node, enums) for node in EDGES}
    (HERE / "names.json").write_text(json.dumps(names, indent=1, sort_keys=True) + "\n")
    (HERE / "LICENSE").write_text((folder / "LICENSE").read_text())


def _load(path: Path) -> Any:
    return json.loads(path.read_text())


def _node(told: dict[str, Any], node: str, enums: dict[str, list[str]]) -> dict[str, Any]:
    fields = {field["name"] for field in told["fields"]}
    if node == "Page":
        fields &= PAGE_FIELDS
    edges = {}
    for api in told["apis"]:
        if api.get("endpoint") in EDGES[node]:
            name = f"{api['method']} {api.get('endpoint') or ''}".strip()
            edges[name] = {"returns": api["return"], "parameters": _parameters(api, enums)}
    return {"fields": sorted(fields), "edges": edges}


def _parameters(api: dict[str, Any], enums: dict[str, list[str]]) -> dict[str, list[str]]:
    """Name the parameters, each with the values it may have, or none when it is free."""
    return {
        each["name"]: sorted(enums.get(_element(each["type"]), ()))
        for each in api["params"]
        if each["name"] in PARAMETERS
    }


def _element(kind: str) -> str:
    """Name what a list holds, or the kind itself."""
    return kind.removeprefix("list<").removesuffix(">")


if __name__ == "__main__":
    main()
