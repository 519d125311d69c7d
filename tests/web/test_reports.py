"""Does the page of reports say what is true, and does every figure open what stands behind it?"""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from zipfile import ZipFile

import pytest
from sqlalchemy import delete, select, update

from inbox import clock, people, status, tagging, teams
from inbox.hours import keeping
from inbox.models import Post, Role, Tag, User, Wait, conversation_tag
from inbox.promises import policies
from inbox.promises.wanting import Wanted
from inbox.reports import writing
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.web.conftest import Person

OPENED = re.compile(r'<a href="(/reports/(?:waits|messages)\?[^"]+)">([^<]+)</a>')
COUNT = re.compile(r'id="rep-behind">(\d+) ')


def _words(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub("<[^>]+>", "", page)).split())


@pytest.fixture
def busy(make: Make, ana: Person, runtime: Runtime, clock: SetClock) -> None:
    """Five conversations: two answered, one resolved, two waiting."""
    account = make.account()
    for minutes in (5, 9):
        asked = incoming(sent_at=clock.at)
        answered = clock.at + timedelta(minutes=minutes)
        make.received(account, [asked, native_answer(asked, sent_at=answered)])
    thanked = make.conversation(account)
    for _ in range(2):
        make.conversation(account, text="When is the road open?")
    with runtime.writing() as session:
        me = session.merge(ana.user)
        tagging.add(session, thanked.id, "noise", by=me)
        status.resolve(session, thanked.id, by=me, reason="thanks")
    clock.advance(minutes=90)


def test_every_count_on_the_page_opens_as_many(ana: Person, busy: None) -> None:
    page = ana.get("/reports").text
    opened = {unescape(path): words for path, words in OPENED.findall(page) if words.isdecimal()}

    assert len(opened) > 20
    for path, words in opened.items():
        shown = ana.get(path).text
        if path.startswith("/reports/waits"):
            assert COUNT.findall(shown) == [words], path
        else:
            assert shown.count('href="/desk/open/') == int(words)


def test_a_list_behind_a_figure_leads_to_its_conversations_the_longest_first(
    ana: Person, busy: None
) -> None:
    page = ana.get("/reports/waits?of=first").text

    assert page.index("9m 00s") < page.index("5m 00s")
    assert re.findall(r'href="/desk/open/(\d+)"', page) == ["2", "1"]
    assert "Answered on the platform itself" in page


def test_a_long_list_goes_on_from_page_to_page(ana: Person, make: Make) -> None:
    account = make.account()
    make.received(account, [incoming(sent_at=make.runtime.clock.now()) for _ in range(51)])

    first, second = ana.get("/reports/waits").text, ana.get("/reports/waits?page=2").text

    assert (first.count('href="/desk/open/'), second.count('href="/desk/open/')) == (50, 1)
    assert "Page 1 of 2" in first
    assert ana.get("/reports/waits?page=999999999999999999999").status_code == HTTPStatus.OK
    assert ana.get("/reports/waits?page=-1").text.count("/desk/open/") == 50


def test_small_numbers_are_said_so_and_definitions_stand_on_the_page(
    ana: Person, busy: None
) -> None:
    page = _words(ana.get("/reports").text)

    assert "2 measured, few to judge by" in page
    assert "it is the lower of the two in" in page
    assert "time of UTC" in page


def test_a_choice_stays_in_every_address_of_the_page(ana: Person, busy: None) -> None:
    page = unescape(ana.get("/reports?period=7&tag=noise").text)

    assert '<option value="noise" selected>' in page
    assert "tag=noise&of=no_reply_needed" in page
    assert "/reports/table.csv?from=2026-11-17&to=2026-11-23&tag=noise" in page
    assert "/reports?period=30&tag=noise" in page


def test_a_post_is_chosen_from_a_list_of_those_under_which_somebody_waited(
    ana: Person, busy: None, runtime: Runtime
) -> None:
    with runtime.reading() as session:
        number = session.scalars(select(Post.id)).first()

    page = unescape(ana.get("/reports?period=7").text)
    chosen = unescape(ana.get(f"/reports?period=7&post={number}").text)
    older = unescape(ana.get("/reports?from=2026-11-01&to=2026-11-02").text)

    listed = f'<option value="{number}">Juniper Street is closed today.</option>'
    assert listed in page
    assert listed.replace('">', '" selected>') in chosen
    assert "Post: Juniper Street is closed today." in chosen
    assert 'name="post"' not in older


def test_who_still_waits_is_counted_in_staffed_hours_too(
    ana: Person, busy: None, runtime: Runtime, make: Make, clock: SetClock
) -> None:
    lead = make.user("Rosa Martinez", role=Role.SUPERVISOR)
    with runtime.writing() as session:
        records = people.team_of(session, "Records", [session.merge(lead)])
        keeping.change(
            session,
            records.id,
            keeping.Wanted(is_always_open=False, week=["14:30-15:45"] * 7),
            by=session.merge(lead),
        )
    clock.advance(minutes=1)
    conversation = make.conversation()
    with runtime.writing() as session:
        teams.move(session, conversation.id, to=session.merge(records), by=session.merge(lead))
    clock.advance(hours=3)

    page = _words(ana.get(f"/reports?team={records.id}").text)

    assert "oldest 3h 0m; longest in staffed hours 14m" in page


