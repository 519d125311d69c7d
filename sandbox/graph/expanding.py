"""How does one object, with what was asked of it, become JSON?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.graph import mentions, nodes, paging, tokens
from sandbox.graph.edges import EDGES, Edge, checked
from sandbox.graph.failing import GraphError
from sandbox.graph.nodes import ABSENT, BARE_FIELDS, FIELDS, Node
from sandbox.graph.selection import Selected
from sandbox.records import Token
from sandbox.world import World

Selection = list[Selected] | None


@dataclass(frozen=True)
class Expander:
    """Answers for one token. `base` is the address that `next` starts with."""

    world: World
    token: Token
    base: str

    def expanded(self, node: Node, selection: Selection) -> dict[str, Any]:
        """Return exactly the fields that were asked for, and the id."""
        wanted = selection or [Selected(name) for name in BARE_FIELDS[node.kind]]
        told: dict[str, Any] = {}
        for one in wanted:
            value = self._value(node, one)
            if value is not ABSENT:
                told[one.name] = value
        return told if "id" in told else told | {"id": node.id}

    def page(
        self, node: Node, edge_name: str, asked: Mapping[str, str], selection: Selection
    ) -> dict[str, Any]:
        """Return one page of an edge, with its paging and, if asked for, its summary."""
        edge = EDGES[node.kind][edge_name]
        records = edge.list(self.world, node.record, checked(edge, asked))
        listed = [each for each in records if not getattr(each, "is_unlisted", False)]
        part = paging.cut(self.world, edge, listed, asked)
        shown = [self.expanded(Node(edge.kind, each), selection) for each in part.records]
        told: dict[str, Any] = {"data": shown}
        address = f"{self.base}/{node.id}/{edge_name}"
        going_on = paging.paging(part, address, asked)
        if going_on:
            told["paging"] = going_on
        if asked.get("summary") in ("true", "1"):
            told["summary"] = _summary(edge, len(records), asked)
        return told

    def _value(self, node: Node, one: Selected) -> Any:
        if node.kind == nodes.PAGE and one.name in ("access_token", "tasks"):
            return self._page_access(node, one.name)
        if node.kind == nodes.IG_USER and one.name in mentions.FIELDS:
            return self.expanded(mentions.asked_for(self.world, node.record, one), one.fields)
        if one.name in FIELDS[node.kind]:
            return self._field(FIELDS[node.kind][one.name](self.world, node.record), one)
        if one.name in EDGES.get(node.kind, {}):
            return self._nested(node, one)
        raise GraphError(
            100, f"(#100) Tried accessing nonexisting field ({one.name}) on node type ({node.kind})"
        )

    def _field(self, value: Any, one: Selected) -> Any:
        if isinstance(value, Node):
            return self.expanded(value, one.fields)
        if isinstance(value, dict) and one.fields and "data" not in value:
            return {sub.name: value[sub.name] for sub in one.fields if sub.name in value}
        return value

    def _nested(self, node: Node, one: Selected) -> Any:
        asked = one.modifiers | {"access_token": self.token.value}
        if one.fields:
            asked["fields"] = written(one.fields)
        page = self.page(node, one.name, asked, one.fields)
        # An empty edge is left out, unless its summary was asked for.
        return page if page["data"] or "summary" in page else ABSENT

    def _page_access(self, node: Node, name: str) -> Any:
        if self.token.kind != tokens.USER:
            return self.token.value if name == "access_token" else ABSENT
        if name == "access_token":
            return tokens.page_token(self.world, node.record, self.token)
        return ["MODERATE", "MESSAGING", "CREATE_CONTENT", "MANAGE"]


def written(selection: list[Selected]) -> str:
    """Write a selection the way it was asked for."""
    return ",".join(_written(one) for one in selection)


def _written(one: Selected) -> str:
    modifiers = "".join(f".{name}({value})" for name, value in one.modifiers.items())
    inner = f"{{{written(one.fields)}}}" if one.fields else ""
    return f"{one.name}{modifiers}{inner}"


def _summary(edge: Edge, count: int, asked: Mapping[str, str]) -> dict[str, Any]:
    order = asked.get("order", "chronological")
    told = {"total_count": count}
    return {"order": order} | told | {"can_comment": True} if "order" in edge.choices else told
