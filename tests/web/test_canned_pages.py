"""What do the pages say on which canned responses are written and agreed to?"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import select

from inbox.canned.using import Inserted
from inbox.models import CannedResponse, Role
from inbox.permissions import Permission
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn

WRITTEN = {
    "title": "Road closure",
    "shortcut": "/road",
    "language": "en",
    "text": "It is closed.",
    "place": ["public", "private", "live"],
}


@pytest.fixture
def marcus(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Marcus Cole", role=Role.SUPERVISOR))


def test_somebody_writes_a_response_and_a_supervisor_approves_it(
    ana: Person, marcus: Person, make: Make
) -> None:
    number = make.conversation().id
    written = ana.post("/canned-responses", **WRITTEN)
    page = ana.get(written.location).text
    assert "Waits for approval" in page
    assert "Approve these words" not in page
    offered = ana.get(f"/conversations/{number}/canned-responses?q=road").text
    assert 'aria-disabled="true"' in offered
    assert "It is closed." not in offered

    marcus.post("/canned-responses/1/approval", language="en", version=1)

    assert "Approved by Marcus" in ana.get("/canned-responses/1").text
    assert "It is closed." in ana.get(f"/conversations/{number}/canned-responses?q=road").text


def test_staff_cannot_approve_archive_or_set_values(ana: Person) -> None:
    ana.post("/canned-responses", **WRITTEN)

    for path in ("1/approval", "1/archiving", "values"):
        refused = ana.post(f"/canned-responses/{path}", language="en", version=1)
        assert refused.status_code == HTTPStatus.FORBIDDEN


def test_whoever_only_reads_takes_back_no_approval(
    ana: Person, marcus: Person, make: Make, sign_in: SignIn
) -> None:
    ana.post("/canned-responses", **WRITTEN)
    marcus.post("/canned-responses/1/approval", language="en", version=1)
    reader = sign_in(make.user("Lee Park", role=make.role(Permission.READ)))

    for path in ("", "/1", "/1/picture", "/1/picture/removal"):
        refused = reader.post(f"/canned-responses{path}", **WRITTEN, version=1)
        assert refused.status_code == HTTPStatus.FORBIDDEN
    shown = reader.get("/canned-responses/1").text

    assert "Approved by Marcus" in shown
    assert "Whoever handles conversations changes these." in shown
    assert not [one for one in ("Save for approval", "Keep this picture", "/new") if one in shown]


def test_the_slower_of_two_people_is_told_and_keeps_the_words(ana: Person, ben: Person) -> None:
    ana.post("/canned-responses", **WRITTEN)
    ana.post("/canned-responses/1", **{**WRITTEN, "text": "By Ana."}, version=1)

    late = ben.post("/canned-responses/1", **{**WRITTEN, "text": "By Ben."}, version=1)

    assert late.status_code == HTTPStatus.CONFLICT
    assert "Ana Lopez changed this while you wrote" in late.text
    assert "By Ben.</textarea>" in late.text
    assert "By Ana.</p>" in late.text
    assert 'name="version" value="2"' in late.text
    again = ben.post("/canned-responses/1", **{**WRITTEN, "text": "By Ben."}, version=2)
    assert again.status_code == HTTPStatus.SEE_OTHER


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"shortcut": "road"}, "already belongs to “Road closure”"),
        ({"shortcut": "two words"}, "A shortcut is"),
        ({"shortcut": "x", "text": "{{ weather }}"}, "There is no variable weather. There are:"),
        ({"shortcut": "x", "review_on": "soon"}, "Write a date as"),
        ({"shortcut": "x", "offered_until": "soon"}, "Write a date as"),
        ({"shortcut": "x", "place": "nowhere"}, "Choose at least one kind of answer"),
        ({"shortcut": "x", "text": ""}, "Write the text before saving"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_the_reason(
    ana: Person, runtime: Runtime, given: dict[str, str], sentence: str
) -> None:
    ana.post("/canned-responses", **WRITTEN)

    refused = ana.post("/canned-responses", **{**WRITTEN, "title": "Mine", **given})

    assert refused.status_code in (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)
    assert sentence in refused.text
    assert 'value="Mine"' in refused.text
    with runtime.reading() as session:
        assert len(session.scalars(select(CannedResponse)).all()) == 1


def test_a_megabyte_is_refused_in_words(ana: Person) -> None:
    refused = ana.post("/canned-responses", **{**WRITTEN, "text": "x" * 1_100_000})

    assert refused.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_preview_counts_as_each_platform_does_and_keeps_nothing(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    make.account()
    long = {**WRITTEN, "text": "🙏" * 3000 + "{{ contact.first_name }} {{ ask.the_time }}"}

    page = ana.post("/canned-responses", **long, act="preview").text

    assert "Facebook comment" in page
    assert "too long" in page
    assert "3,025 / 8,000" in page
    assert "Asked when inserted: the time" in page
    with runtime.reading() as session:
        assert session.scalars(select(CannedResponse)).all() == []


def test_a_preview_agrees_with_the_refusal_beside_it_and_every_fault_is_told(ana: Person) -> None:
    ana.post("/canned-responses", **WRITTEN)
    words = "Hi {{ contact.firstname }}, at {{ ask.the_time }}."
    wrong = {**WRITTEN, "title": "", "text": words, "review_on": "soon"}

    refused = ana.post("/canned-responses", **wrong)

    faults = refused.text.partition('id="problem"')[2].partition("</div>")[0]
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert faults.count("field-error") == 4
    assert "/road already belongs to “Road closure”" in faults
    assert "There is no variable contact.firstname." in refused.text.partition("Preview")[2]
    assert '<span class="var-missing">{{ contact.firstname }}</span>' in refused.text
    assert "Asked when inserted: the time<" in refused.text


def test_a_preview_marks_what_is_filled_in_and_shows_the_other_languages(
    ana: Person, make: Make
) -> None:
    make.account()
    response = make.canned_response(
        "Hi {{ contact.first_name }}, at {{ ask.the_time }}.", more={"es": "Hola."}
    )

    page = ana.get(f"/canned-responses/{response.id}").text

    assert 'Hi <span class="var" title="contact.first_name">Lupita</span>, at ' in page
    assert '<span class="var var-asked" title="ask.the_time">the time</span>.' in page
    assert 'lang="es">Hola.</p>' in page
    assert "5 of 2,000, Facebook private reply" in page


def test_use_is_drawn_week_by_week_with_every_figure_in_a_table(ana: Person, make: Make) -> None:
    response = make.canned_response()
    assert "Not sent yet." in ana.get(f"/canned-responses/{response.id}").text
    for _ in range(3):
        make.reply(make.conversation(), ana.user, inserted=(Inserted(response.id, "en"),))

    use = ana.get(f"/canned-responses/{response.id}").text.partition('id="use"')[2]

    assert use.count("<rect") == 8
    assert '<td class="r">3</td></tr>' in use
    assert '<bdi>Ana Lopez</bdi></span></th><td class="r">3</td><td class="r">100 %</td>' in use


def test_the_history_says_which_words_stood(ana: Person) -> None:
    ana.post("/canned-responses", **WRITTEN)
    ana.post("/canned-responses/1", **{**WRITTEN, "text": "It is open."}, version=1)

    page = ana.get("/canned-responses/1/history").text

    assert "<del>It is closed.</del>" in page
    assert "Ana Lopez" in page


def test_an_archived_response_is_offered_no_more_and_comes_back(marcus: Person, make: Make) -> None:
    response = make.canned_response()
    number = make.conversation().id
    options = f"/conversations/{number}/canned-responses"

    marcus.post(f"/canned-responses/{response.id}/archiving")
    assert "Road reopened" not in marcus.get(options).text
    assert "Road reopened" in marcus.get("/canned-responses?show=archived").text

    marcus.post(f"/canned-responses/{response.id}/archiving/removal")
    assert "Road reopened" in marcus.get(options).text


def test_a_value_of_the_department_stands_in_every_response(marcus: Person, make: Make) -> None:
    make.canned_response("Call {{ department.phone }}")
    number = make.conversation().id

    marcus.post("/canned-responses/values", name="department.phone", value="555-0142")

    assert "Call 555-0142" in marcus.get(f"/conversations/{number}/canned-responses").text
    refused = marcus.post("/canned-responses/values", name="link.x", value="javascript:x()")
    assert "A link begins with https://" in refused.text


def test_what_is_to_be_looked_at_can_be_listed(ana: Person) -> None:
    ana.post("/canned-responses", **WRITTEN, review_on="2020-01-01", folder="Roads")
    ana.post("/canned-responses", **{**WRITTEN, "title": "Other", "shortcut": "other"})

    overdue = ana.get("/canned-responses?show=review").text
    found = ana.get("/canned-responses?q=othr").text

    assert "Review was due Jan 1, 2020" in overdue
    assert "/other" not in overdue
    assert "/road" not in found
    assert "/other" in found
    assert "Nothing matches" in ana.get("/canned-responses?q=%F0%9F%99%8F").text


def test_where_it_may_be_used_and_until_when_is_kept_and_shown(ana: Person, make: Make) -> None:
    number = make.conversation().id
    make.canned_response("Case seven.", title="Your case", shortcut="case")
    kept = ana.post(
        "/canned-responses/1",
        **{
            **WRITTEN,
            "title": "Your case",
            "shortcut": "case",
            "text": "Case seven.",
            "place": ["private", "live"],
            "offered_until": "2026-11-30",
        },
        version=1,
    )

    page = ana.get(kept.location).text
    assert "Offered until Nov 30" in page
    assert '<span class="cr-until">' in page
    assert "Private messages, Live comments" in page
    offered = f"/conversations/{number}/canned-responses?q=case&mode="
    assert "not for public replies" in ana.get(offered + "public").text
    assert "Case seven." not in ana.get(offered + "public").text
    for mode in ("private", "note", "nonsense"):
        assert "Case seven." in ana.get(offered + mode).text


def test_one_whose_last_day_is_past_says_so_and_is_listed(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    over = runtime.clock.now().date() - timedelta(days=1)
    make.canned_response("Closed until Friday.", offered_until=over)
    number = make.conversation().id

    offered = ana.get(f"/conversations/{number}/canned-responses?q=road").text
    chosen = ana.get(f"/conversations/{number}/canned-responses/choosing").text

    assert "not offered after Nov 22" in offered
    assert "Cannot be used here: not offered after Nov 22." in chosen
    assert not [page for page in (offered, chosen) if "Closed until Friday." in page]
    assert "Not offered after Nov 22" in ana.get("/canned-responses?show=over").text
    assert "Closed until Friday." not in ana.get(f"/desk/open/{number}?canned=road").text


def test_words_for_private_messages_stay_in_the_composer_with_the_reason(
    ana: Person, make: Make
) -> None:
    response = make.canned_response("Case seven.", title="Your case", is_for_public=False)

    refused = ana.reply(make.conversation().id, "Case seven.", canned=f"{response.id}:en")

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "may be used in these alone: Private messages, Live comments" in refused.text
