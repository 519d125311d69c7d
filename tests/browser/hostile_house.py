"""Where does a test find a desk to which every hostile word came, by every way there is?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from sqlalchemy import select

from hearback.seeding import accounts as seeding
from inbox import polling
from inbox.clock import SystemClock
from inbox.models import Account, Conversation, Delivery, Message, Role
from inbox.runtime import Runtime
from tests import database_copies, houses
from tests.factories import hostile
from tests.factories.making import Make
from tests.redis_server import running_redis
from tests.sandbox.running import Running, running
from tests.web import one_app
from tests.web.conftest import Person
from tests.web.live.serving import served

# What stands in front of each hostile word, so that a row can be told from the others.
SIGN = "said to {way}: "
WAYS = (
    {"platform": "facebook", "kind": "comment"},
    {"platform": "facebook", "kind": "direct_message"},
    {"platform": "instagram", "kind": "comment", "profile": "mesaverdepd"},
    {"platform": "instagram", "kind": "direct_message", "profile": "mesaverdepd"},
    {"platform": "instagram", "kind": "comment", "profile": "mesaverdepd.community"},
    {"platform": "instagram", "kind": "direct_message", "profile": "mesaverdepd.community"},
    {"platform": "x", "kind": "mention"},
    {"platform": "x", "kind": "direct_message"},
)
# As a browser and JSON carry them: halves of characters cannot be sent.
SENT = {
    name: words.encode(errors="ignore").decode() for name, words in sorted(hostile.WORDS.items())
}
MARKUP = SENT["markup"]
# What could be obeyed, or make a page wider; the desk's own fields get these.
BOLD = {
    name: words
    for name, words in SENT.items()
    if hostile.MARK in words
    or name in ("turns the direction", "right to left", "marks on marks", "one long word", "emoji")
}
POLLS = 2


@dataclass(frozen=True)
class HostileHouse:
    """A desk, who sits at it, and how many words came to it."""

    address: str
    runtime: Runtime

    def conversations(self) -> list[int]:
        """Return one conversation for each hostile word, by another way each time."""
        with self.runtime.reading() as session:
            found = {}
            ways = cycle(range(len(WAYS)))
            for words in SENT.values():
                sign = SIGN.format(way=next(ways))
                said = Message.text.contains(f"{sign}{words[:10]}", autoescape=True)
                number = session.scalar(select(Message.conversation_id).where(said))
                found[words] = number
        return [number for number in found.values() if number is not None]

    def came(self) -> dict[int, int]:
        """Return how many hostile words were read by each way."""
        with self.runtime.reading() as session:
            texts = session.scalars(select(Message.text)).all()
        return {
            number: sum(SIGN.format(way=number) in one for one in texts)
            for number in range(len(WAYS))
        }


@contextmanager
def opened(run_folder: Path, data: Path) -> Iterator[HostileHouse]:
    """Let everybody say everything, read it, do everything with it, and serve the desk."""
    with ExitStack() as stack:
        template = database_copies.template("sqlite", run_folder)
        database = stack.enter_context(database_copies.copied(template))
        redis, sandbox = stack.enter_context(running_redis()), stack.enter_context(running())
        runtime = houses.runtime(
            database.engine,
            data,
            SystemClock(),
            REDIS_URL=redis.address,
            HEARBACK_PLATFORM_ADDRESS=sandbox.address,
        )
        stack.callback(runtime.close)
        _speak(sandbox)
        seeding.connect_all(runtime, sandbox.address)
        _read(runtime)
        _work(runtime)
        yield HostileHouse(stack.enter_context(served(runtime)).address, runtime)


def _speak(sandbox: Running) -> None:
    for platform in ("facebook", "instagram"):
        sandbox.publish(platform=platform, text="".join(SENT.values())[:1500])
    sandbox.publish(platform="instagram", profile="mesaverdepd.community", text=MARKUP)
    for number, way in enumerate(WAYS):
        sign = SIGN.format(way=number)
        sandbox.say_many(
            *(
                {**way, "author": f"{words[:80]} {number}", "text": sign + words[:1_000]}
                for words in SENT.values()
            )
        )
        link = {"attach": "link", "title": MARKUP, "author": MARKUP}
        sandbox.say(**way, **link, text=sign + "with a link")


def _read(runtime: Runtime) -> None:
    with runtime.reading() as session:
        numbers = session.scalars(select(Account.id)).all()
    for _ in range(POLLS):
        for number in numbers:
            polling.poll(runtime, number)


def _work(runtime: Runtime) -> None:
    """Put hostile words into every field that people of the desk fill in."""
    make, app = Make(runtime), one_app.over(runtime)
    ana = Person(app, make.user(MARKUP, email="ana@example.org", role=Role.SUPERVISOR)).proven()
    alex = Person(app, make.user(MARKUP, email="alex@mesaverde.example", role=Role.ADMINISTRATOR))
    alex.proven()
    with runtime.reading() as session:
        numbers = session.scalars(select(Conversation.id).order_by(Conversation.id)).all()
    for number, (name, words) in zip(numbers, BOLD.items(), strict=False):
        _handle(ana, number, name, words)
    for name, words in BOLD.items():
        _set_up(ana, alex, name, words)
    with runtime.writing() as session:
        for delivery in session.scalars(select(Delivery).limit(5)):
            delivery.reason = MARKUP


def _handle(ana: Person, number: int, name: str, words: str) -> None:
    base = f"/conversations/{number}"
    ana.post(f"{base}/taggings", name=words[:40])
    ana.post(f"{base}/notes", text=words, client_token=name)
    ana.post(f"{base}/drafts", text=words, audience="public", edition=name)
    ana.post(f"{base}/reminders", at="2099-12-01T08:00", words=words[:200])
    ana.post(f"{base}/mute", until="2099-12-01T08:00", reason=words[:200])
    ana.post(f"{base}/replies", text=words[:200], audience="public", client_token=f"reply {name}")
    ana.post(f"{base}/lengths", words=words[:40])


def _set_up(ana: Person, alex: Person, name: str, words: str) -> None:
    short = words[:60]
    ana.post(
        "/canned-responses",
        title=short,
        shortcut=name[:10],
        text=words,
        language="en",
        place="public",
    )
    ana.post("/saved-views", name=short, filter="text=road", sharing="everybody")
    ana.post("/statuses", name=short, status="open")
    ana.post("/targets", name=short, first_response="15m")
    ana.post("/tokens", name=short, scope="read", days="30")
    ana.post("/canned-responses/values", name=short, value=words[:200])
    alex.post("/roles", name=short[:40], purpose=short, allows="read")
    alex.post("/people", name=short, email=f"{abs(hash(name))}@example.org", role="responder")
    alex.post("/subscribers", name=short, url="https://example.org/told", events="message.received")
    alex.post("/use-notice", **{"words-en": words, "words-es": words})
