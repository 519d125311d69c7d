"""How are canned responses drawn: the list, and beside it one to look at or to change?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import request

from connectors.phrases import Phrase
from inbox import accounts, clock, languages, people
from inbox.canned import (
    approving,
    matching,
    places,
    previewing,
    reading,
    usage,
    using,
    variables,
)
from inbox.canned.previewing import Preview
from inbox.models import Account, CannedResponse, CannedText
from web import frame, serving, use_chart
from web.access import current_user
from web.canned_form import Form

NO_FOLDER = Phrase("No folder")
SHOWING = {
    "all": Phrase("All"),
    "waiting": Phrase("Waiting for approval"),
    "review": Phrase("Review overdue"),
    "over": Phrase("Not offered any more"),
    "archived": Phrase("Archived"),
}


def page(template: str, **given: Any) -> str:
    """Draw the list, and a template beside it."""
    session, showing = serving.session(), _showing()
    in_use = reading.all_in_use(session)
    listed = reading.archived(session) if showing == "archived" else in_use
    query = request.args.get("q", "")
    return frame.page(
        template,
        section="canned-responses",
        query=query,
        showing=showing,
        ways=SHOWING,
        folders=_folders([one for one in listed if _is_listed(one, showing, query)]),
        known_folders=sorted({one.folder for one in in_use if one.folder}),
        uses=using.recent(session),
        to_look_at={name: sum(map(is_one, in_use)) for name, is_one in _TO_LOOK_AT.items()},
        languages=languages.NAMES,
        may_approve=approving.may_approve(current_user()),
        is_overdue=is_overdue,
        is_waiting=is_waiting,
        is_over=is_over,
        places=places.NAMES,
        places_of=places.of,
        **given,
    )


def editing(response: CannedResponse | None, form: Form, problems: tuple[str, ...] = ()) -> str:
    """Draw the form of a response, new or known, with what it would say."""
    session = serving.session()
    connected = list(accounts.everyone(session))
    chosen = [one for one in connected if one.id in form.account_ids]
    return page(
        "canned_responses/edit.html",
        response=response,
        form=form,
        problems=problems,
        text=reading.text_in(response, form.language) if response else None,
        preview=previewing.preview(session, form.text, chosen) if form.text.strip() else None,
        previews=_of_others(response, form, chosen) if response else [],
        usage=usage.usage(session, response.id) if response else None,
        use_chart=use_chart,
        variables=variables.known(session),
        label=variables.label,
        teams=people.teams(session),
        accounts=connected,
    )


def _of_others(
    response: CannedResponse, form: Form, accounts: Sequence[Account]
) -> list[tuple[CannedText, Preview]]:
    """Show beside the language that is looked at how each of the others reads."""
    return [
        (text, previewing.preview(serving.session(), text.text, accounts))
        for text in response.texts
        if text.language != form.language
    ]


def is_overdue(response: CannedResponse) -> bool:
    """Say whether somebody was to look at it again by now."""
    return approving.is_overdue(response, clock.now(serving.session()).date())


def is_waiting(response: CannedResponse) -> bool:
    """Say whether any of its texts waits for approval."""
    return any(text.approved_at is None for text in response.texts)


def is_over(response: CannedResponse) -> bool:
    """Say whether its last day of being offered is past."""
    return places.is_over(response, places.today(serving.session()))


_TO_LOOK_AT = {"waiting": is_waiting, "review": is_overdue, "over": is_over}


def _showing() -> str:
    wanted = request.args.get("show", "all")
    return wanted if wanted in SHOWING else "all"


def _is_listed(response: CannedResponse, showing: str, query: str) -> bool:
    if matching.fit(query, response) is None:
        return False
    return _TO_LOOK_AT[showing](response) if showing in _TO_LOOK_AT else True


def _folders(found: Sequence[CannedResponse]) -> list[tuple[str, list[CannedResponse]]]:
    ordered = sorted(found, key=lambda one: (not one.folder, one.folder.casefold(), one.title))
    groups = groupby(ordered, key=lambda one: one.folder or NO_FOLDER)
    return [(folder, list(responses)) for folder, responses in groups]
