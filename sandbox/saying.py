"""How do words from a control request or a residents' page reach the world?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sandbox import attaching, broadcasts
from sandbox.asking import Asked, BadRequest
from sandbox.records import (
    DIRECT_MESSAGE,
    FACEBOOK,
    INSTAGRAM,
    KINDS,
    LIVE_COMMENT,
    PLATFORMS,
    Person,
    Post,
    Profile,
    Saying,
    X,
)
from sandbox.world import World

ADS = "ads_posts"
WALLS = {FACEBOOK: ("visitor_posts", "tagged", ADS), INSTAGRAM: ("tags",)}
STORIES = (None, "reply", "mention")
STANDINGS = ("", "suspended", "protected")


def say(world: World, one: Asked) -> Saying:
    """Say what a request asks for. Raises BadRequest with a sentence.

    `platform`, `kind`, `text`; `author` is a name, an @handle or empty; `profile`
    chooses among the department's profiles; `post`, `thread` or `reply_to` say
    where; `as_department` is the department typing natively; `seconds_ago` or
    `at` set the time. On X, `quotes` names the post that is quoted, and `unnamed`
    leaves our handle out of a reply, as X lets people do; `withheld` lets X keep
    the words back.
    `attach` lets a picture, video, voice, sticker or link come along: `sample` says which
    picture, `title` what is written about it.
    An `encrypted` direct message on X is pushed without its words and shown by no list.
    On Instagram a direct message may belong to a `story` and stand in the `spam` folder.
    """
    kind = one.text("kind")
    if kind not in KINDS:
        raise BadRequest(f"kind is {kind!r}; it can be one of {', '.join(KINDS)}.")
    if kind == DIRECT_MESSAGE:
        return _message(world, one)
    return _public(world, one)


def publish(world: World, one: Asked) -> Post:
    """Publish a post for the department. Raises BadRequest.

    `edge` puts it elsewhere than among our own: `visitor_posts` or `tagged` on
    Facebook and `tags` on Instagram, where `author` names the resident who wrote it,
    or `ads_posts`. `picture` names a sample that goes with it.
    """
    profile = profile_of(world, one)
    extra = {**_wall(world, profile, one), **_picture(one)}
    return world.publish(profile.id, one.words("text"), created_at=when(world, one), extra=extra)


def _picture(one: Asked) -> dict[str, Any]:
    sample = one.optional("picture")
    if sample is None:
        return {}
    if sample not in attaching.SAMPLES:
        raise BadRequest(f"picture is {sample!r}; it can be one of {', '.join(attaching.SAMPLES)}.")
    return {"picture": sample}


def _wall(world: World, profile: Profile, one: Asked) -> dict[str, Any]:
    edge = one.optional("edge")
    if edge is None:
        return {}
    walls = WALLS.get(profile.platform, ())
    if edge not in walls:
        raise BadRequest(f"edge is {edge!r}; there it can be one of {walls}.")
    author = profile.id if edge == ADS else person_of(world, profile.platform, one).id
    return {"edge": edge, "by": author}


def go_live(world: World, one: Asked) -> Post:
    """Go on the air as the profile a request names. Raises BadRequest."""
    profile = profile_of(world, one)
    if profile.platform == X:
        raise BadRequest("Only Facebook and Instagram have live video here.")
    return broadcasts.start(world, profile.id, one.words("text", "Live now"))


def end_live(world: World, one: Asked) -> Post:
    """End the broadcast of the profile a request names, or of `post`. Raises BadRequest."""
    post = _broadcast(world, profile_of(world, one), one.optional("post"))
    broadcasts.end(world, post)
    return post


def existing(world: World, saying_id: str) -> Saying:
    """Return a saying. Raises BadRequest when there is none of that id."""
    found = world.saying(saying_id)
    if found is None:
        raise BadRequest(f"There is no saying {saying_id}.")
    return found


def reacted_to(world: World, saying_id: str) -> Saying:
    """Return a saying below which an emoji can stand. Raises BadRequest."""
    found = existing(world, saying_id)
    if not found.takes_reactions:
        raise BadRequest("Only direct messages on Facebook and Instagram take an emoji here.")
    return found


def stand(world: World, one: Asked) -> Person:
    """Let a resident be `suspended` or `protected`, or neither. Raises BadRequest."""
    standing = one.words("standing")
    if standing not in STANDINGS:
        raise BadRequest(f"standing is {standing!r}; it can be one of {STANDINGS}.")
    person = person_of(world, one.text("platform"), one)
    person.extra["standing"] = standing
    world.touch(f"{person.id} is {standing or 'in good standing'}")
    return person


def profile_of(world: World, one: Asked) -> Profile:
    """Return the profile that is meant: by `profile`, else the platform's first."""
    platform = one.text("platform")
    if platform not in PLATFORMS:
        raise BadRequest(f"platform is {platform!r}; it can be one of {', '.join(PLATFORMS)}.")
    wanted = one.optional("profile") or one.optional("connector")
    if wanted is None:
        return next(p for p in world.profiles.values() if p.platform == platform)
    profile = world.profile(wanted, platform)
    if profile is None:
        raise BadRequest(f"The department has no profile {wanted!r} on {platform}.")
    return profile


