"""Does the command line explain itself, quickly?"""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from hearback.command_line import COMMANDS, main
from hearback.commands.token import SCOPES
from hearback.commands.worker import SORTS
from hearback.launching.plan import sorts_of
from inbox.nudging import QueueName
from inbox.scopes import Scope

# Named by the fixed points of the project; scripts rely on them.
FIXED = {
    "serve",
    "worker",
    "scheduler",
    "migrate",
    "user",
    "token",
    "account",
    "sandbox",
    "seed",
    "check",
}
HEAVY = ("sqlalchemy", "flask", "tweepy", "gevent", "redis")


def test_every_fixed_command_is_there() -> None:
    assert set(COMMANDS) >= FIXED


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_with_the_words_of_the_list(name: str) -> None:
    explained = CliRunner().invoke(main, [name, "--help"])

    assert explained.exit_code == 0
    assert " ".join(COMMANDS[name].split()[:2]) in explained.output


def test_the_list_of_commands_imports_nothing_heavy() -> None:
    asked = f"import sys, hearback.command_line; print(set({HEAVY}) & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)

    assert answer.stdout.strip() == b"set()"


def test_what_is_wrong_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARBACK_PORT", "many")
    answer = CliRunner().invoke(main, ["check"])

    assert answer.exit_code == click.ClickException.exit_code
    assert "HEARBACK_PORT must be a port" in answer.output
    assert "Traceback" not in answer.output


def test_a_worker_takes_every_queue_there_is_unless_told_otherwise() -> None:
    assert list(SORTS) == [queue.value for queue in QueueName]
    assert "there is send, live" in CliRunner().invoke(main, ["worker", "--sorts", "tea"]).output


def test_a_token_is_made_for_every_scope_there_is() -> None:
    assert list(SCOPES) == [scope.value for scope in Scope]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_sort_of_work_has_a_worker_in_a_house(workers: int) -> None:
    shared = [set(sorts_of(number, workers).split(",")) for number in range(1, workers + 1)]

    assert set.union(*shared) == set(SORTS)
