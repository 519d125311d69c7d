"""Do the pages hold replies back where a team asks for it, and let a second person decide?"""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select, update

from inbox import accounts, people, teams
from inbox.models import Conversation, Role, Submission, SubmissionState, Team, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories import drawing
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn


@pytest.fixture
def dana(make: Make, sign_in: SignIn) -> Person:
    """A supervisor."""
    return sign_in(make.user(name="Dana Whitfield", role=Role.SUPERVISOR))


@pytest.fixture
def team(runtime: Runtime, dana: Person) -> Team:
    """A team that asks for approval."""
    with runtime.writing() as session:
        made = people.team_of(session, "Public information", [session.get_one(User, dana.user.id)])
        by = session.get_one(User, dana.user.id)
        return teams.ask_approval(session, made.id, asks=True, by=by)


@pytest.fixture
def asked(runtime: Runtime, make: Make, team: Team) -> Conversation:
    """A conversation of that team."""
    made = make.conversation()
    with runtime.writing() as session:
        mine = update(Conversation).where(Conversation.id == made.id)
        session.execute(mine.values(team_id=team.id))
    return made


def _page(person: Person, conversation: Conversation, **query: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return person.get(f"/desk/open/{conversation.id}?{asked}").text


def _submission(runtime: Runtime) -> Submission:
    with runtime.reading() as session:
        return session.scalars(select(Submission).order_by(Submission.id.desc())).first()  # type: ignore[return-value]  # each test has submitted one


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]


def test_beside_the_composer_stands_that_a_reply_above_still_waits(
    runtime: Runtime, asked: Conversation, ana: Person, dana: Person
) -> None:
    said = "A reply above waits for approval. What you write here is another one."
    assert said not in _page(dana, asked)

    ana.reply(asked.id)

    assert said in _page(dana, asked)
    dana.post(f"/submissions/{_submission(runtime).id}/return", note="Name the road.")
    assert said not in _page(dana, asked)


def test_the_button_says_what_becomes_of_the_words(
    asked: Conversation, make: Make, ana: Person, dana: Person
) -> None:
    hers, his, free = _page(ana, asked), _page(dana, asked), _page(ana, make.conversation())

    assert "Submit for approval" in hers
    assert "Dana</bdi> has read them" in hers
    assert "Submit for approval" not in his
    assert "Submit for approval" not in free


def test_a_submitted_reply_is_shown_to_everyone_and_sent_to_nobody(
    runtime: Runtime, asked: Conversation, make: Make, ana: Person, ben: Person
) -> None:
    ana.reply(asked.id, "It opens <b>at six</b>.", for_approval="yes")

    page = _page(ben, asked)
    assert "It opens &lt;b&gt;at six&lt;/b&gt;." in page
    assert "Waits for approval" in page
    assert "Not sent. It waits for" in page
    assert len(make.messages(asked)) == 1
    assert _submission(runtime).author_id == ana.user.id


def test_a_form_from_before_the_team_asked_submits_too(
    asked: Conversation, make: Make, ana: Person
) -> None:
    changed = ana.turbo(
        f"/conversations/{asked.id}/replies", text="At six.", audience="public", client_token="one"
    )

    assert "Submitted for approval" in changed.text
    assert len(make.messages(asked)) == 1


def test_the_view_of_what_waits_is_there_for_those_who_may_approve(
    asked: Conversation, ana: Person, dana: Person
) -> None:
    ana.reply(asked.id)

    assert 'data-view-count="approve">1<' in dana.get("/desk/open").text
    assert f'id="row-{asked.id}"' in dana.get("/desk/approve").text
    assert "To approve" not in ana.get("/desk/open").text


def test_a_second_person_approves_what_they_have_before_them(
    runtime: Runtime, asked: Conversation, make: Make, ana: Person, dana: Person
) -> None:
    ana.reply(asked.id)
    number, seen = _submission(runtime).id, _seen(_page(dana, asked))

    dana.post(f"/submissions/{number}/approval", f"/desk/approve/{asked.id}", seen=seen)

    page = _page(ana, asked)
    assert make.messages(asked)[-1].text == "It opens at six."
    assert "Approved by" in page
    assert f'data-author="{dana.user.id}"' in page


def test_changed_words_are_shown_beside_what_was_submitted(
    runtime: Runtime, asked: Conversation, ana: Person, dana: Person
) -> None:
    ana.reply(asked.id, "Soon.")
    number, seen = _submission(runtime).id, _seen(_page(dana, asked))

    sent = dana.turbo(f"/submissions/{number}/approval", seen=seen, text="At six\r\non Friday.")

    assert "Dana Whitfield" in sent.text

    page = _page(ana, asked)
    assert "At six\non Friday." in page
    assert "in other words" in page
    assert '<div class="version" dir="auto">Soon.</div>' in page


def test_what_is_refused_stays_with_the_approver_without_scripts(
    runtime: Runtime, asked: Conversation, ana: Person, dana: Person
) -> None:
    ana.reply(asked.id)
    number, seen = _submission(runtime).id, _seen(_page(dana, asked))
    long = "Far too long. " * 1000

    refused = dana.post(f"/submissions/{number}/approval", seen=seen, text=long)

    assert refused.status_code == 422
    assert "Shorten it by" in refused.text
    assert f">{long}</textarea>" in refused.text


