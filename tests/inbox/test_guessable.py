"""Is a password refused that others would guess, with the reason?"""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from inbox import guessable, inviting, one_time_links, passwords, people
from inbox.guessable import CommonPassword, EasyPassword, PersonalPassword
from inbox.inviting import Invited
from inbox.models import Role
from inbox.runtime import Runtime
from tests.factories.making import Make

ABOUT = ("ana.lopez@mesaverde.example", "Ana Lopez")
NICK = ("nick@mesaverde.example", "Nick Newell")
OF_MANY = ("12345678", "Password1", "iloveyou2", "sunshine!")
OF_NAMES = ("ana.lopez", "LopezAna", "mesaverde1", "P0lice2026")
OF_NAMES_TOGETHER = (
    "nick newell mesaverde",
    "nicknewellmesaverde",
    "Newell-Nick_MesaVerde",
    "nick2026newell!!mesaverde#1",
    "N1ck N3well M3s@verd3",
    "ñick néwell mesaverde",
    "nick newell mesa verde police",
    "nick newell of mesaverde",
    "nick newell mesaverde tractor",
    "nick newell nick newell nick newell",
    "nick 12/05/1984 newell",
)
WITH_A_NAME_AMONG_OTHER_WORDS = (
    "nick tractor violet harvest",
    "tractor mesaverde violet harvest",
    "newell rides a purple lantern",
    "mesaverde xK4-mm9!qR2w",
    "mesaverde 8492017463529",
)
OF_LITTLE = ("aaaaaaaaaaaa", "qwertzuiop", "2026-11-28")
GOOD = (
    "tractor violet harvest nine",
    "xK4-mm9!qR2w",
    "el perro come nubes verdes",
    "词语很长的一句话不容易猜",
)


@pytest.mark.parametrize("password", OF_MANY)
def test_one_that_many_use_is_refused(session: Session, password: str) -> None:
    with pytest.raises(CommonPassword, match="Many people"):
        guessable.refuse(session, password, about=ABOUT)


@pytest.mark.parametrize("password", OF_NAMES)
def test_one_of_names_that_others_know_is_refused(session: Session, password: str) -> None:
    with pytest.raises(PersonalPassword, match="names that others know"):
        guessable.refuse(session, password, about=ABOUT)


@pytest.mark.parametrize("password", OF_NAMES_TOGETHER)
def test_names_are_no_harder_for_being_put_together(session: Session, password: str) -> None:
    with pytest.raises(PersonalPassword):
        guessable.refuse(session, password, about=NICK)


@pytest.mark.parametrize("password", WITH_A_NAME_AMONG_OTHER_WORDS)
def test_a_name_among_words_that_nobody_knows_is_taken(session: Session, password: str) -> None:
    guessable.refuse(session, password, about=NICK)


@pytest.mark.parametrize("password", OF_LITTLE)
def test_one_that_a_program_finds_soon_is_refused(session: Session, password: str) -> None:
    with pytest.raises((EasyPassword, CommonPassword)):
        guessable.refuse(session, password, about=ABOUT)


@pytest.mark.parametrize("password", [*GOOD, "tractor violet harvest nine " * 500])
def test_any_other_is_taken_however_long(session: Session, password: str) -> None:
    guessable.refuse(session, password, about=ABOUT)


def test_nobody_is_let_in_or_given_another_by_one(runtime: Runtime, make: Make) -> None:
    ana = make.user(name="Ana Lopez")
    before = ana.password_hash
    with runtime.writing() as session:
        invited = Invited(email="ben@example.org", name="Ben Ortiz", role=Role.SENIOR)
        ben = inviting.invite(session, invited, by=None)

    with pytest.raises(CommonPassword), runtime.writing() as session:
        passwords.set_own(session, ana.id, "password1")
    with pytest.raises(PersonalPassword), runtime.writing() as session:
        one_time_links.use(session, ben.secret, "benortiz")

    with runtime.reading() as session:
        assert people.find(session, ana.id).password_hash == before
        assert people.yet_to_come(session) == {ben.person.id}
