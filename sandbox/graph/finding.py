"""Which object is meant by an id in a path, and may this token see it?"""

from __future__ import annotations

from sandbox import broadcasts
from sandbox.graph import accounts, nodes, tokens
from sandbox.graph.failing import not_there
from sandbox.graph.nodes import Node
from sandbox.records import DIRECT_MESSAGE, INSTAGRAM, Person, Saying, Token
from sandbox.world import World

ADMINISTRATOR = Person(
    id="10158000000000001", platform="facebook", handle="", name="Practice Administrator"
)


def node(world: World, token: Token, node_id: str) -> Node:
    """Find an object. Raises GraphError 100/33, or 190 when Instagram's side has ended."""
    if node_id == "me":
        return _myself(world, token)
    found, owner = _anything(world, node_id)
    if found is None or token.kind != tokens.PAGE:
        raise not_there(node_id)
    profile = world.profiles[owner]
    if accounts.page_of(profile) != token.profile_id:
        raise not_there(node_id)
    if profile.platform == INSTAGRAM:
        tokens.check_instagram(world, token)
    return found


def _myself(world: World, token: Token) -> Node:
    if token.kind == tokens.USER:
        return Node(nodes.USER, ADMINISTRATOR)
    return Node(nodes.PAGE, world.profiles[token.profile_id])


def _anything(world: World, node_id: str) -> tuple[Node | None, str]:
    profile = world.profiles.get(node_id)
    if profile and profile.connector in ("facebook", "instagram_graph"):
        kind = nodes.PAGE if profile.connector == "facebook" else nodes.IG_USER
        return Node(kind, profile), profile.id
    post = world.posts.get(node_id)
    if post and not post.removed and broadcasts.is_shown(post):
        kind = nodes.IG_MEDIA if post.platform == INSTAGRAM else nodes.POST
        return Node(kind, post), post.profile_id
    live = broadcasts.named(world, node_id)
    if live and live.platform != INSTAGRAM:
        return Node(nodes.LIVE_VIDEO, live), live.profile_id
    thread = world.threads.get(node_id)
    if thread:
        return Node(nodes.THREAD, thread), thread.profile_id
    saying = world.saying(node_id)
    if saying and not saying.removed:
        return Node(_kind_of(saying), saying), saying.profile_id
    return None, ""


def _kind_of(saying: Saying) -> str:
    if saying.kind == DIRECT_MESSAGE:
        return nodes.MESSAGE
    return nodes.IG_COMMENT if saying.platform == INSTAGRAM else nodes.COMMENT
