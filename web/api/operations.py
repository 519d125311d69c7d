"""What can be asked of the API? The routes and the OpenAPI document both come from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask.typing import ResponseReturnValue

from inbox import scopes
from inbox.permissions import Permission
from inbox.scopes import Scope

Handler = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Something said beside the body: in the query or in a header."""

    name: str
    place: str
    schema: dict[str, Any]
    description: str
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing the API does, for whom, and the function that does it."""

    method: str
    path: str
    summary: str
    handler: Handler
    needs: Permission
    parameters: tuple[Parameter, ...] = ()
    takes: type | None = None
    gives: type
    status: HTTPStatus = HTTPStatus.OK
    refusals: tuple[HTTPStatus, ...] = ()

    @property
    def name(self) -> str:
        """What programs made from the document call it."""
        return self.handler.__name__

    @property
    def scope(self) -> Scope:
        """What a token must have been made for."""
        return scopes.BY_PERMISSION[self.needs]

    @property
    def numbers(self) -> list[str]:
        """Return the parameters in the path."""
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]
