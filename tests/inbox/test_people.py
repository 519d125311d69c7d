from __future__ import annotations

import pytest

from inbox import bearers, passwords, people, sign_in, tokens
from inbox.models import User
from inbox.runtime import Runtime
from tests.factories.making import PASSWORD, Make


def test_the_right_password_signs_in(make: Make, runtime: Runtime) -> None:
    ana = make.user(email="ana@example.org")

    with runtime.reading() as session:
        assert sign_in.authenticate(session, " Ana@Example.org ", PASSWORD).id == ana.id


@pytest.mark.parametrize(
    ("email", "password"),
    [("ana@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", "")],
)
def test_anything_else_does_not(make: Make, runtime: Runtime, email: str, password: str) -> None:
    make.user(email="ana@example.org")

    with pytest.raises(sign_in.WrongSignIn), runtime.reading() as session:
        sign_in.authenticate(session, email, password)


def test_somebody_who_left_cannot_sign_in(make: Make, runtime: Runtime) -> None:
    ana = make.user(email="ana@example.org")
    with runtime.writing() as session:
        session.get_one(User, ana.id).is_active = False

    with pytest.raises(sign_in.WrongSignIn), runtime.reading() as session:
        sign_in.authenticate(session, "ana@example.org", PASSWORD)


def test_an_address_signs_in_one_person(make: Make) -> None:
    make.user(email="ana@example.org")

    with pytest.raises(people.EmailTaken):
        make.user(email="ANA@example.org")


def test_a_short_password_is_refused(make: Make, runtime: Runtime) -> None:
    ana = make.user()

    with (
        runtime.writing() as session,
        pytest.raises(people.WeakPassword, match="8 characters"),
    ):
        passwords.set_own(session, ana.id, "short")


def test_passwords_are_kept_as_argon2(make: Make, runtime: Runtime) -> None:
    ana = make.user()
    with runtime.writing() as session:
        passwords.set_own(session, ana.id, "tractor violet harvest nine")

    with runtime.reading() as session:
        assert session.get_one(User, ana.id).password_hash.startswith("$argon2id$")


def test_a_token_speaks_for_its_person_until_it_is_revoked(make: Make, runtime: Runtime) -> None:
    ana = make.user()
    with runtime.writing() as session:
        secret = tokens.issue(session, session.get_one(User, ana.id), "a script")

    with runtime.reading() as session:
        assert bearers.user_of(session, secret).id == ana.id
        (token,) = tokens.issued(session)
    with runtime.writing() as session:
        tokens.revoke(session, token.id)

    with pytest.raises(bearers.BadToken), runtime.reading() as session:
        bearers.user_of(session, secret)
