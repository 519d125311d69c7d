"""How does somebody come in once who lost what makes their codes?"""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from inbox import clock, rows
from inbox.models import RecoveryCode, User

MANY = 10
# Without what is mistaken for something else on paper: 0 and o, 1 and l and i.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _GROUP = 4, 4


def issue(session: Session, person: User) -> list[str]:
    """Give somebody ten codes in place of all before; they can be read this once only."""
    forget(session, person.id)
    codes = [_code() for _ in range(MANY)]
    session.add_all(RecoveryCode(user_id=person.id, digest=_digest(code)) for code in codes)
    return codes


def use(session: Session, person: User, code: str) -> bool:
    """Take a code, if it is one of this person's and was not used."""
    unused = (
        RecoveryCode.user_id == person.id,
        RecoveryCode.digest == _digest(code),
        RecoveryCode.used_at.is_(None),
    )
    return rows.changed(
        session, update(RecoveryCode).where(*unused).values(used_at=clock.now(session))
    )


def left(session: Session, person: User) -> int:
    """Return how many codes somebody has left."""
    unused = RecoveryCode.user_id == person.id, RecoveryCode.used_at.is_(None)
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def forget(session: Session, user_id: int) -> None:
    """Let no code of somebody count any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def _code() -> str:
    letters = [secrets.choice(_LETTERS) for _ in range(_GROUPS * _GROUP)]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))


def _digest(code: str) -> bytes:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(plain.encode(errors="surrogatepass")).digest()
