"""Which keys does the desk know, and by what does somebody see that one was pressed?

In the order of a round: it begins in any view and leads through a conversation back to a list. What
a key shows is asked of the page; `focused`, `row`, `opened` and `length` are what was focused, in
which row, which conversation was open, and how long its reply was, before.
"""

from __future__ import annotations

from dataclasses import dataclass

_HEAD = "document.querySelector('#conversation-head')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key, what it shows, and which keys are pressed before and after it without a clock.

    Before all of it the page `at` an address is shown, if one is named, somebody elsewhere changes
    what the list does not show, where it `needs_news`, and the first row that `opens` matches is
    opened. Then `when` is waited for.
    """

    name: str
    press: str
    shows: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    when: str = ""
    at: str = ""
    needs_news: bool = False
    opens: str = ""


def _within(place: str) -> str:
    return f"document.activeElement !== focused && document.activeElement.closest('{place}')"


def _view(key: str) -> str:
    return f"document.querySelector('#rows')?.dataset.view === '{key}'"


_IS_URGENT = "document.querySelector('[id^=urgent-]')"
_MENU = _within("#conversation-head details")

KEYS = (
    Key(name="G M go to mine", press="m", before=("g",), shows=_view("mine")),
    Key(name="G ! go to urgent", press="!", before=("g",), shows=_view("urgent")),
    Key(name="G A go to all open", press="a", before=("g",), shows=_view("open")),
    Key(name="G U go to unassigned", press="u", before=("g",), shows=_view("unassigned")),
    # On X somebody may be answered however long ago they wrote.
    Key(name="1 to the views", press="1", at="/desk/x", shows=_within("#views")),
    Key(name="2 to the list", press="2", shows=_within("#rows")),
    Key(name="J next row", press="j", shows=_within("#rows")),
    Key(name="K previous row", press="k", shows=_within("#rows")),
    Key(name="X pick", press="x", before=("j",), shows="focused.closest('.row:has(:checked)')"),
    Key(
        name="Shift X pick up to here",
        press="Shift+X",
        before=("j", "j"),
        shows="document.querySelectorAll('#rows :checked').length === 3",
    ),
    Key(name="Esc pick none", press="Escape", shows="!document.querySelector('#rows :checked')"),
    Key(
        name="Enter open",
        press="Enter",
        before=("2", "j"),
        shows=f"{_HEAD}?.dataset.conversation === row",
    ),
    Key(
        name="3 to the conversation",
        press="3",
        when="document.activeElement.matches('#conversation h2')",
        before=("2",),
        shows=_within("#conversation"),
    ),
    Key(name="4 to the details", press="4", shows=_within("#details")),
    Key(
        name="C claim",
        press="c",
        shows=f"{_HEAD} && !{_HEAD}.querySelector('[data-foresees=claim]')?.checkVisibility()",
    ),
    Key(
        name="A assign",
        press="a",
        shows=_within("details[id^=assignee-]"),
        after=("Escape",),
    ),
    Key(name="T tag", press="t", shows=_within("details[id^=tagging-]"), after=("Escape",)),
    Key(name="H snooze", press="h", shows=_within("[id^=snooze-], details"), after=("Escape",)),
    Key(name="B remind", press="b", shows=_within("[id^=remind-]"), after=("Escape",)),
    Key(name="! urgent", press="!", shows=f"{_HEAD}?.querySelector('.btn-urgent')"),
    Key(
        name="Z undo",
        press="z",
        when=f"/urgent/i.test(document.querySelector('#last-act form')?.innerText) && {_IS_URGENT}",
        shows=f"{_HEAD} && !{_HEAD}.querySelector('.btn-urgent')",
    ),
    Key(name="M note", press="m", shows=_within("form[data-mode=note] #reply")),
    Key(
        name="a letter",
        press="w",
        shows="document.querySelector('#reply').value.length > length",
    ),
    Key(
        name="Ctrl Enter add note",
        press="Control+Enter",
        shows="!document.querySelector('#reply').value.length",
        after=("Escape",),
    ),
    Key(
        name="R reply",
        press="r",
        shows=_within("form:not([data-mode=note]) #reply"),
        after=("Escape",),
    ),
    Key(
        name="/ canned responses",
        press="/",
        shows="!document.querySelector('#picker').hidden",
        after=("Escape", "Escape"),
    ),
    Key(
        name="? shortcuts",
        press="?",
        shows="document.querySelector('#shortcuts').open",
        after=("Escape",),
    ),
    Key(name="Ctrl K palette", press="Control+K", shows="document.querySelector('#palette').open"),
    Key(
        name="a letter in the palette",
        press="u",
        shows="document.querySelector('#palette-words').value.length === 1",
        after=("Escape",),
    ),
    Key(
        name="E resolve",
        press="e",
        before=("3",),
        shows=f"{_HEAD}?.querySelector('.clock')?.innerText.includes('Resolved') || {_MENU}",
        after=("Escape",),
    ),
    Key(
        name="U next urgent",
        press="u",
        before=("2",),
        shows=f"{_view('urgent')} || {_within('.is-urgent')}",
    ),
    Key(
        name="F filter",
        press="f",
        shows="location.pathname.startsWith('/filter') && document.querySelector('main form')",
    ),
    Key(
        name="N show new",
        press="n",
        at="/desk/open",
        needs_news=True,
        when="!document.querySelector('.list .new-pill').hidden",
        shows="document.querySelector('.list .new-pill').hidden",
    ),
    Key(
        name="Shift E reopen",
        press="Shift+E",
        at="/desk/resolved",
        opens=".row",
        when=f"{_HEAD}?.querySelector('[data-foresees=reopen]')",
        shows=f"{_HEAD} && !{_HEAD}.querySelector('[data-foresees=reopen]')?.checkVisibility()",
    ),
    Key(
        name="Shift H hide or show again",
        press="Shift+H",
        at="/desk/facebook",
        opens=".row:has(.kind-public:has-text('Comment'))",
        when="document.querySelector('[aria-keyshortcuts=\"Shift+H\"]')",
        shows=_within("[id^=act-hide-]"),
        after=("Escape",),
    ),
    Key(
        name="Ctrl Shift Enter send and resolve",
        press="Control+Shift+Enter",
        before=("r", "o", "k"),
        shows="!document.querySelector('#reply')?.value.length",
    ),
    Key(
        name="P reply privately",
        press="p",
        at="/desk/x",
        opens=".row:has(.kind-private)",
        when="document.querySelector('[aria-keyshortcuts~=P]')",
        shows=_within("form[data-mode=private] #reply"),
        after=("Escape",),
    ),
)
