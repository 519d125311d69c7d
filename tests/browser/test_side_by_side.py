"""Do two people at two browsers work side by side without getting in each other's way?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from inbox.clock import SystemClock
from inbox.models import Account, Conversation
from tests import database_copies, houses
from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.soundness import is_sound
from tests.factories.making import PASSWORD, Make
from tests.redis_server import running_redis
from tests.web.live.serving import served


@dataclass(frozen=True)
class Desk:
    """A desk with its account and two people."""

    address: str
    make: Make
    account: Account

    def arrives(self, **given: object) -> Conversation:
        return self.make.conversation(self.account, **given)


@pytest.fixture(scope="module")
def desk(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    template = database_copies.template("sqlite", run_folder)
    data = tmp_path_factory.mktemp("desk")
    with database_copies.copied(template) as database, running_redis() as redis:
        runtime = houses.runtime(database.engine, data, SystemClock(), REDIS_URL=redis.address)
        make = Make(runtime)
        for name in ("Ana Lopez", "Ben Ortiz"):
            make.user(name=name, email=f"{name.split()[0].lower()}@example.org")
        make.canned_response(shortcut="road", text="Hello {{ contact.name }}, it is open.")
        make.canned_response(title="Link", shortcut="link", text="See {{ post.link }}.")
        make.canned_response(
            "It opens at {{ ask.time }}.", title="When it reopens", shortcut="reopens"
        )
        make.canned_response(
            "Está cerrada.",
            language="es",
            title="Both",
            shortcut="both",
            more={"en": "It is closed."},
        )
        with served(runtime) as by:
            yield Desk(by.address, make, make.account())
        runtime.close()


@dataclass(frozen=True)
class People:
    """Two people, each at a browser of their own, their pointers out of the way."""

    ana: Page
    ben: Page


@pytest.fixture
def people(desk: Desk, open_browser: OpenBrowser) -> People:
    return People(*(signed_in(desk, open_browser(), name) for name in ("ana", "ben")))


def signed_in(desk: Desk, page: Page, name: str) -> Page:
    sign_in_at(page, desk.address, f"{name}@example.org", PASSWORD)
    page.wait_for_selector("#rows", state="attached")
    page.mouse.move(900, 400)
    return page


def row(page: Page, conversation: Conversation) -> Locator:
    return page.locator(f"#row-{conversation.id}")


def opened(desk: Desk, page: Page, conversation: Conversation, view: str = "open") -> None:
    page.goto(f"{desk.address}/desk/{view}/{conversation.id}")
    page.wait_for_selector("form.composer")
    page.mouse.move(900, 400)


def test_a_new_conversation_waits_in_the_pill_while_somebody_is_in_the_list(
    desk: Desk, people: People
) -> None:
    first = desk.arrives()
    expect(row(people.ana, first)).to_be_visible()
    people.ana.keyboard.press("j")

    second = desk.arrives()

    expect(people.ana.locator(".new-pill")).to_have_text("1 new")
    expect(row(people.ana, second)).to_have_count(0)
    people.ana.keyboard.press("n")
    expect(row(people.ana, second)).to_be_visible()


def test_a_claimed_row_stays_dimmed_under_the_others_pointer(desk: Desk, people: People) -> None:
    made = desk.arrives()
    people.ben.goto(f"{desk.address}/desk/unassigned")
    row(people.ben, made).hover()
    opened(desk, people.ana, made)

    people.ana.keyboard.press("c")

    expect(row(people.ben, made)).to_have_class(re.compile("is-leaving"))
    expect(row(people.ben, made)).to_contain_text("Claimed by Ana")
    people.ben.mouse.move(900, 400)
    expect(row(people.ben, made)).to_have_count(0)


def test_each_sees_where_the_other_is_and_what_they_begin_to_write(
    desk: Desk, people: People
) -> None:
    made = desk.arrives()
    opened(desk, people.ana, made)
    opened(desk, people.ben, made)
    expect(people.ben.locator("[data-presence-list]")).to_have_text("AL")
    expect(people.ben.locator("[data-presence-words]")).to_have_text("Ana is here")

    people.ana.keyboard.press("r")
    people.ana.keyboard.type("Please stay where you are")

    expect(people.ben.locator("[data-replying]")).to_contain_text("Ana is replying")
    expect(people.ben.locator("[data-replying]")).to_contain_text("Please stay")


def test_a_canned_response_is_sent_seen_by_the_other_and_taken_back(
    desk: Desk, people: People
) -> None:
    made = desk.arrives()
    for page in (people.ana, people.ben):
        opened(desk, page, made)
    reply = people.ana.locator("#reply")

    people.ana.keyboard.press("/")
    people.ana.keyboard.type("road")
    expect(people.ana.get_by_role("option", name="Road reopened")).to_be_visible()
    people.ana.keyboard.press("Enter")
    expect(reply).to_have_value(re.compile("^Hello Resident .*, it is open.$"))
    people.ana.keyboard.press("Control+Enter")

    expect(people.ana.locator(".undo")).to_contain_text("Posting publicly")
    expect(reply).to_have_value("")
    expect(people.ben.locator("#conversation-thread")).to_contain_text("it is open.")
    people.ana.keyboard.press("Escape")
    people.ana.keyboard.press("z")
    expect(reply).to_have_value(re.compile("it is open"))
    expect(people.ben.locator("#conversation-thread")).not_to_contain_text("it is open.")


def test_a_missing_variable_is_named_and_blocks_sending(desk: Desk, people: People) -> None:
    made = desk.arrives()
    opened(desk, people.ana, made)

    people.ana.locator("#reply").fill("/link")
    expect(people.ana.get_by_role("option", name="Link")).to_be_visible()
    people.ana.keyboard.press("Enter")
    expect(people.ana.get_by_label("link to the post")).to_be_focused()
    people.ana.keyboard.press("Enter")
    expect(people.ana.locator("#reply")).to_have_value("See {{ post.link }}.")
    people.ana.keyboard.press("Control+Enter")

    expect(people.ana.locator("#toasts")).to_contain_text("post.link")
    assert len(desk.make.messages(made)) == 1


def test_what_the_desk_cannot_know_is_asked_and_goes_in_at_the_cursor(
    desk: Desk, people: People
) -> None:
    opened(desk, people.ana, desk.arrives())
    reply = people.ana.locator("#reply")
    reply.fill("First. Last.")
    reply.press("Home")
    for _ in "First. ":
        reply.press("ArrowRight")

    people.ana.keyboard.type("/reopens")
    expect(people.ana.get_by_role("option", name="When it reopens")).to_be_visible()
    people.ana.keyboard.press("Enter")
    people.ana.keyboard.type("six")
    people.ana.keyboard.press("Enter")

    expect(reply).to_have_value("First. It opens at six.Last.")
    expect(reply).to_be_focused()
    people.ana.keyboard.press("Control+Enter")
    expect(people.ana.locator(".undo")).to_contain_text("Posting publicly")
    people.ana.goto(f"{desk.address}/canned-responses")
    expect(people.ana.locator(".cr", has_text="When it reopens")).to_contain_text("1 in 8 weeks")


def test_the_language_of_the_person_comes_first_and_the_others_are_one_key_away(
    desk: Desk, people: People
) -> None:
    opened(desk, people.ana, desk.arrives(text="¿Está cerrada la calle?"))

    people.ana.locator("#reply").fill("/both")
    expect(people.ana.locator(".picker-head")).to_contain_text("Spanish first")
    expect(people.ana.locator(".picker .preview")).to_contain_text("Está cerrada.")
    people.ana.keyboard.press("ArrowRight")
    expect(people.ana.locator(".picker .preview")).to_contain_text("It is closed.")
    people.ana.keyboard.press("Enter")

    expect(people.ana.locator("#reply")).to_have_value("It is closed.")


def test_a_draft_survives_a_reload_and_a_note_keeps_its_own_words(
    desk: Desk, people: People
) -> None:
    made = desk.arrives()
    opened(desk, people.ana, made)
    people.ana.keyboard.press("r")
    people.ana.keyboard.type("Not yet finished")
    expect(people.ana.locator("#reply")).to_have_value("Not yet finished")
    people.ana.keyboard.press("Escape")
    people.ana.keyboard.press("m")
    expect(people.ana.locator("#reply")).to_have_value("")

    people.ana.reload()

    expect(people.ana.locator("#reply")).to_have_value("Not yet finished")
    expect(people.ana.locator("form.composer")).to_have_attribute("data-mode", "public")


def test_what_one_writes_is_not_disturbed_by_what_the_other_does(
    desk: Desk, people: People
) -> None:
    made = desk.arrives()
    for page in (people.ana, people.ben):
        opened(desk, page, made)
    people.ana.keyboard.press("r")
    people.ana.keyboard.type("Half a sen")

    people.ben.keyboard.press("c")
    expect(people.ana.locator("#conversation-details")).to_contain_text("Ben Ortiz")
    people.ana.keyboard.type("tence")

    expect(people.ana.locator("#reply")).to_have_value("Half a sentence")
    expect(people.ana.locator("#reply")).to_be_focused()


def test_resolving_goes_on_to_the_next_row(desk: Desk, people: People) -> None:
    made, following = desk.arrives(), desk.arrives()
    people.ana.goto(f"{desk.address}/desk/open")
    row(people.ana, made).locator("a").click()
    people.ana.wait_for_selector(f"#conversation[data-conversation='{made.id}']")

    people.ana.keyboard.press("e")
    people.ana.locator("#conversation-head select[name=reason]").select_option("thanks")
    people.ana.get_by_role("button", name="Resolve without a reply").click()

    expect(people.ana.locator("#conversation")).to_have_attribute(
        "data-conversation", str(following.id)
    )
    expect(row(people.ana, following).locator("a")).to_be_focused()


def test_the_help_sheet_lists_the_keys_of_the_page(desk: Desk, people: People) -> None:
    opened(desk, people.ana, desk.arrives())

    people.ana.keyboard.press("?")

    sheet = people.ana.get_by_role("dialog", name="Keyboard shortcuts")
    answering = ("Reply publicly", "Reply privately", "Write a note")
    for name in ("Claim", "Assign", "Tag", "Resolve and next", *answering):
        expect(sheet.get_by_text(name, exact=True)).to_be_visible()
    people.ana.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_draft_is_there_in_another_browser_and_a_stale_tab_does_not_overwrite_it(
    desk: Desk, people: People, open_browser: OpenBrowser
) -> None:
    made = desk.arrives()
    opened(desk, people.ana, made)
    with people.ana.expect_response("**/drafts"):
        people.ana.locator("#reply").fill("Begun at the desk")

    elsewhere = signed_in(desk, open_browser(), "ana")
    opened(desk, elsewhere, made)
    expect(elsewhere.locator("#reply")).to_have_value("Begun at the desk")
    expect(row(elsewhere, made).locator(".draft-mark")).to_be_visible()
    with elsewhere.expect_response("**/drafts"):
        elsewhere.locator("#reply").fill("Finished in the car")
    people.ana.locator("#reply").press_sequentially(" and more")

    expect(people.ana.locator(".draft-doubt")).to_contain_text("Finished in the car")
    expect(people.ana.locator("#reply")).to_have_value("Begun at the desk and more")
    people.ana.get_by_role("button", name="Use those words").click()
    expect(people.ana.locator("#reply")).to_have_value("Finished in the car")


def test_a_colleague_sees_what_was_begun_by_somebody_who_went_away(
    desk: Desk, people: People
) -> None:
    made = desk.arrives()
    opened(desk, people.ben, made)
    opened(desk, people.ana, made)
    people.ana.locator("#reply").fill("Please stay where you are")
    expect(people.ben.locator("[data-replying]")).to_contain_text("Please stay")

    people.ana.goto(f"{desk.address}/reports")

    expect(people.ben.locator("#conversation-drafts")).to_contain_text("Ana has begun a reply")
    expect(people.ben.locator("#conversation-drafts")).to_contain_text("Please stay")
    expect(row(people.ben, made).locator(".draft-mark")).to_be_hidden()


def test_a_colleagues_draft_is_read_whole_while_they_write_and_grows_with_it(
    desk: Desk, people: People
) -> None:
    made = desk.arrives()
    opened(desk, people.ben, made)
    opened(desk, people.ana, made)
    long = "Please stay where you are. " * 8
    people.ana.locator("#reply").fill(f"{long}We are on our way")
    replying = people.ben.locator("[data-replying]")
    expect(replying).to_contain_text("Ana is replying")
    expect(replying).not_to_contain_text("on our way")
    is_sound(people.ben)

    people.ben.get_by_role("button", name="Read draft").click()
    expect(replying).to_contain_text("We are on our way")
    is_sound(people.ben)
    people.ana.locator("#reply").press_sequentially(" and nearly there")
    expect(replying).to_contain_text("We are on our way and nearly there")

    people.ana.goto(f"{desk.address}/reports")
    expect(replying).to_be_hidden()
    kept = people.ben.locator("#conversation-drafts")
    expect(kept).to_contain_text("Ana has begun a reply")
    kept.get_by_text("Read draft").click()
    expect(kept.locator("blockquote")).to_contain_text("We are on our way and nearly there")


def test_words_written_after_a_session_ended_are_there_after_signing_in(
    desk: Desk, people: People
) -> None:
    made = desk.arrives()
    opened(desk, people.ana, made)
    people.ana.context.clear_cookies()

    people.ana.locator("#reply").fill("Written too late")

    expect(people.ana.locator(".draft-doubt")).to_contain_text("signed out")
    signed_in(desk, people.ana, "ana")
    with people.ana.expect_response(lambda told: "/drafts" in told.url and told.ok):
        opened(desk, people.ana, made)
    expect(people.ana.locator("#reply")).to_have_value("Written too late")


def test_what_is_sent_is_no_draft_any_more(desk: Desk, people: People) -> None:
    made = desk.arrives()
    opened(desk, people.ana, made)
    with people.ana.expect_response("**/drafts"):
        people.ana.locator("#reply").fill("It opens at six.")
    expect(row(people.ana, made).locator(".draft-mark")).to_be_visible()

    people.ana.keyboard.press("Control+Enter")

    expect(row(people.ana, made).locator(".draft-mark")).to_be_hidden()
    expect(people.ana.locator("#reply")).to_have_value("")


def test_what_is_too_long_to_keep_stays_with_its_author(desk: Desk, people: People) -> None:
    made = desk.arrives()
    opened(desk, people.ana, made)

    people.ana.locator("#reply").evaluate(
        "(reply) => { reply.value = 'words '.repeat(20_000); "
        "reply.dispatchEvent(new Event('input', { bubbles: true })); }"
    )

    expect(people.ana.locator("form.composer")).to_contain_text("120,000 long")
    assert len(people.ana.locator("#reply").input_value()) == 120_000


def test_a_colleague_is_mentioned_with_the_keys_and_hears_of_it_at_once(
    desk: Desk, people: People
) -> None:
    made = desk.arrives()
    opened(desk, people.ana, made)
    people.ben.goto(f"{desk.address}/desk/mentions")
    expect(people.ben.locator(".list .empty")).to_contain_text("No mention of you is unread")

    people.ana.keyboard.press("m")
    people.ana.keyboard.type("Could @orti")
    expect(people.ana.locator(".mention-opt")).to_have_text(re.compile("Ben Ortiz"))
    people.ana.keyboard.press("Enter")
    people.ana.keyboard.type("look?")
    expect(people.ana.locator("#reply")).to_have_value("Could @Ben Ortiz look?")
    people.ana.keyboard.press("Control+Enter")

    expect(people.ben.locator("[data-view-count=mentions]").first).to_have_text("1")
    row(people.ben, made).locator(".row-main").click()
    expect(people.ben.locator(".mention.is-me")).to_have_text("@Ben Ortiz")
    expect(people.ben.locator("[data-view-count=mentions]").first).to_have_text("0")
    expect(row(people.ben, made)).to_contain_text("Read")
    people.ben.mouse.move(900, 400)
    expect(row(people.ben, made)).to_have_count(0)


def test_in_a_reply_an_at_names_nobody_of_the_desk(desk: Desk, people: People) -> None:
    opened(desk, people.ana, desk.arrives())

    people.ana.keyboard.press("r")
    people.ana.keyboard.type("Thanks @ben")
    people.ana.keyboard.type(" /road")

    expect(people.ana.get_by_role("option", name="Road reopened")).to_be_visible()
    expect(people.ana.locator("#mention-picker")).to_be_hidden()


def test_the_bell_rings_on_any_page_and_the_list_follows(desk: Desk, people: People) -> None:
    made = desk.arrives()
    people.ben.goto(f"{desk.address}/notifications")
    bell = people.ben.locator("#bell")
    expect(people.ben.locator(".notice.is-unread")).to_have_count(0)
    opened(desk, people.ana, made)

    people.ana.keyboard.press("a")
    menu = people.ana.locator(f"#assignee-{made.id}")
    menu.locator("select").select_option(label="Ben Ortiz")
    menu.get_by_role("button", name="Assign", exact=True).click()

    expect(bell).to_have_attribute("aria-label", "Notifications, 1 unread")
    expect(people.ben.locator(".notice.is-unread")).to_contain_text("assigned a conversation")
    expect(people.ben.locator("#announcer [aria-live=polite]")).to_contain_text("Ana Lopez")
    people.ben.get_by_role("button", name="Mark read: Ana").click()
    expect(bell).to_have_attribute("aria-label", "Notifications, 0 unread")
    expect(people.ben.locator(".notice.is-unread")).to_have_count(0)
