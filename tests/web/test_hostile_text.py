"""Is what anyone wrote shown, and nothing in it obeyed?"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from sqlalchemy import update

from connectors.pages import Author, PostSeen
from inbox import accounts
from inbox.models import Delivery, DeliveryState, Event
from inbox.runtime import Runtime
from tests.factories.making import PASSWORD, Make
from tests.web.conftest import Person, SignIn

MARK = "obeyed"
HOSTILE = (
    f"\"><script>{MARK}()</script><img src=x onerror={MARK}() alt='{MARK}'>"
    f"</textarea></title><svg onload={MARK}()> {{{{ {MARK} }}}} javascript:{MARK}() "
    "\u202egnp.exe\u202c \u2066x \x00 \x07 \ud800 \ufeff \u2028 🙏🏽 עברית"
)


class Tags(HTMLParser):
    """Collects what a browser would act upon."""

    def __init__(self) -> None:
        super().__init__()
        self.acting: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        values = dict(attrs)
        address = (values.get("href") or values.get("src") or values.get("action") or "").lower()
        is_own_script = tag == "script" and address.startswith("/static/dist/desk")
        if tag in ("script", "img", "iframe", "object") and not is_own_script:
            self.acting.append(tag)
        if any(name.startswith("on") for name in names) or address.startswith("javascript:"):
            self.acting.append(f"{tag} {values}")


@pytest.fixture
def pages(make: Make, sign_in: SignIn, runtime: Runtime) -> dict[str, str]:
    """Every page and fragment, with hostile words wherever anyone can put words."""
    person = sign_in(make.user(name=HOSTILE))
    account = make.account(name=HOSTILE, handle=HOSTILE)
    conversation = make.conversation(
        account,
        text=HOSTILE,
        author=Author(external_id="m", name=HOSTILE, handle=HOSTILE),
        post=PostSeen(external_id="p", text=HOSTILE, permalink=f"javascript:{MARK}()"),
        permalink=f"javascript:{MARK}()",
        external_id="first",
        thread_id="first",
    )
    make.conversation(account, text=HOSTILE, author=Author(external_id="m", name=HOSTILE))
    live = make.broadcast(account, "p", text=HOSTILE)
    make.canned_response(title=HOSTILE[:120], text=HOSTILE)
    number = conversation.id
    person.post(f"/conversations/{number}/taggings", name=f"<script>{MARK}()</script>")
    person.post(f"/conversations/{number}/assignment")
    person.post(f"/conversations/{number}/notes", text=_sendable(), client_token="note")
    person.reply(number, _sendable())
    with runtime.writing() as session:
        session.execute(
            update(Delivery).values(state=DeliveryState.FAILED, attempts=1, reason=HOSTILE)
        )
        accounts.stop(session, account.id, HOSTILE)
    pieces = person.turbo(f"/conversations/{number}/taggings", name="calm")
    return {
        "pieces": pieces.text,
        "list": person.get("/desk/open").text,
        "live": person.get(f"/live/{live.id}").text,
        "conversation": person.get(f"/desk/open/{number}").text,
        "refused reply": person.reply(number, _sendable() * 2, audience="private").text,
        "options": person.get(f"/conversations/{number}/canned-responses").text,
        "choosing": person.get(
            f"/conversations/{number}/canned-responses/choosing?q=%22%3E%3Cscript"
        ).text,
        "canned response": person.get("/canned-responses/1").text,
        "canned response refused": person.post("/canned-responses", text=_sendable()).text,
        "accounts": person.get("/accounts").text,
        "reports": person.get("/reports").text,
        "waits": person.get("/reports/waits").text,
        "messages in": person.get("/reports/messages").text,
        "search": person.get(f"/search?q={quote(_sendable())}").text,
        "found": person.get("/search?q=obeyed").text,
        "no such view": person.get("/desk/%3Cscript%3Eobeyed()%3C%2Fscript%3E").text,
        "toast": person.turbo("/deliveries/1/retraction").text,
        "sign in": person.post("/sign-in", email=_sendable(), password=PASSWORD).text,
    }


def _sendable() -> str:
    # A browser sends UTF-8, which has no lone halves of characters.
    return HOSTILE.replace("\ud800", "")


def test_no_page_obeys_it(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        tags = Tags()
        tags.feed(page)
        assert not tags.acting, name


def test_no_page_carries_what_turns_or_hides_words(pages: dict[str, str]) -> None:
    # A canned response travels as data, to be written where somebody edits it,
    # and what somebody wrote goes back to where they edit it.
    del pages["options"]
    for name, page in pages.items():
        shown = re.sub("<textarea.*?</textarea>", "", page, flags=re.DOTALL)
        assert not set("\x00\x07\u202e\u2066\ud800\ufeff") & set(shown), name


def test_the_words_are_shown_with_what_was_invisible_named(pages: dict[str, str]) -> None:
    page = pages["conversation"]

    assert f"&lt;script&gt;{MARK}()&lt;/script&gt;" in page
    assert f"{{{{ {MARK} }}}}" in page
    for name in ("RLO", "NUL", "U+D800", "BOM", "LRI"):
        assert f'<span class="ctl">{name}</span>' in page
    assert "🙏🏽 עברית" in page


def test_an_address_that_is_no_web_address_is_not_linked(pages: dict[str, str]) -> None:
    assert 'href="javascript' not in pages["conversation"]


def test_a_huge_text_is_folded_and_whole(make: Make, ana: Person) -> None:
    conversation = make.conversation(text="x" * 200_000)

    page = ana.get(f"/desk/open/{conversation.id}").text

    assert "Show all 200,000 characters" in page
    assert page.count("x") > 200_000


def test_what_happened_is_worded_from_words_that_are_inert(
    make: Make, ana: Person, runtime: Runtime
) -> None:
    conversation = make.conversation()
    ana.post(f"/conversations/{conversation.id}/taggings", name="<i>slanted</i>")

    assert (
        "added the tag &lt;i&gt;slanted&lt;/i&gt;" in ana.get(f"/desk/open/{conversation.id}").text
    )
    with runtime.reading() as session:
        assert session.query(Event).filter_by(name="conversation.tagged").count() == 1