def when(world: World, one: Asked) -> datetime | None:
    """Return the moment a request names, or None for now. Raises BadRequest."""
    if "seconds_ago" in one.facts:
        return world.clock.now() - timedelta(seconds=one.number("seconds_ago"))
    at = one.optional("at")
    try:
        moment = datetime.fromisoformat(at) if at else None
    except ValueError as error:
        raise BadRequest(
            f"at must be a time such as 2026-11-23T10:00:00+00:00: {error}."
        ) from error
    if moment and moment.tzinfo is None:
        raise BadRequest("at must say its offset from UTC, as in 2026-11-23T10:00:00+00:00.")
    return moment


def person_of(world: World, platform: str, one: Asked) -> Person:
    """Return the resident a request names, new to the platform if need be."""
    return world.people.called(platform, one.words("author", ""), one.words("handle", ""))


def _public(world: World, one: Asked) -> Saying:
    parent = _parent(world, one)
    profile = world.profiles[parent.profile_id] if parent else profile_of(world, one)
    post = None if parent else _post(world, profile, one)
    profile = world.profiles[post.profile_id] if post else profile
    author = profile.id if one.flag("as_department") else person_of(world, profile.platform, one).id
    return world.say(
        profile.id,
        author,
        one.words("text"),
        post_id=post.id if post else None,
        parent_id=parent.id if parent else None,
        created_at=when(world, one),
        extra=_manner(world, one),
    )


def _manner(world: World, one: Asked) -> dict[str, Any]:
    quoted = one.optional("quotes")
    if quoted and quoted not in world.posts:
        raise BadRequest(f"There is no post {quoted}.")
    found = {"quotes": quoted, "unnamed": one.flag("unnamed"), "withheld": one.flag("withheld")}
    return {name: value for name, value in found.items() if value} | attached(one)


def _parent(world: World, one: Asked) -> Saying | None:
    for name in ("reply_to", "thread"):
        known_as = one.optional(name)
        if known_as:
            return existing(world, known_as)
    return None


def _post(world: World, profile: Profile, one: Asked) -> Post | None:
    wanted = one.optional("post")
    if one.text("kind") == LIVE_COMMENT:
        return _broadcast(world, profile, wanted)
    if wanted:
        post = world.posts.get(wanted)
        if post is None:
            raise BadRequest(f"There is no post {wanted}.")
        return post
    if profile.platform == X:
        return None
    posts = broadcasts.listed(world, profile.id)
    if not posts:
        raise BadRequest(f"{profile.handle} has published nothing to comment under.")
    return posts[-1]


def _broadcast(world: World, profile: Profile, wanted: str | None) -> Post:
    running = broadcasts.on_air(world, profile.id)
    chosen = [post for post in running if wanted in (None, post.id)]
    if not chosen:
        raise BadRequest(f"{profile.handle} is not on the air.")
    return chosen[-1]


def _message(world: World, one: Asked) -> Saying:
    thread_id = one.optional("thread")
    thread = world.threads.get(thread_id) if thread_id else None
    if thread_id and thread is None:
        raise BadRequest(f"There is no direct-message thread {thread_id}.")
    profile = world.profiles[thread.profile_id] if thread else profile_of(world, one)
    person = thread.person_id if thread else person_of(world, profile.platform, one).id
    said = world.message(
        profile.id,
        person,
        one.words("text"),
        from_department=one.flag("as_department"),
        created_at=when(world, one),
        parent_id=one.optional("reply_to"),
        extra=_story(one) | _encrypted(one) | attached(one),
    )
    if one.flag("spam"):
        world.threads[said.thread_id].extra["spam"] = True
        world.touch(f"took {said.thread_id} for spam")
    return said


def _story(one: Asked) -> dict[str, Any]:
    about = one.optional("story")
    if about not in STORIES:
        raise BadRequest(f"story is {about!r}; it can be reply or mention.")
    return {"story": about} if about else {}


def _encrypted(one: Asked) -> dict[str, Any]:
    return {"encrypted": True} if one.flag("encrypted") else {}


def attached(one: Asked) -> dict[str, Any]:
    """Return what comes along with the words, for a saying's `extra`. Raises BadRequest."""
    kind = one.optional("attach")
    if kind is None:
        return {}
    sample = one.words("sample", attaching.SAMPLES[0])
    if kind not in attaching.KINDS:
        raise BadRequest(f"attach is {kind!r}; it can be one of {', '.join(attaching.KINDS)}.")
    if sample not in attaching.SAMPLES:
        raise BadRequest(f"sample is {sample!r}; it can be one of {', '.join(attaching.SAMPLES)}.")
    return attaching.kept(kind, sample, one.words("title", ""))