def test_a_tag_that_is_gone_is_named_and_the_other_figures_remain(
    ana: Person, busy: None, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        session.execute(delete(conversation_tag))
        session.execute(delete(Tag))

    assert "The tag “noise” no longer exists." in ana.get("/reports?tag=noise").text
    assert "5 waits" in _words(ana.get("/reports").text)


def test_the_figures_of_somebody_who_signs_in_no_more_remain_under_their_name(
    ana: Person, ben: Person, busy: None, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        session.execute(update(User).where(User.id == ana.user.id).values(is_active=False))

    page = ben.get(f"/reports?assignee={ana.user.id}").text

    assert f'<option value="{ana.user.id}" selected>Ana Lopez</option>' in page
    assert "1 waits began" in _words(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2026-11-24&to=2026-11-23", "Give two days"),
        ("from=never&to=2026-11-23", "Give two days"),
        ("from=2026-11-23", "Give two days"),
        ("from=9999-12-31&to=9999-12-31", "Give two days"),
        ("from=1066-01-01&to=1066-01-02", "Give two days"),
        ("from=2001-01-01&to=2026-11-23", "ten years at most"),
        ("platform=myspace", "cannot be used"),
        ("account=99999999999999999999", "cannot be used"),
        ("weather=fine", "nothing called “weather”"),
        ("status=open", "nothing called “status”"),
    ],
)
def test_addresses_written_by_hand_are_refused_in_words(ana: Person, query: str, said: str) -> None:
    ana.proven()
    for page in ("", "/waits", "/messages", "/table.csv", "/table.xlsx"):
        response = ana.get(f"/reports{page}?{query}")

        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert said in response.text


@pytest.mark.parametrize("query", ["of=everything", "hour=168", "hour=-1", "hour=x"])
def test_a_figure_that_is_not_shown_is_refused_in_words(ana: Person, query: str) -> None:
    response = ana.get(f"/reports/waits?{query}")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "No such figure is shown" in response.text


def test_a_range_of_ten_years_without_anything_is_drawn(ana: Person, busy: None) -> None:
    page = ana.get("/reports?from=2016-12-01&to=2026-11-23")

    assert page.status_code == HTTPStatus.OK
    assert "First response by day" in page.text


def test_of_many_days_each_table_comes_by_itself_and_is_a_link_without_scripts(
    ana: Person, busy: None
) -> None:
    asked = "from=2026-06-01&amp;to=2026-11-23"
    page = ana.get("/reports?from=2026-06-01&to=2026-11-23").text
    part = ana.get("/reports/parts/place?from=2026-06-01&to=2026-11-23").text

    assert f'<a class="btn" href="/reports/parts/place?{asked}">' in page
    assert "Facebook: Comment" not in page
    assert "Facebook: Comment" in part
    assert 'id="rep-part-place"' in part
    assert ana.get("/reports/parts/weather").status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_what_is_past_its_target_opens_and_who_waits_still_is_among_it(
    ana: Person, busy: None, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        hour_ago = clock.now(session) - timedelta(hours=1)
        waiting = select(Wait.id).where(Wait.end.is_(None)).limit(1).scalar_subquery()
        session.execute(update(Wait).where(Wait.id == waiting).values(due_at=hour_ago, target=60))

    page = _words(ana.get("/reports?period=7").text)
    behind = ana.get("/reports/waits?period=7&of=late").text

    assert "0 of 1 (0.0 %)" in page
    assert "target 1m" in page
    assert "1 wait<" in behind
    assert "Still waiting" in behind


def test_a_target_is_said_to_hold_for_those_alone_that_were_promised_something(
    ana: Person, make: Make, runtime: Runtime, clock: SetClock
) -> None:
    lead = make.user("Rosa Martinez", role=Role.SUPERVISOR)
    with runtime.writing() as session:
        hour = Wanted(name="All", first_response=timedelta(hours=1))
        policies.add(session, hour, by=session.merge(lead))
    account = make.account(known_for=timedelta(days=1))
    make.conversation(account, sent_at=clock.at - timedelta(hours=2))

    before_the_connection = _words(ana.get("/reports").text)
    make.conversation(account)
    clock.advance(minutes=1)

    assert "no target held for any of these" in before_the_connection
    assert "target 1h 0m for 1 of 2" in _words(ana.get("/reports").text)


def test_the_table_holds_the_figures_of_the_page_and_what_they_mean(
    ana: Person, busy: None
) -> None:
    answer = ana.proven().get("/reports/table.csv?period=7")

    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    chosen = next(line for line in lines if line[:2] == ["All", "Chosen days"])
    assert chosen[2:8] == ["5", "2", "2", "1", "0", "2"]
    assert chosen[10] == "300.000000"
    assert any(line[:1] == ["9 in 10 within"] for line in lines)
    assert 'filename="hearback-2026-11-17-2026-11-23.csv"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1"])
def test_no_name_is_reckoned_by_a_spreadsheet(words: str) -> None:
    assert writing.safe(words) == f"'{words}"
    assert writing.safe("Records = noise") == "Records = noise"


def test_hostile_names_of_tags_are_words_in_both_files(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    with runtime.writing() as session:
        evil = '=HYPERLINK("http://evil.example")'
        tagging.add(session, conversation.id, evil, by=session.merge(ana.user))

    table = ana.proven().get("/reports/table.csv").data.decode("utf-8-sig")
    book = ZipFile(io.BytesIO(ana.get("/reports/table.xlsx").data))

    assert '"\'=HYPERLINK(""http://evil.example"")"' in table
    assert "'=HYPERLINK" in book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
