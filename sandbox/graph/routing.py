"""Which request reaches what, on the hosts of the Graph API?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from sandbox import faults
from sandbox.graph import expanding, finding, sign_in, tokens, usage, writing
from sandbox.graph.edges import EDGES
from sandbox.graph.failing import GraphError, ended
from sandbox.graph.pushes import Pushes
from sandbox.graph.selection import Selected, parse
from sandbox.records import Token
from sandbox.world import World

NAME = "graph"
HOSTS = ("graph.facebook.com", "graph.instagram.com", "www.facebook.com")
VERSION = re.compile(r"v\d+\.\d+")
FULL = 100


def routes(world: World) -> Blueprint:
    """Build every route of Graph and of Facebook's sign-in."""
    graph = Blueprint(NAME, __name__)
    graph.register_error_handler(GraphError, lambda error: error.response())
    graph.after_request(_tell_usage)
    sign_in.add_to(graph, world)
    Pushes(world).add_to(graph)

    def answered(version: str, do: Callable[[Token], dict[str, Any]]) -> Response:
        if not VERSION.fullmatch(version):
            raise GraphError(2500, f"Unknown path components: /{version}")
        with world.lock:
            return _json(do(_counted(world)))

    @graph.get("/<version>/<node_id>")
    def read_node(version: str, node_id: str) -> Response:
        return answered(version, lambda token: _node(world, token, node_id))

    @graph.get("/<version>/<node_id>/<edge>")
    def read_edge(version: str, node_id: str, edge: str) -> Response:
        return answered(version, lambda token: _edge(world, token, node_id, edge))

    @graph.post("/<version>/<node_id>")
    def write_node(version: str, node_id: str) -> Response:
        return answered(
            version,
            lambda token: writing.on_node(
                world, finding.node(world, token, node_id), request.values
            ),
        )

    @graph.post("/<version>/<node_id>/<edge>")
    def write_edge(version: str, node_id: str, edge: str) -> Response:
        return answered(
            version,
            lambda token: writing.on_edge(
                world, finding.node(world, token, node_id), edge, request.values
            ),
        )

    @graph.delete("/<version>/<node_id>")
    def take_away(version: str, node_id: str) -> Response:
        return answered(
            version, lambda token: writing.take_away(world, finding.node(world, token, node_id))
        )

    @graph.delete("/<version>/<node_id>/<edge>")
    def take_off_edge(version: str, node_id: str, edge: str) -> Response:
        return answered(
            version,
            lambda token: writing.off_edge(world, finding.node(world, token, node_id), edge),
        )

    return graph


def refuse(fault: str) -> Response:
    """Answer as Graph does when a token has ended, or the quota is used up."""
    if fault == faults.REVOKED_TOKEN:
        words = "The session has been invalidated because the user changed their password."
        return ended(words, tokens.SESSION_INVALID).response()
    response = usage.limit_reached().response()
    wait = timedelta(seconds=int(faults.striking_now()[fault].seconds))
    usage.tell(response, "practice", FULL, wait if wait >= timedelta(minutes=1) else timedelta())
    return response


def _counted(world: World) -> Token:
    token = tokens.asking(world)
    allowance = usage.count(world, token)
    g.usage = (token.profile_id, usage.percent(allowance), timedelta())
    if allowance.is_exceeded:
        g.usage = (token.profile_id, FULL, allowance.resets_at - world.clock.now())
        raise usage.limit_reached()
    return token


def _tell_usage(response: Response) -> Response:
    if "usage" in g:
        usage.tell(response, *g.usage)
    return response


def _node(world: World, token: Token, node_id: str) -> dict[str, Any]:
    node = finding.node(world, token, node_id)
    return _expander(world, token).expanded(node, _selection())


def _edge(world: World, token: Token, node_id: str, edge: str) -> dict[str, Any]:
    node = finding.node(world, token, node_id)
    if edge not in EDGES.get(node.kind, {}):
        raise GraphError(2500, f"Unknown path components: /{edge}")
    if request.args.get("platform", "").upper() == "INSTAGRAM":
        tokens.check_instagram(world, token)
    asked = request.args.to_dict()
    return _expander(world, token).page(node, edge, asked, _selection())


def _selection() -> list[Selected] | None:
    fields = request.args.get("fields")
    return parse(fields) if fields else None


def _expander(world: World, token: Token) -> expanding.Expander:
    version = request.path.split("/")[1]
    host = request.environ["sandbox.host"]
    return expanding.Expander(world, token, f"https://{host}/{version}")


def _json(told: dict[str, Any]) -> Response:
    response = jsonify(told)
    response.content_type = "application/json; charset=UTF-8"
    return response
