"""Does the Accounts page say what an administrator needs to know?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from inbox import account_lags, accounts
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.web.conftest import Person
from tests.web.connecting.conftest import begin, consent
from web import charts


def test_facebook_tells_when_somebody_must_agree_again(
    admin: Person, ana: Person, runtime: Runtime, clock: SetClock
) -> None:
    admin.get(consent(begin(admin, "facebook")))
    with runtime.reading() as session:
        (page,) = accounts.everyone(session)
    assert page.token_expires_at is not None
    left = page.token_expires_at - datetime.now(UTC)
    assert timedelta(days=89) < left <= timedelta(days=90)
    assert "must be connected again soon" not in admin.get("/people").text

    clock.advance(days=77, hours=12)

    assert "Its access ends in 12 days." in admin.get("/accounts").text
    assert "must be connected again soon" in admin.get("/people").text
    assert "must be connected again soon" not in ana.get("/desk/open").text

    admin.get(consent(begin(admin, "facebook", account=page.id)))
    clock.advance(days=20)
    assert "Its access has run out" in admin.get("/accounts").text


def test_lag_is_that_of_the_middle_message_since_the_account_was_connected(
    ana: Person, make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    assert "no message in the last hour" in ana.get("/accounts").text
    connected_at = clock.now()
    clock.advance(minutes=10)
    for number, seconds in enumerate((5, 7, 400)):
        said_at = clock.now() - timedelta(seconds=seconds)
        make.conversation(account, external_id=f"{number}", sent_at=said_at)
    make.conversation(account, external_id="old", sent_at=connected_at - timedelta(days=9))

    page = ana.get("/accounts").text

    assert '<span class="mk">Lag</span><span class="mv">7s</span>' in page


def test_lag_is_drawn_over_the_hour_with_every_figure_in_a_table(
    ana: Person, make: Make, clock: SetClock
) -> None:
    account, quiet = make.account(), make.account()
    assert "there is no lag to measure" in ana.get("/accounts").text
    clock.advance(hours=2)
    for number, seconds in enumerate((4, 90)):
        make.conversation(
            account, external_id=f"{number}", sent_at=clock.now() - timedelta(seconds=seconds)
        )
        clock.advance(minutes=20)

    panel = ana.get("/accounts").text.partition('id="lag"')[2].partition("</section>")[0]

    assert panel.count("<circle") == 2 * len(charts.FRAMES)
    figures = re.findall('<td class="r">([^<]+)</td>', panel)
    assert len(figures) == 1 + account_lags.STEPS
    measured = {place: one for place, one in enumerate(figures) if one[0].isdigit()}
    assert measured == {0: "47s", 5: "4s", 9: "1m 30s"}
    assert f"account-{quiet.id}" not in panel


def test_what_needs_somebody_stands_first(ana: Person, make: Make, runtime: Runtime) -> None:
    well, failing, stopped = make.account(), make.account(), make.account()
    with runtime.writing() as session:
        for one in (well, failing):
            accounts.answered(session, accounts.locked(session, one.id), None)
        accounts.failing(session, failing.id, "Facebook does not answer.")
        accounts.stop(session, stopped.id, "The access has ended.")

    page = ana.get("/accounts").text

    found = re.findall(r'id="account-(\d+)"', page)
    assert found == [str(one.id) for one in (stopped, failing, well)]
    assert "Facebook does not answer." in page


def test_what_happened_is_told_in_words_and_with_names(
    admin: Person, make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    clock.advance(hours=20)
    with runtime.writing() as session:
        accounts.failing(session, account.id, "Facebook does not answer.")
    admin.post(f"/accounts/{account.id}/disconnection")

    page = admin.get("/accounts").text.partition('id="happened"')[2]

    assert page.index("Disconnected") < page.index("Facebook does not answer.")
    assert "Rosa Martinez" in page
    clock.advance(hours=5)
    assert "<td>Connected" not in admin.get("/accounts").text
