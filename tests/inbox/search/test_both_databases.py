"""Whatever is said and typed, each database finds what plain reading finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox.models import User
from inbox.runtime import Runtime
from inbox.search import asking, finding, folding
from inbox.search.asking import Words
from tests.factories.incoming import incoming
from tests.factories.making import Make

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

_word = st.sampled_from(
    ["road", "Roads", "Río", "rio", "café", "a", "1e5", "x-ray", "o'brien", "🚨", "警察", "\x00"]
)
_text = st.lists(_word, max_size=5).map(" ".join)
_part = st.one_of(_word, _text.map('"{}"'.format), _word.map("-{}".format), st.text(max_size=6))
_typed = st.lists(_part, min_size=1, max_size=3).map(" ".join)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=st.lists(st.one_of(_text, st.text(max_size=20)), max_size=4), typed=_typed)
def test_a_database_finds_what_reading_every_message_would_find(
    make: Make, runtime: Runtime, texts: list[str], typed: str
) -> None:
    account, ana = make.account(), make.user()
    items = [
        incoming(text=text, sent_at=MORNING + timedelta(seconds=second))
        for second, text in enumerate(texts)
    ]
    make.received(account, items)

    found = _found(runtime, typed, ana, account.id)

    question = asking.read(typed)
    if not question.operators and not question.is_empty:
        expected = [text for text in texts if _is_found(text, question.words)]
        assert sorted(found) == sorted(expected)


def _found(runtime: Runtime, typed: str, user: User, account_id: int) -> list[str]:
    with runtime.reading() as session:
        rows = finding.find(session, typed, user, limit=1_000).rows
        return [
            row.message.text for row in rows if row.message and row.message.account_id == account_id
        ]


def _is_found(text: str, words: tuple[Words, ...]) -> bool:
    said = folding.words(text)
    return all(_stands_in(said, one) is not one.is_unwanted for one in words)


def _stands_in(said: list[str], one: Words) -> bool:
    *first, last = one.folded
    length = len(one.folded)
    starts = (said[at : at + length] for at in range(len(said) - length + 1))
    return any(
        here[:-1] == first and (here[-1].startswith(last) if one.is_beginning else here[-1] == last)
        for here in starts
    )
