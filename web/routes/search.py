"""What was said, by whom, and where is it?"""

from __future__ import annotations

from flask import Blueprint, render_template, request

from inbox.models import Tag
from inbox.search import finding, folding
from inbox.search.asking import Operator
from inbox.search.named import Person
from web import access, auditing, frame, serving
from web.access import current_user

routes = Blueprint("search", __name__)

SUGGESTED = 5


@routes.get("/search")
@access.reads
@auditing.reads_private
def index() -> str:
    """Show what was found, the newest first."""
    typed = request.args.get("q", "")
    after = request.args.get("after") or None
    return frame.page(
        "search/index.html",
        section="search",
        typed=typed,
        after=after,
        answer=finding.find(serving.session(), typed, current_user(), after=after),
        asking_from=_asking_from,
        asking_tag=_asking_tag,
    )


@routes.get("/search/suggestions")
@access.reads
@auditing.reads_private
def suggestions() -> str:
    """Draw the few that somebody may mean while they are still typing."""
    answer = finding.find(
        serving.session(), request.args.get("q", ""), current_user(), limit=SUGGESTED
    )
    return render_template(
        "search/_suggestions.html", answer=answer, most=SUGGESTED, asking_from=_asking_from
    )


def _asking_from(person: Person) -> str:
    # Folded, so that whatever a name holds fits into an address.
    return str(Operator(name="from", value=" ".join(folding.words(person.called))))


def _asking_tag(tag: Tag) -> str:
    return str(Operator(name="tag", value=tag.name))
