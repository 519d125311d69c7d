"""Does the API answer as the document says that it serves, whatever it is sent?"""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import (
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from inbox.models import Role
from tests.factories import hostile
from tests.fuzz.house import House
from tests.fuzz.trying import Size, Tally, each_of

DOCUMENT = "/api/v1/openapi.json"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_ROLES = (Role.SUPERVISOR, Role.ADMINISTRATOR)
# A row that is there, mostly: what is not there is answered soon.
_NUMBERS = st.sampled_from([1, 1, 1, 2, 2, 3, 4, 5, 6, 999_999_999, 2**63 - 1])
_WORDS = st.sampled_from(sorted(hostile.WORDS.values()))


def try_all(house: House, size: Size) -> Tally:
    """Call every operation of the document, as it says and otherwise."""
    tally = Tally("API")
    # Every call bears a token; what is not let in without one has tests of its own.
    generation = GenerationConfig(with_security_parameters=False)
    config = SchemathesisConfig(
        projects=ProjectsConfig(default=ProjectConfig(generation=generation))
    )
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, house.app, config=config)
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # ours can be read
        for mode in GenerationMode if _takes_anything(operation) else (GenerationMode.POSITIVE,):
            cases = operation.as_strategy(generation_mode=mode)
            each_of(size, _hostile(cases), lambda case: _try(house, tally, case))
    return tally


# What takes nothing cannot be asked for wrongly.
def _takes_anything(operation: Any) -> bool:
    places = (operation.path_parameters, operation.query, operation.headers, operation.body)
    return any(list(place) for place in places)


@st.composite
def _hostile(draw: DrawFn, cases: Any) -> Case[Any]:
    """Put numbers of rows, and hostile words, where a case has some."""
    case: Case[Any] = draw(cases)
    if case.meta and case.meta.generation.mode is GenerationMode.NEGATIVE:
        return case
    for name in case.path_parameters or {}:
        if name.endswith("_id"):
            case.path_parameters[name] = draw(_NUMBERS)
    if isinstance(case.body, dict):
        for name, value in case.body.items():
            if isinstance(value, str) and draw(st.booleans()):
                case.body[name] = draw(st.one_of(_WORDS, st.just(value)))
    return case


def _try(house: House, tally: Tally, case: Case[Any]) -> None:
    role = _ROLES["webhooks" in case.operation.path]
    headers = {"Authorization": f"Bearer {house.secret(role)}"}
    given = case.as_transport_kwargs(headers=headers)
    answer = house.app.test_client().open(**given)
    tally.note(house, f"{case.method} {case.formatted_path} {case.body!r} {case.query}", answer)
    if _holds_half_a_character(case):
        # Valid JSON, which the library that judges cannot read: no 5xx is all that is asked of it.
        return
    try:
        case.validate_response(answer, checks=CHECKS, headers=headers)
    except FailureGroup as problem:
        told = "\n".join(f"{one.title}: {one.message}" for one in problem.exceptions)
        asked = f"{case.method} {case.formatted_path} {case.query} {case.body!r}"
        tally.failures.append(f"{asked}\n{answer.status_code}\n{told}")


def _holds_half_a_character(case: Case[Any]) -> bool:
    words = case.body.values() if isinstance(case.body, dict) else ()
    return any("\ud800" <= one <= "\udfff" for word in words for one in str(word))
