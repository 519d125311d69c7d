"""What did somebody write in the composer?"""

from __future__ import annotations

import uuid

from flask import request

from connectors.phrases import Phrase
from connectors.words import Audience
from inbox import drafts, outgoing_pictures
from inbox.approval import picturing as submitted_pictures
from inbox.canned import picturing
from inbox.canned.using import Inserted
from inbox.drafts import Begun
from inbox.errors import Invalid
from inbox.models import Drawer, KeptDraft, User
from inbox.outgoing_pictures import Chosen
from inbox.replies import Draft
from web import numbers, serving
from web.numbers import HIGHEST

NOTE = "note"
LONGEST_TOKEN = 64
MOST_EDITIONS = 50
_LONGEST_NUMBER = len(str(HIGHEST))


class UnknownAudience(Invalid):
    """It is not said who is to read this."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose who is to read this: everyone, this person, or your team."))


class PictureInNote(Invalid):
    """Notes are words."""

    def __init__(self) -> None:
        super().__init__(Phrase("A note holds no picture. Take it out, or send it to the person."))


class BadToken(Invalid):
    """The form was not one of ours."""

    def __init__(self) -> None:
        super().__init__(Phrase("This form cannot be read. Open the conversation again."))


def text() -> str:
    """Return the words. Forms send line ends as CR LF; platforms count them as one."""
    return request.form.get("text", "").replace("\r\n", "\n")


def mode() -> str:
    """Return who is to read them: public, private or note.

    Without scripts each button says it; with scripts the chosen tab does.
    """
    return request.form.get("send_as") or request.form.get("audience", "")


def draft(conversation_id: int) -> Draft:
    """Return the reply that was written. Raises UnknownAudience, BadToken or NoSuchPicture."""
    return Draft(
        text=text(),
        audience=audience(),
        client_token=client_token(),
        picture=picture(conversation_id),
        inserted=inserted(),
        reply_to_message_id=answers(),
        resolves=resolves(),
    )


def resolves() -> bool:
    """Say whether the conversation is to be resolved once the reply is published."""
    return request.form.get("then") == "resolve"


def known_answer() -> int:
    """Return the colleague's answer for which these words were stopped before, 0 for none."""
    return numbers.given("known_answer") or 0


def answers() -> int | None:
    """Return the message that is answered, None for the newest."""
    return numbers.given("answers")


def inserted() -> tuple[Inserted, ...]:
    """Return the canned responses that went into the words, each written as `7:es`."""
    parts = [one.partition(":") for one in request.form.getlist("canned")]
    return tuple(
        Inserted(int(number), language)
        for number, _, language in parts
        if number.isascii() and number.isdecimal() and len(number) < _LONGEST_NUMBER
    )


def picture(conversation_id: int) -> Chosen | None:
    """Return the picture chosen now, or before and taken back, or kept ready.

    Raises NoSuchPicture, NoPicture, NoSuchSubmission or PictureGone.
    """
    if has_new_picture():
        return Chosen(body=request.files["picture"].read(), description=description())
    if known := picture_again():
        return outgoing_pictures.again(serving.session(), conversation_id, known, description())
    if ready := picture_ready():
        return picturing.chosen(serving.session(), ready, description())
    if submitted := picture_submitted():
        return submitted_pictures.again(
            serving.session(), conversation_id, submitted, description()
        )
    return None


def has_picture() -> bool:
    """Say whether any picture is to go with the words."""
    known = (picture_again(), picture_ready(), picture_submitted())
    return has_new_picture() or any(known)


def has_new_picture() -> bool:
    """Say whether a file came with the form; a browser sends an unnamed one for none."""
    file = request.files.get("picture")
    return bool(file and file.filename)


def picture_again() -> int | None:
    """Return the number of a picture that was taken back and is to be sent after all."""
    return numbers.given("picture_again")


def picture_ready() -> int | None:
    """Return the number of the canned response whose picture is to be sent."""
    return numbers.given("picture_ready")


def picture_submitted() -> int | None:
    """Return the number of the reply that came back whose picture is to be sent after all."""
    return numbers.given("picture_submitted")


def is_for_approval() -> bool:
    """Say whether the button said that somebody else would read the words first."""
    return request.form.get("for_approval") == "yes"


def description() -> str:
    """Return what the picture shows, in its sender's words."""
    return request.form.get("picture_description", "")


def client_token() -> str:
    """Return what tells one press of the button from two. Raises BadToken."""
    token = request.form.get("client_token", "")
    if not 0 < len(token) <= LONGEST_TOKEN:
        raise BadToken
    return token


def audience() -> Audience:
    """Return who outside is to read the words. Raises UnknownAudience."""
    try:
        return Audience(mode())
    except ValueError:
        raise UnknownAudience from None


def begun() -> Begun:
    """Return words that are kept until they are sent. Raises UnknownAudience or BadToken."""
    edition = request.form.get("edition") or uuid.uuid4().hex
    if len(edition) > LONGEST_TOKEN:
        raise BadToken
    mode_now = NOTE if mode() == NOTE else audience().value
    return Begun(drawer=drawer(), mode=mode_now, text=text(), edition=edition)


def drawer() -> Drawer:
    """Return whether a reply or a note is being written."""
    return Drawer.NOTE if mode() == NOTE else Drawer.REPLY


def known_editions() -> frozenset[str]:
    """Return which editions of the draft the writer has seen; that there was none is one too."""
    return frozenset(editions().split(" ")[-MOST_EDITIONS:])


def editions() -> str:
    """Return the same as the form said it."""
    return request.form.get("editions", "")


def forget_draft(conversation_id: int, by: User) -> None:
    """Give up the draft of what was just sent."""
    drafts.sent(serving.session(), conversation_id, drawer(), known=known_editions(), by=by)


def as_kept(draft: KeptDraft) -> dict[str, str]:
    """Write a kept draft as the script reads it."""
    return {
        "drawer": draft.drawer.value,
        "mode": draft.mode,
        "text": draft.text,
        "edition": draft.edition,
        "at": draft.kept_at.isoformat(),
    }
