"""Do the image and compose.yaml name what there is, and give away nothing?"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from tests.house import deployed, sources

IMAGE = (sources.ROOT / "Dockerfile").read_text()
COMPOSE = (sources.ROOT / "compose.yaml").read_text()
OWN = {"web", "worker-send", "worker", "scheduler", "migrate"}
OTHERS = {"database", "redis"}
PORT = deployed.usual().port


def instructions() -> list[tuple[str, str]]:
    """Return the image's instructions and their words."""
    lines = re.sub(r"\\\n\s*", "", IMAGE).splitlines()
    told = [line for line in lines if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in told]


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
    return found


def last(name: str) -> str:
    return [words for one, words in instructions() if one == name][-1]


def test_the_image_is_made_apart_by_the_steps_of_make_run() -> None:
    made, final = re.split(r"^FROM .*slim-trixie$", IMAGE, flags=re.MULTILINE)

    assert "tools/prepare.py runtime" in made
    assert (sources.ROOT / "tools/prepare.py").is_file()
    assert "COPY --from=made" in final
    assert not re.search(r"\b(pip|npm) ", final)


def test_the_image_runs_as_nobody_in_particular_and_shows_that_it_lives() -> None:
    assert int(last("USER").split(":")[0]) > 0
    assert f"http://127.0.0.1:{PORT}/healthz" in last("HEALTHCHECK")
    assert int(last("EXPOSE")) == PORT
    assert deployed.is_ours(json.loads(last("CMD")))
    assert str(PORT) in json.loads(last("CMD"))[-1]
    names = set(re.findall(r"([A-Z_]+)=", last("ENV")))
    assert names
    assert deployed.unknown(names) == set()


def test_only_what_the_image_needs_is_sent_to_it() -> None:
    lines = (sources.ROOT / ".dockerignore").read_text().splitlines()
    kept = [line.removeprefix("!") for line in lines if line.startswith("!")]

    assert next(line for line in lines if not line.startswith("#")) == "*"
    assert [name for name in kept if not (sources.ROOT / name).exists()] == []
    assert {"var/", "tests/", ".git/"} & set(kept) == set()
    assert {f"{name}/" for name in sources.PACKAGES} <= set(kept)


def test_compose_starts_commands_that_exist_with_settings_that_exist() -> None:
    found = services()

    assert set(found) == OWN | OTHERS
    assert [name for name in OWN if not deployed.is_ours(found[name]["command"])] == []
    names = set().union(*(one.get("environment", {}) for one in found.values()))
    asked = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE)) - {"HEARBACK_VERSION"}
    assert names
    assert deployed.unknown(names | asked) == set()


def test_every_sort_of_work_has_a_worker() -> None:
    sorts = {
        sort
        for name in ("worker-send", "worker")
        for sort in services()[name]["command"][-1].split(",")
    }

    assert sorts == set(deployed.SORTS)


def test_no_secret_has_a_value_of_its_own() -> None:
    for name, value in secrets_given():
        wanted = re.findall(r"\$\{[A-Z_]+(.*?)\}", value)
        assert wanted, name
        assert all(one.startswith(":?") for one in wanted), name
    assert deployed.told_secrets(sources.ROOT / "deploy/compose.env.example") == {}


def secrets_given() -> list[tuple[str, str]]:
    given = [
        (name, str(value))
        for service in services().values()
        for name, value in service.get("environment", {}).items()
        if deployed.SECRET.fullmatch(name) or name == "REDISCLI_AUTH"
    ]
    assert len(given) > len(OTHERS)
    return given


def test_what_compose_asks_for_stands_in_the_example() -> None:
    listed = set(deployed.assignments(sources.ROOT / "deploy/compose.env.example"))
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE))

    assert required
    assert required <= listed
    assert deployed.unknown(listed) == set()


def test_ours_write_nowhere_and_have_no_rights() -> None:
    for name in OWN:
        service = services()[name]
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
    assert "privileged" not in COMPOSE.replace("no-new-privileges", "")


def test_what_residents_sent_is_where_web_and_workers_see_it() -> None:
    (folder,) = re.findall(r"HEARBACK_DATA=(\S+)", last("ENV"))
    kept = {name: services()[name]["volumes"] for name in ("web", "worker-send", "worker")}

    assert set(map(tuple, kept.values())) == {(f"data:{folder}",)}
    assert "data" in yaml.safe_load(COMPOSE)["volumes"]


def test_only_the_proxy_of_this_machine_reaches_in() -> None:
    found = services()
    ports = {name: one["ports"] for name, one in found.items() if "ports" in one}
    networks = yaml.safe_load(COMPOSE)["networks"]
    (outside,) = networks["outside"]["ipam"]["config"]

    assert ports == {"web": [f"127.0.0.1:{PORT}:{PORT}"]}
    assert networks["inside"]["internal"]
    assert [name for name in OTHERS if found[name]["networks"] != ["inside"]] == []
    assert found["web"]["environment"]["HEARBACK_PROXIES"] == outside["gateway"]
