"""Do the units for systemd start what there is, and shut it in?"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.house import deployed

FOLDER = deployed.DEPLOY / "systemd"
UNITS = sorted(FOLDER.glob("*.service"))
SHARED = FOLDER / "hearback-.service.d/hardening.conf"
EXAMPLE = FOLDER / "hearback.env.example"
SHUT_IN = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
    "MemoryDenyWriteExecute": "yes",
    "UMask": "0077",
}


def settings_of(unit: Path) -> dict[str, list[str]]:
    """Return what a unit sets; a name may be set more than once."""
    found = defaultdict(list)
    for line in unit.read_text().splitlines():
        if match := re.match(r"(\w+)=(.*)", line):
            found[match[1]].append(match[2])
    return found


def environment_of(unit: Path) -> dict[str, str]:
    lines = " ".join(settings_of(unit)["Environment"])
    return dict(pair.split("=", 1) for pair in lines.split())


def test_there_is_one_for_each_program_of_the_procfile() -> None:
    procfile = (deployed.sources.ROOT / "Procfile").read_text()
    started = {settings_of(unit)["ExecStart"][0].split()[1] for unit in UNITS}

    assert started == set(re.findall(r"hearback (\w+)", procfile))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists(unit: Path) -> None:
    (line,) = settings_of(unit)["ExecStart"]
    given = environment_of(unit)
    words = re.sub(r"\$\{(\w+)\}", lambda found: given[found[1]], line).split()

    assert words[0] == "/opt/hearback/.venv/bin/hearback"
    assert deployed.is_ours(words)
    assert unit.name.startswith("hearback-")


def test_every_unit_is_shut_in() -> None:
    shared = settings_of(SHARED)

    assert {name: shared[name][-1] for name in SHUT_IN} == SHUT_IN
    assert [unit.name for unit in UNITS if set(settings_of(unit)) & set(SHUT_IN)] == []
    assert shared["User"] == ["hearback"]
    assert deployed.unknown(set(environment_of(SHARED))) == set()


def test_the_target_starts_every_program_and_every_sort_of_work() -> None:
    wanted = settings_of(FOLDER / "hearback.target")["Wants"][0].split()
    templates = {re.sub(r"@\w+", "@", name) for name in wanted}
    instances = [name for name in wanted if "@" in name]
    sorts = {
        sort
        for name in instances
        for sort in environment_of(FOLDER / f"{name}.d/sorts.conf")["SORTS"].split(",")
    }

    assert templates == {unit.name for unit in UNITS}
    assert sorts == set(deployed.SORTS)


def test_the_example_of_their_settings_has_no_secret_and_no_unknown_name() -> None:
    assert settings_of(SHARED)["EnvironmentFile"] == ["/etc/hearback/hearback.env"]
    assert deployed.unknown(set(deployed.assignments(EXAMPLE))) == set()
    assert {"DATABASE_URL", "REDIS_URL"} <= set(deployed.assignments(EXAMPLE))
    assert deployed.told_secrets(EXAMPLE) == {}
