"""What does the page show of what a second person decides?"""

from __future__ import annotations

from inbox import reasons, vouching
from inbox.models import Unvouched
from inbox.subscribers import consent, consenting, happenings
from inbox.subscribers.consent import Consent
from web import frame, serving
from web.access import current_user
from web.languages import marked

WHY = {
    Unvouched.INVITED: marked("was invited"),
    Unvouched.NEW_PASSWORD: marked("set a new password by a link that an administrator made"),
    Unvouched.SECOND_STEP: marked("had the second step reset"),
    Unvouched.PROVIDER: marked("had single sign-on set back"),
}


def draw(problem: str = "") -> str:
    """Draw everything that waits for somebody, and what they may decide of it."""
    session, user = serving.session(), current_user()
    programs, people = consenting.asking(session), vouching.waiting(session)
    return frame.page(
        "consents/index.html",
        section="consents",
        programs=programs,
        people=people,
        mine={one.id for one in programs if consenting.is_for(one, user)},
        vouchable={one.id for one in people if vouching.may(session, user, one)},
        consent_of=consent.of,
        states=Consent,
        meanings=happenings.MEANINGS,
        why_unvouched=WHY,
        longest_reason=reasons.LONGEST,
        problem=problem,
    )