def test_an_approver_reads_first_what_was_said_meanwhile(
    runtime: Runtime, clock: SetClock, asked: Conversation, make: Make, ana: Person, dana: Person
) -> None:
    ana.reply(asked.id)
    number, seen = _submission(runtime).id, _seen(_page(dana, asked))
    with runtime.reading() as session:
        account = accounts.find(session, asked.account_id)
    clock.advance(minutes=1)
    said = incoming(thread_id=asked.thread_id, text="Never mind.", sent_at=clock.now())
    make.received(account, [said])

    refused = dana.post(f"/submissions/{number}/approval", seen=seen)

    assert refused.status_code == 409
    assert "wrote here since you opened this" in refused.text
    assert "after this was submitted" in refused.text
    again = dana.post(f"/submissions/{number}/approval", seen=_seen(refused.text))
    assert again.status_code == 303


def test_the_slower_approver_is_told_and_keeps_their_words(
    runtime: Runtime, asked: Conversation, make: Make, sign_in: SignIn, ana: Person, dana: Person
) -> None:
    alex = sign_in(make.user(name="Alex Reyes", role=Role.SUPERVISOR))
    ana.reply(asked.id)
    number, seen = _submission(runtime).id, _seen(_page(dana, asked))
    alex.post(f"/submissions/{number}/approval", seen=seen)

    slower = dana.post(f"/submissions/{number}/approval", seen=seen, text="At six on Friday.")

    assert slower.status_code == 409
    assert "Alex Reyes approved this reply already" in slower.text
    assert "At six on Friday.</textarea>" in slower.text


def test_a_returned_reply_waits_in_its_authors_composer_with_the_note(
    runtime: Runtime, asked: Conversation, ana: Person, ben: Person, dana: Person
) -> None:
    ana.reply(asked.id)
    number = _submission(runtime).id

    assert dana.post(f"/submissions/{number}/return", note=" ").status_code == 422
    back = dana.turbo(f"/submissions/{number}/return", note="Name the <i>road</i>.")

    assert "Dana Whitfield" in back.text
    page = _page(ana, asked)
    assert "It opens at six.</textarea>" in page
    assert "Name the &lt;i&gt;road&lt;/i&gt;." in page
    assert 'data-view-count="returned">1<' in page
    assert "It opens at six.</textarea>" not in _page(ben, asked)
    assert "has begun a reply" not in _page(dana, asked)

    ana.post(f"/submissions/{number}/resumption")

    assert 'data-view-count="returned">0<' in _page(ana, asked)
    assert "Ana</bdi> has begun a reply" in _page(dana, asked)


def test_an_author_takes_words_and_picture_back(
    runtime: Runtime, asked: Conversation, ana: Person, ben: Person
) -> None:
    photo = (io.BytesIO(drawing.photograph()), "road.jpg")
    ana.reply(asked.id, picture=photo, picture_description="The map")
    submission = _submission(runtime)
    assert ben.get(f"/submissions/{submission.id}/picture").mimetype == "image/webp"
    assert ben.post(f"/submissions/{submission.id}/withdrawal").status_code == 403

    back = ana.post(f"/submissions/{submission.id}/withdrawal")

    page = ana.get(back.location).text
    assert "It opens at six.</textarea>" in page
    assert f'name="picture_submitted" value="{submission.id}"' in page
    assert 'value="The map"' in page

    ana.reply(asked.id, client_token="two", picture_submitted=str(submission.id))

    assert _submission(runtime).picture_description == "The map"


def test_staff_decide_about_nothing(
    runtime: Runtime, asked: Conversation, ana: Person, ben: Person
) -> None:
    ana.reply(asked.id)
    number, seen = _submission(runtime).id, _seen(_page(ana, asked))

    for person in (ana, ben):
        assert person.post(f"/submissions/{number}/approval", seen=seen).status_code == 403
        assert person.post(f"/submissions/{number}/return", note="No.").status_code == 403

    assert _submission(runtime).state is SubmissionState.WAITING


def test_what_there_is_not_is_not_found(asked: Conversation, ana: Person) -> None:
    for path in ("approval", "return", "withdrawal", "resumption"):
        assert ana.post(f"/submissions/99/{path}").status_code == 404
    assert ana.get("/submissions/99/picture").status_code == 404
    assert ana.get(f"/desk/open/{asked.id}?submission=99").status_code == 404


def test_a_supervisor_says_which_teams_ask_for_approval(
    team: Team, ana: Person, dana: Person
) -> None:
    assert "Let replies go out at once" in dana.get("/teams").text
    assert "Let replies go out at once" not in ana.get("/teams").text
    assert ana.post(f"/teams/{team.id}/approval", asks="no").status_code == 403

    dana.post(f"/teams/{team.id}/approval", asks="no")

    page = ana.get("/teams").text
    assert "Replies go out at once" in page
    assert "Approval was lifted by <bdi>Dana Whitfield</bdi>" in page
    assert dana.post("/teams/99/approval", asks="yes").status_code == 404


def test_what_somebody_must_read_first_is_not_sent_and_resolved_in_one_press(
    ana: Person, asked: Conversation
) -> None:
    assert "Control+Shift+Enter" not in _page(ana, asked)
