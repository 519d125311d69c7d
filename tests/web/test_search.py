from __future__ import annotations

from connectors.pages import Author
from inbox import tagging
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person


def test_what_was_found_is_marked_and_leads_to_its_conversation(make: Make, ana: Person) -> None:
    conversation = make.conversation(text="Is Juniper <b>Street</b> open?")

    page = ana.get("/search?q=STREET").text

    assert "Is Juniper &lt;b&gt;<mark>Street</mark>&lt;/b&gt; open?" in page
    assert f'href="/desk/open/{conversation.id}"' in page


def test_people_and_tags_lead_to_searches_of_their_own(
    make: Make, ana: Person, runtime: Runtime
) -> None:
    ruth = Author(external_id="r", name="Ruth Núñez", handle="")
    conversation = make.conversation(text="hello", author=ruth)
    with runtime.writing() as session:
        tagging.add(session, conversation.id, "Nunez case", by=ana.user)

    page = ana.get("/search?q=nunez").text

    assert "/search?q=from:%22ruth+nunez%22" in page
    assert "/search?q=tag:%22Nunez+case%22" in page
    assert "<mark>" not in page
    assert "hello" in ana.get("/search?q=from:%22ruth+nunez%22").text


def test_while_somebody_types_the_few_that_they_may_mean_are_offered(
    make: Make, ana: Person
) -> None:
    ruth = Author(external_id="r", name="Ruth <i>Ng</i>", handle="")
    for number in range(7):
        made = make.conversation(text=f"ruth {number}", author=ruth)

    offered = ana.get("/search/suggestions?q=ruth").text

    assert offered.count('role="option"') == 5 + 5
    assert f'data-href="/desk/open/{made.id}"' in offered
    assert "Ruth &lt;i&gt;Ng&lt;/i&gt;" in offered
    assert ana.get("/search/suggestions").text.strip() == ""


def test_an_empty_search_says_what_can_be_asked(ana: Person) -> None:
    assert "What can be asked" in ana.get("/search").text
    assert "There is no word in this" in ana.get("/search?q=...").text


def test_a_search_without_results_says_what_was_looked_for(ana: Person) -> None:
    page = ana.get("/search?q=foo:bar+in:mars").text

    assert "Nothing matches" in page
    assert "There is no operator foo:, so it was looked for as a word." in page
    assert "No account is called mars." in page


def test_older_results_are_a_page_further(make: Make, ana: Person) -> None:
    account = make.account()
    for number in range(27):
        make.conversation(account, text=f"road {number}")

    first = ana.get("/search?q=road").text
    further = first.split("Look further back")[0].rsplit('href="', 1)[1].split('"')[0]
    second = ana.get(further.replace("&amp;", "&")).text

    assert first.count('<li class="row') == 25
    assert second.count('<li class="row') == 2
    assert ana.get("/search?q=road&after=x").status_code == 422


def test_every_page_offers_the_search(ana: Person) -> None:
    page = ana.get("/reports").text

    assert 'role="search" action="/search"' in page
    assert 'aria-keyshortcuts="Control+K"' in page


def test_what_was_found_by_the_post_above_it_says_so(make: Make, ana: Person) -> None:
    conversation = make.conversation(text="Until when?")

    page = ana.get("/search?q=juniper").text
    suggested = ana.get("/search/suggestions?q=juniper").text

    assert "<mark>Juniper</mark> Street is closed today." in page
    assert "In the post above it" in page
    assert f'href="/desk/open/{conversation.id}"' in page
    assert "in the post" in suggested
