"""Is what is known against a package told, and a machine without a network left in peace?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from types import ModuleType

import pytest

from tests.house import sources

# Nothing listens there.
NOWHERE = "http://127.0.0.1:1"
SECONDS = 60
KNOWN_OF_PYTHON = {
    "dependencies": [
        {"name": "flask", "version": "3.1.2", "vulns": []},
        {
            "name": "pillow",
            "version": "9.0.0",
            "vulns": [{"id": "PYSEC-2022-10", "fix_versions": ["9.0.1"], "aliases": []}],
        },
    ],
    "fixes": [],
}
# Seen where the registry is a mirror without these lists.
SKIPPED = {"name": "alembic", "skip_reason": "Dependency not found on PyPI: alembic (1.20.1)"}
KNOWN_OF_NPM = {
    "auditReportVersion": 2,
    "vulnerabilities": {
        "esbuild": {
            "name": "esbuild",
            "severity": "moderate",
            "via": [{"title": "Anybody may ask", "url": "https://example.org/1"}],
            "range": "<=0.24.2",
        },
        "a-builder": {"name": "a-builder", "via": ["esbuild"], "range": "*"},
    },
}
REFUSED_BY_NPM = {"message": "request to the registry failed", "error": {"summary": ""}}


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(sources.ROOT / "tools"))
    import audit  # noqa: PLC0415 - found through the line above

    return audit


def test_what_is_known_is_named_with_where_it_is_mended(audit: ModuleType) -> None:
    of_python = audit.of_python(json.dumps(KNOWN_OF_PYTHON))
    of_npm = audit.of_npm(json.dumps(KNOWN_OF_NPM))

    assert of_python.found == ("pillow 9.0.0: PYSEC-2022-10, mended in 9.0.1",)
    assert of_npm.found == ("esbuild <=0.24.2: Anybody may ask (https://example.org/1)",)
    assert of_python.words == of_npm.words == "1 known"


def test_nothing_known_is_not_taken_for_nobody_asked(audit: ModuleType) -> None:
    clean = json.dumps({"dependencies": [{"name": "flask", "version": "3.1.2", "vulns": []}]})
    silent = json.dumps({"auditReportVersion": 2, "vulnerabilities": {}})

    assert [one.words for one in (audit.of_python(clean), audit.of_npm(silent))] == [
        "nothing is known"
    ] * 2
    assert not audit.of_python(json.dumps({"dependencies": [SKIPPED, SKIPPED]})).was_asked
    some = audit.of_python(
        json.dumps({"dependencies": [SKIPPED, *KNOWN_OF_PYTHON["dependencies"]]})
    )
    assert some.words == "1 known; of 1 nobody could say"
    assert not audit.of_python("").was_asked
    assert not audit.of_python("Traceback (most recent call last):").was_asked
    assert not audit.of_npm(json.dumps(REFUSED_BY_NPM)).was_asked


def test_where_nobody_can_be_asked_that_is_said_and_is_no_failure() -> None:
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), NOWHERE)
    alone = {**os.environ, **proxies, "NO_PROXY": "", "no_proxy": ""}

    done = subprocess.run(
        [sys.executable, sources.ROOT / "tools/audit.py", "--within=30"],
        env={**alone, "npm_config_registry": NOWHERE, "npm_config_proxy": NOWHERE},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )

    assert done.stdout.count("cannot be reached") == len(done.stdout.splitlines()) > 1, done
    assert done.returncode == 0
