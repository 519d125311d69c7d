"""What becomes of what the platforms push, and of what others push in their name?"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from sqlalchemy import func, select

from inbox import taking_in
from inbox.models import Webhook
from tests.factories import hostile
from tests.fuzz.house import META_SECRET, X_SECRET, House
from tests.fuzz.trying import Size, Tally, each_of

PAGE, INSTAGRAM, PROFILE = "page-1", "17840000000000001", "1500000001"
_WORDS = st.one_of(
    st.sampled_from(sorted(hostile.WORDS.values())), st.sampled_from(hostile.ODD), st.text()
)
_MOMENT = 1_795_000_000
# One of each sort that is read, as the platforms write them.
_KNOWN: dict[str, list[dict[str, Any]]] = {
    "meta": [
        {
            "object": "page",
            "entry": [
                {
                    "id": PAGE,
                    "time": _MOMENT,
                    "messaging": [
                        {
                            "sender": {"id": "1"},
                            "recipient": {"id": PAGE},
                            "timestamp": _MOMENT * 1000,
                            "message": {
                                "mid": "m_1",
                                "text": "Is it open?",
                                "attachments": [
                                    {
                                        "type": "image",
                                        "payload": {"url": "https://example.org/a.png"},
                                    }
                                ],
                            },
                        }
                    ],
                }
            ],
        },
        {
            "object": "page",
            "entry": [
                {
                    "id": PAGE,
                    "time": _MOMENT,
                    "changes": [
                        {
                            "field": "feed",
                            "value": {
                                "item": "comment",
                                "verb": "add",
                                "comment_id": "post-1_1",
                                "post_id": "post-1",
                                "parent_id": "post-1",
                                "created_time": _MOMENT,
                                "message": "Is it open?",
                                "from": {"id": "1", "name": "Ana"},
                            },
                        }
                    ],
                }
            ],
        },
        {
            "object": "instagram",
            "entry": [
                {
                    "id": INSTAGRAM,
                    "time": _MOMENT,
                    "changes": [
                        {
                            "field": "comments",
                            "value": {
                                "id": "1",
                                "text": "Open?",
                                "from": {"id": "1", "username": "ana"},
                                "media": {"id": "2", "media_product_type": "FEED"},
                            },
                        }
                    ],
                }
            ],
        },
        {
            "object": "instagram",
            "entry": [
                {
                    "id": INSTAGRAM,
                    "time": _MOMENT,
                    "messaging": [
                        {
                            "sender": {"id": "1"},
                            "recipient": {"id": INSTAGRAM},
                            "timestamp": _MOMENT * 1000,
                            "reaction": {"mid": "m_1", "action": "react", "emoji": "❤"},
                        }
                    ],
                }
            ],
        },
    ],
    "x": [
        {
            "data": {
                "event_type": "dm.received",
                "filter": {"user_id": PROFILE},
                "payload": {
                    "direct_message_events": [
                        {
                            "type": "message_create",
                            "id": "7",
                            "created_timestamp": str(_MOMENT * 1000),
                            "message_create": {
                                "target": {"recipient_id": PROFILE},
                                "sender_id": "1",
                                "message_data": {"text": "Open?"},
                            },
                        }
                    ]
                },
            }
        },
        {
            "data": {
                "event_type": "post.mention.create",
                "filter": {"user_id": PROFILE},
                "payload": {
                    "id": "9",
                    "id_str": "9",
                    "text": "@MesaVerdePD open?",
                    "author_id": "1",
                    "created_at": "2026-11-29T08:00:00.000Z",
                    "conversation_id": "9",
                },
            }
        },
    ],
}


@dataclass(frozen=True)
class Push:
    """What somebody sends in a platform's name."""

    source: str
    body: bytes
    is_signed: bool

    def __str__(self) -> str:
        return f"{self.source}, {'signed' if self.is_signed else 'forged'}: {self.body[:600]!r}"


def try_all(house: House, size: Size) -> Tally:
    """Push what is odd, and read what was taken as a worker does."""
    tally = Tally("webhooks")
    each_of(size, _pushes(), lambda push: _try(house, tally, push))
    return tally


def _try(house: House, tally: Tally, push: Push) -> None:
    before = _kept(house)
    answer = house.app.test_client().post(
        f"/webhooks/{push.source}", data=push.body, headers=_signature(push)
    )
    tally.note(house, push, answer)
    expected = HTTPStatus.OK if push.is_signed else HTTPStatus.FORBIDDEN
    if answer.status_code != expected:
        tally.failures.append(f"{push}\nanswered {answer.status_code}")
    if not push.is_signed and _kept(house) != before:
        tally.failures.append(f"{push}\nwas kept")
    _read(house, tally, push)


def _read(house: House, tally: Tally, push: Push) -> None:
    with house.runtime.reading() as session:
        last = session.scalar(select(func.max(Webhook.id)))
    if last is not None and push.is_signed:
        try:
            taking_in.take_in(house.runtime, last)
        except Exception as problem:  # noqa: BLE001 - whatever it is, a worker would have died of it
            tally.failures.append(f"{push}\nbroke its reader: {problem!r}")
    house.written.taken()


def _kept(house: House) -> int:
    with house.runtime.reading() as session:
        return session.scalar(select(func.count()).select_from(Webhook)) or 0


def _signature(push: Push) -> dict[str, str]:
    if push.source == "meta":
        secret = META_SECRET if push.is_signed else "guessed"
        return {"X-Hub-Signature-256": "sha256=" + _mac(push.body, secret).hex()}
    secret = X_SECRET if push.is_signed else "guessed"
    return {"x-twitter-webhooks-signature": "sha256=" + b64encode(_mac(push.body, secret)).decode()}


def _mac(body: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), body, hashlib.sha256).digest()


@st.composite
def _pushes(draw: DrawFn) -> Push:
    source = draw(st.sampled_from(sorted(_KNOWN)))
    known = draw(st.sampled_from(_KNOWN[source]))
    changed = _changed(draw, json.loads(json.dumps(known)))
    body = draw(
        st.one_of(
            st.just(json.dumps(changed).encode()),
            st.just(json.dumps(changed).encode()),
            st.binary(max_size=40),
        )
    )
    return Push(source, body, draw(st.integers(0, 4)) > 0)


_OTHERS: Callable[[], Any] = lambda: st.one_of(  # noqa: E731 - made when drawn
    _WORDS, st.none(), st.booleans(), st.integers(), st.floats(), st.just([]), st.just({})
)


def _changed(draw: DrawFn, node: Any) -> Any:
    """Put something else in one place in eight."""
    if draw(st.integers(0, 7)) == 7:
        return draw(_OTHERS())
    if isinstance(node, dict):
        return {name: _changed(draw, value) for name, value in node.items()}
    if isinstance(node, list):
        return [_changed(draw, value) for value in node]
    return draw(_WORDS) if draw(st.integers(0, 3)) == 3 else node
