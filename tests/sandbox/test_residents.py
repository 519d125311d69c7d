"""Can anyone play the public on the residents' pages?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from tests.sandbox.running import Running

HOSTILE = "<script>alert(1)</script> \ud83d \x00 \u202eevil"
ROOMS = ["/facebook", "/instagram/mesaverdepd", "/instagram/mesaverdepd.community", "/x"]
CONNECTORS = ["facebook", "instagram_graph", "instagram_private", "x"]


@pytest.fixture
def browser(sandbox: Running) -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


def write(browser: requests.Session, address: str, **form: str) -> requests.Response:
    answer = browser.post(address, data=form, timeout=5)
    assert answer.ok, answer.text
    return answer


@pytest.mark.parametrize(("path", "connector"), list(zip(ROOMS, CONNECTORS, strict=True)))
def test_a_resident_comments_and_the_page_shows_it(
    sandbox: Running, browser: requests.Session, path: str, connector: str
) -> None:
    platform = path.split("/")[1]
    post = sandbox.publish(platform=platform, profile=connector, text="Road works")
    page = write(
        browser, f"{sandbox.address}{path}/comments", name="Ana Ruiz", post=post, text="Why?"
    )
    (said,) = sandbox.sayings(profile_id=sandbox.profile(connector)["id"])
    assert f'data-saying="{said["id"]}"' in page.text
    assert said["text"].endswith("Why?")
    assert 'value="Ana Ruiz"' in page.text


@pytest.mark.parametrize("path", ROOMS)
def test_a_resident_sends_a_message_and_reads_the_answer(
    sandbox: Running, browser: requests.Session, path: str
) -> None:
    opened = write(browser, f"{sandbox.address}{path}/messages", name="Ana / Ruiz?")
    assert "No messages yet." in opened.text
    write(browser, opened.url, text="Hello?")
    (said,) = sandbox.sayings(kind="direct_message")
    sandbox.say(
        platform=said["platform"],
        kind="direct_message",
        thread=said["thread_id"],
        as_department=True,
        text="Good morning.",
    )
    assert "Good morning." in browser.get(opened.url, timeout=5).text


def test_a_free_post_on_x_mentions_the_department(
    sandbox: Running, browser: requests.Session
) -> None:
    write(browser, f"{sandbox.address}/x/comments", name="Ana", text="Signal is out")
    (said,) = sandbox.sayings(kind="mention")
    assert (said["text"], said["post_id"]) == ("@MesaVerdePD Signal is out", None)


def test_a_reply_stands_below_what_it_answers(sandbox: Running, browser: requests.Session) -> None:
    post = sandbox.publish(platform="facebook", text="Road works")
    first = sandbox.say(platform="facebook", kind="comment", post=post, author="Ana", text="Why?")
    write(browser, f"{sandbox.address}/facebook/comments", name="Ben", reply_to=first, text="Hm.")
    assert sandbox.sayings(text="Hm.")[0]["parent_id"] == first


def test_a_resident_edits_and_deletes_their_words(
    sandbox: Running, browser: requests.Session
) -> None:
    sandbox.publish(platform="facebook", text="Road works")
    said = sandbox.say(platform="facebook", kind="comment", author="Ana", text="Frist")
    address = f"{sandbox.address}/sayings/{said}"
    page = write(browser, f"{address}/edit", text="First", return_to="/facebook")
    assert "First" in page.text
    page = write(browser, f"{address}/remove", return_to="/facebook")
    assert said not in page.text


def test_nobody_can_change_the_departments_words(
    sandbox: Running, browser: requests.Session
) -> None:
    sandbox.publish(platform="facebook", text="Road works")
    said = sandbox.say(platform="facebook", kind="comment", as_department=True, text="Thanks.")
    answer = browser.post(f"{sandbox.address}/sayings/{said}/remove", timeout=5)
    assert answer.status_code == 403


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "/sandbox/state"])
def test_a_form_leads_back_to_a_residents_page_only(
    sandbox: Running, browser: requests.Session, elsewhere: str
) -> None:
    said = sandbox.say(platform="x", kind="mention", author="Ana", text="Hello")
    answer = browser.post(
        f"{sandbox.address}/sayings/{said}/remove",
        data={"return_to": elsewhere},
        allow_redirects=False,
        timeout=5,
    )
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("path", ROOMS)
def test_hostile_text_is_shown_inert_everywhere(
    sandbox: Running, browser: requests.Session, path: str
) -> None:
    platform, profile = path.split("/")[1], CONNECTORS[ROOMS.index(path)]
    sandbox.publish(platform=platform, profile=profile, text=HOSTILE)
    kind = "mention" if platform == "x" else "comment"
    for how in (kind, "direct_message"):
        sandbox.say(platform=platform, profile=profile, kind=how, author=HOSTILE, text=HOSTILE)
    person = sandbox.state()["people"][0]["id"]
    for place in ("", "/messages", f"/messages/{person}"):
        page = browser.get(f"{sandbox.address}{path}{place}", timeout=5)
        assert page.ok
        assert "<script>alert" not in page.text


def test_the_front_page_leads_to_every_page(sandbox: Running, browser: requests.Session) -> None:
    front = browser.get(sandbox.address, timeout=5).text
    for path in ROOMS:
        assert f'href="{path}"' in front
        assert browser.get(f"{sandbox.address}{path}", timeout=5).ok


def test_a_person_starts_a_scenario_on_the_front_page(
    sandbox: Running, browser: requests.Session
) -> None:
    assert 'value="missing-child"' in browser.get(sandbox.address, timeout=5).text

    page = write(browser, f"{sandbox.address}/scenarios", name="missing-child")

    assert "Playing" in page.text
    assert 'value="missing-child"' not in page.text
    assert any("MISSING CHILD" in post["text"] for post in sandbox.state()["posts"])
    unknown = browser.post(f"{sandbox.address}/scenarios", data={"name": "riot"}, timeout=5)
    assert unknown.status_code == 404


@pytest.mark.parametrize("path", ["/instagram/nobody", "/friendface", "/x/unknown"])
def test_a_page_that_is_not_there_is_not_found(
    sandbox: Running, browser: requests.Session, path: str
) -> None:
    assert browser.get(f"{sandbox.address}{path}", timeout=5).status_code == 404


def test_a_picture_needs_no_words_and_lies_where_the_platform_serves_it(sandbox: Running) -> None:
    form = {"text": "", "sample": "car"}
    page = requests.post(f"{sandbox.address}/x/messages/Ana", data=form, timeout=5).text

    host = {"X-Sim-Host": "pbs.twimg.com"}
    picture = requests.get(f"{sandbox.address}/practice/car.png", headers=host, timeout=5)
    assert "With a picture: car" in page
    assert picture.content.startswith(b"\x89PNG")


def test_a_resident_reacts_to_an_answer_and_takes_it_back(
    sandbox: Running, browser: requests.Session
) -> None:
    said = {"platform": "facebook", "kind": "direct_message", "author": "Jane Doe"}
    ours = sandbox.say(**said, text="It opens at six.", as_department=True)
    address = f"{sandbox.address}/sayings/{ours}/react"

    page = browser.post(address, data={"return_to": "/facebook/messages/Jane", "emoji": "❤️"})
    assert page.ok
    assert sandbox.http.get(f"{sandbox.address}/sandbox/sayings/{ours}").json()["reactions"]

    browser.post(address, data={"return_to": "/facebook/messages/Jane", "emoji": ""})
    assert not sandbox.http.get(f"{sandbox.address}/sandbox/sayings/{ours}").json()["reactions"]


def test_nobody_reacts_to_a_comment(sandbox: Running, browser: requests.Session) -> None:
    sandbox.publish(platform="facebook", text="Road works")
    said = sandbox.say(platform="facebook", kind="comment", author="Jane", text="Hello")

    assert browser.post(f"{sandbox.address}/sayings/{said}/react").status_code == 400
