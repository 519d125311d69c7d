"""Whose word of who asks is believed?"""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox import proxies
from inbox.config import BadSettings, Settings
from tests import houses

USUAL = proxies.networks(proxies.THIS_MACHINE)
WIDER = proxies.networks("127.0.0.1, 10.0.4.0/24,2001:db8::/32")
RESIDENT = "203.0.113.9"


def test_a_proxy_of_this_machine_tells_who_asks() -> None:
    assert proxies.asking(USUAL, "127.0.0.1", [RESIDENT]) == RESIDENT
    assert proxies.asking(USUAL, "::ffff:127.0.0.1", [RESIDENT]) == RESIDENT
    assert proxies.asking(USUAL, "", [RESIDENT]) == RESIDENT


def test_nobody_else_tells_anything_but_their_own_address() -> None:
    assert proxies.asking(USUAL, "198.51.100.4", [RESIDENT]) == "198.51.100.4"
    assert proxies.asking(USUAL, "10.0.4.7", [RESIDENT]) == "10.0.4.7"


def test_of_a_chain_what_the_first_of_our_proxies_saw_counts() -> None:
    made_up = "192.0.2.1"

    assert proxies.asking(WIDER, "127.0.0.1", [made_up, RESIDENT, "10.0.4.7"]) == RESIDENT
    assert proxies.asking(WIDER, "10.0.4.9", ["2001:db8::5"]) == "2001:db8::5"


@pytest.mark.parametrize("junk", ["unknown", "203.0.113.9:8080", "<script>", "10.0.4"])
def test_what_is_no_address_is_not_taken_for_one(junk: str) -> None:
    assert proxies.asking(USUAL, "127.0.0.1", [RESIDENT, junk]) == "127.0.0.1"


def test_what_is_no_network_keeps_the_desk_from_starting(tmp_path: Path) -> None:
    given = houses.environment(tmp_path, HEARBACK_PROXIES="the front door")

    with pytest.raises(BadSettings, match="HEARBACK_PROXIES must be addresses or networks"):
        Settings.from_environment(given)


def test_the_web_server_reads_them_as_they_were_given() -> None:
    assert proxies.words(WIDER) == "127.0.0.1/32,10.0.4.0/24,2001:db8::/32"
