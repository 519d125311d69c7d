"""What do residents, the platforms and colleagues who type there do, on every surface?

Every word carries a mark of its own. Its last digit says who may touch it later, the
platforms or the staff, so that what each of them did can be told apart at the end.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.sandbox.running import Running

PAGE = {"platform": "facebook"}
BUSINESS = {"platform": "instagram", "profile": "mesaverdepd"}
COMMUNITY = {"platform": "instagram", "profile": "mesaverdepd.community"}
X = {"platform": "x"}
PLACES = {"facebook": PAGE, "instagram_graph": BUSINESS, "instagram_private": COMMUNITY, "x": X}
COMMENTED = ("facebook", "instagram_graph", "instagram_private")
ATTACHED_ON_X = ("picture", "video")
ATTACHED = ("picture", "video", "voice", "sticker", "link")
PEOPLE = 60
NEWEST = 3


def is_for_staff(mark: str) -> bool:
    """Whether the staff, and not the platform, may hide or like what carries this mark."""
    return mark[-1] in "01234567"


@dataclass
class Said:
    """Something that was said and may be answered, edited or removed."""

    id: str
    place: str
    mark: str
    is_private: bool = False
    is_answered: bool = False
    takes_answers: bool = True


class Residents:
    """A crowd at the sandbox. `did` counts what they did."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._said: list[Said] = []
        self._posts: defaultdict[str, list[str]] = defaultdict(list)
        self._on_air: dict[str, str] = {}
        self.did: Counter[str] = Counter()
        self._acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (20, self._comment),
            (10, self._reply),
            (3, self._comment_on_an_ad),
            (3, self._write_on_the_wall),
            (3, self._comment_on_the_wall),
            (2, self._tag_in_media),
            (14, self._write_privately),
            (4, self._write_about_a_story),
            (3, self._write_from_the_requests),
            (8, self._mention),
            (4, self._reply_without_our_name),
            (4, self._quote),
            (10, self._comment_live),
            (4, self._answer_natively),
            (6, self._edit),
            (5, self._remove),
            (5, self._hide),
            (3, self._like),
        )

    def publish(self, sandbox: Running) -> None:
        """Let the department publish on every profile, and an ad."""
        for place, profile in PLACES.items():
            self._posts[place].append(sandbox.publish(**profile, text="Juniper Street is closed."))
        self._posts["ads"].append(sandbox.publish(**PAGE, text="We hire.", edge="ads_posts"))

    def act(self, sandbox: Running, times: int) -> None:
        """Do some of all that residents can do."""
        self._sandbox = sandbox
        weights = [weight for weight, _ in self._acts]
        for _, act in self._chance.choices(self._acts, weights, k=times):
            act()

    def begin_or_end_broadcasts(self, sandbox: Running) -> None:
        """Go on the air somewhere, or off it."""
        place = self._chance.choice(COMMENTED)
        if place in self._on_air:
            sandbox.end_live(**PLACES[place], post=self._on_air.pop(place))
            self.did["broadcast ended"] += 1
        else:
            self._on_air[place] = sandbox.go_live(**PLACES[place], text="News conference")["id"]
            self.did["broadcast begun"] += 1

    def end_broadcasts(self, sandbox: Running) -> None:
        """Go off the air everywhere."""
        for place, post in self._on_air.items():
            sandbox.end_live(**PLACES[place], post=post)
        self._on_air.clear()

    def _comment(self) -> None:
        place = self._chance.choice(COMMENTED)
        along = self._attachment(0.2, place) if place == "facebook" else {}
        self._say("comment", place, post=self._newest(place), **along)

    def _reply(self) -> None:
        above = self._pick(lambda one: not one.is_private and one.takes_answers)
        if above:
            above.is_answered = True
            kind = "mention" if above.place == "x" else "comment"
            self._say(kind, above.place, counted="reply", reply_to=above.id)

    def _comment_on_an_ad(self) -> None:
        self._say("comment", "facebook", counted="comment on an ad", post=self._newest("ads"))

    def _write_on_the_wall(self) -> None:
        edge = self._chance.choice(("visitor_posts", "tagged"))
        self._posts["wall"].append(self._write_post("facebook", edge))

    def _comment_on_the_wall(self) -> None:
        if self._posts["wall"]:
            wall = self._newest("wall")
            self._say("comment", "facebook", counted="comment on the wall", post=wall)

    def _tag_in_media(self) -> None:
        self._write_post("instagram_graph", "tags")

    def _write_post(self, place: str, edge: str) -> str:
        self.did[edge] += 1
        words = f"Look at this, {self._author()}. {uuid.uuid4().hex[:12]}"
        return self._sandbox.publish(**PLACES[place], edge=edge, author=self._author(), text=words)

    def _write_privately(self) -> None:
        place = self._chance.choice(tuple(PLACES))
        self._say("direct_message", place, **self._attachment(0.3, place))

    def _write_about_a_story(self) -> None:
        story = self._chance.choice(("reply", "mention"))
        self._say("direct_message", "instagram_private", counted=f"story {story}", story=story)

    def _write_from_the_requests(self) -> None:
        author = f"Stranger {self._chance.randrange(10**6)}"
        is_hidden = self._chance.random() < 0.5
        self._say(
            "direct_message",
            "instagram_private",
            counted="request",
            author=author,
            **({"spam": True} if is_hidden else {}),
        )

    def _mention(self) -> None:
        below = {"post": self._newest("x")} if self._chance.random() < 0.4 else {}
        self._say("mention", "x", **below, **self._attachment(0.1, "x"))

    def _reply_without_our_name(self) -> None:
        post = self._newest("x")
        self._say("mention", "x", counted="reply without our name", post=post, unnamed=True)

    def _quote(self) -> None:
        self._say("mention", "x", counted="quote", quotes=self._newest("x"))

    def _comment_live(self) -> None:
        if self._on_air:
            place, post = self._chance.choice(tuple(self._on_air.items()))
            self._say("live_comment", place, post=post)

    def _answer_natively(self) -> None:
        answered = self._pick(lambda one: one.takes_answers)
        if answered:
            answered.is_answered = True
            kind = "mention" if answered.place == "x" else "comment"
            where: dict[str, Any] = {"reply_to": answered.id}
            if answered.is_private:
                kind, thread = "direct_message", self._thread(answered)
                where = {"thread": thread}
            self._say(kind, answered.place, counted="native answer", as_department=True, **where)

    def _edit(self) -> None:
        one = self._pick(lambda one: one.place in ("facebook", "x") and not one.is_private)
        if one:
            one.id = self._sandbox.edit(one.id, f"Is it open now? Edited. {one.mark}")
            self.did["edit"] += 1

    def _remove(self) -> None:
        one = self._pick(lambda one: not one.is_answered and not is_for_staff(one.mark))
        if one:
            self._sandbox.remove(one.id)
            self._said.remove(one)
            self.did["removal"] += 1

    def _hide(self) -> None:
        one = self._pick(
            lambda one: (
                one.place in ("facebook", "instagram_graph")
                and not one.is_private
                and not is_for_staff(one.mark)
            )
        )
        if one:
            self._sandbox.hide(one.id, hidden=self._chance.random() < 0.7)
            self.did["hidden or shown by the platform"] += 1

    def _like(self) -> None:
        one = self._pick(lambda one: not one.is_private)
        if one:
            self._sandbox.like(one.id, self._chance.randrange(100))
            self.did["like"] += 1

    def _say(
        self, kind: str, place: str, *, counted: str = "", author: str = "", **more: Any
    ) -> None:
        mark = uuid.uuid4().hex[:12]
        text = f"Is Juniper Street open? {mark}"
        said = {**PLACES[place], "kind": kind, "author": author or self._author(), "text": text}
        made = self._sandbox.say(**said, **more)
        self.did[counted or f"{kind} ({place})"] += 1
        if not more.get("as_department"):
            # Below a comment of a broadcast on Instagram nobody can say anything.
            takes = not (kind == "live_comment" and place.startswith("instagram"))
            private = kind == "direct_message"
            self._said.append(Said(made, place, mark, is_private=private, takes_answers=takes))

    def _thread(self, said: Said) -> str:
        answer = self._sandbox.http.get(f"{self._sandbox.address}/sandbox/sayings/{said.id}")
        return str(answer.json()["thread_id"])

    def _pick(self, fits: Callable[[Said], bool]) -> Said | None:
        found = [one for one in self._said[-120:] if fits(one)]
        return self._chance.choice(found) if found else None

    def _newest(self, place: str) -> str:
        return self._chance.choice(self._posts[place][-NEWEST:])

    def _attachment(self, often: float, place: str) -> dict[str, str]:
        if self._chance.random() >= often:
            return {}
        return {"attach": self._chance.choice(ATTACHED_ON_X if place == "x" else ATTACHED)}

    def _author(self) -> str:
        return f"Resident {self._chance.randrange(PEOPLE)}"
