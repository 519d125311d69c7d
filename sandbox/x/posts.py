"""What does X answer when posts are read?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import ids
from sandbox.records import Post, Profile, Saying
from sandbox.world import World
from sandbox.x import asking, attached, rules, tree, wire
from sandbox.x.paging import Part, part
from sandbox.x.people import included_people
from sandbox.x.problems import Problem, closed, invalid, missing
from sandbox.x.search import matching
from sandbox.x.tokens import Rate, caller
from sandbox.x.tree import Shown
from sandbox.x.wire import DIALECTS

MENTIONS = Rate("mentions", user=300, app=450)
TIMELINE = Rate("timeline", user=900, app=1500)
LOOK_UP = Rate("look-up", user=5000, app=5000)
QUOTES = Rate("quotes", user=75, app=75)
SEARCH = Rate("search", user=300, app=450)
MOST_MENTIONS = 800
MOST_OWN = 3200
MOST_AT_ONCE = 100
SEARCHED = timedelta(days=7)

Record = Post | Saying


def add(x: Blueprint, world: World) -> None:
    """Add the routes that read posts."""

    @x.get("/2/users/<user_id>/mentions")
    def mentions(user_id: str) -> Response:
        profile = _own(world, MENTIONS, user_id)
        found = tree.of_others(world, profile)[:MOST_MENTIONS]
        return _page(world, _within(found), least=5, default=10)

    @x.get("/2/users/<user_id>/tweets")
    def timeline(user_id: str) -> Response:
        profile = _own(world, TIMELINE, user_id)
        found = tree.of_profile(world, profile)[:MOST_OWN]
        if "replies" in request.args.get("exclude", "").split(","):
            found = [record for record in found if isinstance(record, Post)]
        return _page(world, _within(found), least=5, default=10)

    @x.get("/2/tweets/search/recent")
    def search() -> Response:
        profile = caller(world, SEARCH)
        since = world.clock.now() - SEARCHED
        _check_searchable(since)
        recent = [r for r in tree.of_all(world, profile) if _time(r) >= since]
        found = matching(world, _within(recent), request.args.get("query", ""))
        return _page(world, found, least=10, default=10)

    @x.get("/2/tweets/<post_id>/quote_tweets")
    def quotes(post_id: str) -> Response:
        caller(world, QUOTES)
        post = world.posts.get(post_id)
        found = tree.quoting(world, post) if post and not post.removed else []
        return _page(world, found, least=10, default=10)

    @x.get("/2/tweets")
    def several() -> Response:
        caller(world, LOOK_UP)
        ids = [one for one in request.args.get("ids", "").split(",") if one]
        if not 1 <= len(ids) <= MOST_AT_ONCE or not all(one.isdecimal() for one in ids):
            raise invalid("The `ids` query parameter must be 1 to 100 ids")
        found = {one: tree.look_up(world, one) for one in ids}
        errors = [_absent(world, one, "ids") for one, shown in found.items() if shown is None]
        return _answer(world, [shown for shown in found.values() if shown], errors=errors)

    @x.get("/2/tweets/<post_id>")
    def single_post(post_id: str) -> Response:
        caller(world, LOOK_UP)
        shown = tree.look_up(world, post_id)
        if shown is None:
            return jsonify({"errors": [_absent(world, post_id, "id")]})
        body: dict[str, Any] = _body(world, [shown])
        return jsonify({**body, "data": body["data"][0]})


def _check_searchable(since: datetime) -> None:
    """Refuse an id from before what a search reaches, as X does. Raises Problem 400."""
    after = asking.an_id("since_id")
    if after is not None and after < ids.snowflake_from(since):
        raise invalid("'since_id' must be a tweet id created after the last seven days")


def _absent(world: World, post_id: str, parameter: str) -> dict[str, Any]:
    say = closed if tree.is_closed(world, post_id) else missing
    return say(post_id, parameter)


def _own(world: World, rate: Rate, user_id: str) -> Profile:
    profile = caller(world, rate)
    if user_id != profile.id:
        raise Problem(403, "The sandbox shows only the department's own timelines.")
    return profile


def _within(records: list[Record]) -> list[Record]:
    """Keep what lies between the ids and times that the request names."""
    after, before = asking.an_id("since_id"), asking.an_id("until_id")
    start, end = _moment("start_time"), _moment("end_time")
    return [
        record
        for record in records
        if (after is None or int(record.id) > after)
        and (before is None or int(record.id) < before)
        and (start is None or _time(record) >= start)
        and (end is None or _time(record) < end)
    ]


def _moment(name: str) -> datetime | None:
    text = request.args.get(name)
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise invalid(f"The `{name}` query parameter value [{text}] is not valid") from error


def _time(record: Record) -> datetime:
    return record.edited_at or record.created_at


def _page(world: World, records: list[Record], *, least: int, default: int) -> Response:
    size = asking.number("max_results", default, least=least, most=MOST_AT_ONCE)
    page: Part[Record] = part(records, size)
    return _answer(world, [tree.shown(world, one) for one in page.rows], meta=page.meta())


def _answer(
    world: World,
    shown: list[Shown],
    *,
    errors: Iterable[dict[str, Any]] = (),
    meta: dict[str, Any] | None = None,
) -> Response:
    body = _body(world, shown, list(errors))
    return jsonify(body | ({"meta": meta} if meta is not None else {}))


def _body(
    world: World, shown: list[Shown], errors: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Build an answer; empty parts are left out, as X does."""
    names = DIALECTS[rules.of(world)["dialect"]]
    wanted = asking.post_field_names(names)
    referenced, gone = _referenced(world, shown) if asking.wants_referenced() else ([], [])
    includes = {
        names.included: [asking.made(wire.post_fields(one, names), wanted) for one in referenced],
        "users": included_people(world, shown, referenced),
        "media": attached.included(one.attached for one in [*shown, *referenced]),
    }
    parts = {
        "data": [asking.made(wire.post_fields(one, names), wanted) for one in shown],
        "includes": {name: rows for name, rows in includes.items() if rows},
        "errors": [*(errors or []), *gone],
    }
    return {name: value for name, value in parts.items() if value}


def _referenced(world: World, shown: list[Shown]) -> tuple[list[Shown], list[dict[str, Any]]]:
    named = (one for each in shown for one in (each.parent_id, each.quoted_id))
    ids = list(dict.fromkeys(one for one in named if one))
    found = {one: tree.look_up(world, one) for one in ids}
    asked = "referenced_tweets.id"
    gone = [_absent(world, one, asked) for one, there in found.items() if not there]
    return [there for there in found.values() if there], gone
