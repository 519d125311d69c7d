"""Which residents are there, and who is meant by a name?"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator

from sandbox import ids
from sandbox.records import INSTAGRAM, Person, X

X_HANDLE_LENGTH = 15


class People:
    """The residents of every platform; nobody is matched across platforms."""

    def __init__(self, count: Callable[[], int], people: Iterable[Person] = ()) -> None:
        self._count = count
        self._by_id: dict[str, Person] = {}
        self._by_name: dict[tuple[str, str], Person] = {}
        self._by_handle: dict[tuple[str, str], Person] = {}
        for person in people:
            self._keep(person)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, person_id: str) -> Person | None:
        """Find a resident by id."""
        return self._by_id.get(person_id)

    def find(self, platform: str, author: str) -> Person | None:
        """Find a resident of a platform by id, handle (with or without @) or name."""
        known = self._by_id.get(author)
        if known and known.platform == platform:
            return known
        handle = author.removeprefix("@").casefold()
        if handle and (platform, handle) in self._by_handle:
            return self._by_handle[platform, handle]
        return None if author.startswith("@") else self._by_name.get((platform, author))

    def called(self, platform: str, author: str, handle: str = "") -> Person:
        """Return the resident of that name or @handle, new to the platform if need be."""
        known = self.find(platform, f"@{handle}" if handle else author)
        return known or self.add(platform, author, handle)

    def add(self, platform: str, author: str, handle: str = "") -> Person:
        """Let a new resident join a platform."""
        number = self._count()
        if author.startswith("@"):
            handle, author = handle or author[1:], author[1:]
        free = self._free_handle(platform, handle or _handle_for(platform, author, number), number)
        person = Person(
            id=ids.person(platform, number), platform=platform, handle=free, name=author
        )
        self._keep(person)
        return person

    def _free_handle(self, platform: str, wanted: str, number: int) -> str:
        taken = (platform, wanted.casefold()) in self._by_handle
        return f"{wanted[:10]}{number}" if taken else wanted

    def _keep(self, person: Person) -> None:
        self._by_id[person.id] = person
        self._by_handle[person.platform, person.handle.casefold()] = person
        self._by_name.setdefault((person.platform, person.name), person)


def _handle_for(platform: str, name: str, number: int) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = ["".join(c for c in word if c.isalnum()) for word in plain.split()]
    joined = ("." if platform == INSTAGRAM else "").join(word for word in words if word)
    handle = joined.lower() if platform == INSTAGRAM else joined
    return (handle[:X_HANDLE_LENGTH] if platform == X else handle) or f"resident{number}"
