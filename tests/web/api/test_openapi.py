"""Does the API describe itself as it is?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.factories.making import Make
from tests.web.api.conftest import PREFIX, Program
from web.api import DOCUMENT, OPERATIONS

SCHEMAS = DOCUMENT["components"]["schemas"]
HOUSE = Registry().with_resource("urn:api", Resource.from_contents(DOCUMENT, DRAFT202012))


def fits(value: Any, shape: str) -> None:
    schema = {"$ref": f"urn:api#/components/schemas/{shape}"}
    Draft202012Validator(schema, registry=HOUSE).validate(value)


def test_the_document_is_served_to_everyone(client: FlaskClient) -> None:
    served = client.get(f"{PREFIX}/openapi.json")

    assert served.status_code == 200
    assert served.json == DOCUMENT
    assert served.json["openapi"] == "3.1.0"


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_every_reference_leads_somewhere() -> None:
    found = str(DOCUMENT).split("'$ref': '#/components/schemas/")[1:]

    assert {one.split("'")[0] for one in found} <= set(SCHEMAS)


def test_every_operation_is_described_once_and_routed(client: FlaskClient) -> None:
    described = {
        (method.upper(), path) for path, item in DOCUMENT["paths"].items() for method in item
    }
    routed = {
        (method, _plain(rule.rule))
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.describe"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert described == routed
    assert len({one.name for one in OPERATIONS}) == len(OPERATIONS)


def test_answers_have_the_form_that_is_promised(program: Program, make: Make) -> None:
    made = make.conversation()
    place = f"/conversations/{made.id}"

    fits(program.reply(made.id).json, "Reply")
    fits(_submitted(program, made.id), "Submission")
    fits(program.get("/conversations").json, "ConversationPage")
    fits(program.get(place).json, "OpenConversation")
    fits(program.get(f"{place}/messages").json, "MessagePage")
    fits(program.put(f"{place}/assignment").json, "Conversation")
    fits(program.get("/report").json, "Report")
    fits(program.get("/conversations/99").json, "Problem")


def _submitted(program: Program, conversation_id: int) -> Any:
    body, key = {"text": "At six.", "audience": "public"}, {"Idempotency-Key": "key-2"}
    return program.post(f"/conversations/{conversation_id}/submissions", body, **key).json


def _plain(rule: str) -> str:
    path = rule.removeprefix(PREFIX).replace("<name>", "{name}")
    return re.sub(r"<[^>]*:(\w+)>", r"{\1}", path)
