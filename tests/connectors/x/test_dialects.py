"""Does X say the same in both of its dialects, and say of everyone what they are?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.looking import Target
from connectors.pages import Incoming
from connectors.words import Kind, Surface
from connectors.x.connector import XConnector
from tests.connectors.x.conftest import OnX

DIALECTS = ("tweet", "post")


def _heard(x: OnX, stream: str) -> list[Incoming]:
    return [replace(item, capture=0) for item in x.walk(stream)]


@pytest.mark.parametrize("stream", XConnector.streams)
def test_every_stream_says_the_same_in_both_dialects(x: OnX, stream: str) -> None:
    post = x.publish("Road closed")
    root = x.mention("@MesaVerdePD why?", post=post)
    x.mention("A crash.", as_department=True, reply_to=root)
    x.mention("oh", reply_to=root, unnamed=True)
    x.mention("Again!", quotes=post)
    x.message("hello")

    heard = []
    for dialect in DIALECTS:
        x.rules(dialect=dialect)
        heard.append(_heard(x, stream))

    assert heard[0] == heard[1]
    assert heard[0]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("standing", ["suspended", "protected"])
def test_a_suspended_or_protected_author_hides_a_parent_and_proves_no_deletion(
    x: OnX, dialect: str, standing: str
) -> None:
    x.rules(dialect=dialect)
    root = x.mention("@MesaVerdePD help", author="Jane Doe")
    ours = x.mention("Call 911.", as_department=True, reply_to=root)
    below = x.mention("what was that?", author="Bob", reply_to=ours)
    x.sandbox.control("standing", {"platform": "x", "author": "Jane Doe", "standing": standing})

    heard = {item.external_id: item for item in x.walk("mentions")}

    assert root not in heard
    assert {heard[below].thread_id, heard[ours].thread_id} == {root}
    assert (
        x.connector.look_up([Target(kind=Kind.MENTION, external_id=root, thread_id=root)]).found
        == {}
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_words_that_x_withholds_arrive_as_withheld(x: OnX, dialect: str) -> None:
    x.rules(dialect=dialect)
    x.mention("@MesaVerdePD secret", withheld=True)

    (item,) = x.walk("mentions")

    assert item.surface is Surface.WITHHELD
    assert "secret" not in item.text
