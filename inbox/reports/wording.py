"""In which words does a report say what it measures?"""

from __future__ import annotations

from connectors.phrases import Phrase
from inbox.reports.keys import HOUR
from inbox.reports.reporting import BESIDES
from inbox.reports.spreads import ANSWERING, REACHING, UNSEEN

LAGS = {
    REACHING: Phrase("Until it reached the desk"),
    UNSEEN: Phrase("Until somebody opened it"),
    ANSWERING: Phrase("From then to the answer"),
}
PARTS = {
    HOUR: Phrase("When people begin to wait"),
    BESIDES: Phrase("Where the time goes"),
}
DEFINITIONS = (
    (
        Phrase("Wait"),
        Phrase(
            "From a person's first unanswered message, by the platform's own time, to a person's "
            "answer or a reason why none is needed. Automatic replies and notes never end it; an "
            "answer typed on the platform itself does. It counts on the day on which it began, "
            "and two that were merged count once."
        ),
    ),
    (
        Phrase("First response"),
        Phrase(
            "How long the first wait of a conversation lasted, since it began or was reopened, if "
            "it was answered."
        ),
    ),
    (Phrase("Next response"), Phrase("The same of every later wait of that conversation.")),
    (
        Phrase("Median"),
        Phrase(
            "At least half took this long or less. Of an even number it is the lower of the two in "
            "the middle, so that it is always a time that somebody waited."
        ),
    ),
    (
        Phrase("9 in 10 within"),
        Phrase("The shortest time that at least nine in ten did not exceed."),
    ),
    (
        Phrase("Still waiting"),
        Phrase("Nobody has answered yet. Nobody is left out because they wait long."),
    ),
    (
        Phrase("Those still waiting counted so far"),
        Phrase("The same figure with everyone who waits for a first response, at their age now."),
    ),
    (
        Phrase("In staffed hours"),
        Phrase(
            "The same lengths, of which only the time counts in which the team was at the desk. "
            "Each wait keeps the hours by which it was measured, whatever hours are kept now; "
            "a team without hours is at the desk around the clock. Who still waits is counted with "
            "the staffed time that has passed so far."
        ),
    ),
    (
        Phrase("Within target, past target"),
        Phrase(
            "Within: answered before its answer was due. Past: the wait went on after that, "
            "however it ended, and whoever still waits is among them. Who is within their time "
            "yet, or needed no reply in time, is in neither."
        ),
    ),
    (
        Phrase("Time to resolution"),
        Phrase(
            "From the beginning of a first wait until the conversation was next resolved. A "
            "resolve that was undone is none."
        ),
    ),
    (
        Phrase("Backlog"),
        Phrase("Everyone who was waiting when a day was over, whenever they began."),
    ),
    (
        Phrase("Person"),
        Phrase(
            "Whoever ended a wait; while it runs, whom it is assigned to. Team, tags and language "
            "are those of the conversation now."
        ),
    ),
    (
        Phrase("Few"),
        Phrase(
            "Fewer than twenty were measured, by the count that stands with each length. One more "
            "could change the figure much."
        ),
    ),
)
"""Each name and what it means, as the page and every table print it."""
