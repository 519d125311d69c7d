"""Does the example of a proxy say what the desk relies on?"""

from __future__ import annotations

import re

from inbox.runtime import Runtime
from tests.house import deployed
from web.app import create_app

TEXT = (deployed.DEPLOY / "nginx/hearback.conf").read_text()
MEGABYTE = 1024 * 1024
# Socket.IO answers there by itself.
NOT_A_ROUTE = {"/socket.io/"}


def headers() -> dict[str, str]:
    return dict(re.findall(r'proxy_set_header (\S+)\s+"?([^";]*)"?;', TEXT))


def locations() -> dict[str, str]:
    return dict(re.findall(r"location (?:= )?(\S+)\s+\{(.*?)\}", TEXT, re.DOTALL))


def test_it_leads_to_the_port_of_the_desk_and_never_rewrites_an_address() -> None:
    passes = re.findall(r"proxy_pass (\S+);", TEXT)

    assert re.findall(r"server (\S+:\d+);", TEXT) == [f"127.0.0.1:{deployed.usual().port}"]
    assert set(passes) == {"http://hearback"}
    assert not re.search(r"\brewrite\b|sub_filter|gunzip", TEXT)


def test_its_places_are_addresses_of_the_desk(runtime: Runtime) -> None:
    app = create_app(runtime)
    ours = {rule.rule for rule in app.url_map.iter_rules()}
    named = set(locations()) - NOT_A_ROUTE

    assert named > {"/", "/webhooks/"}
    assert [one for one in named if not any(rule.startswith(one) for rule in ours)] == []


def test_what_a_browser_claims_of_itself_is_said_anew_or_taken_away() -> None:
    said = headers()

    assert said["X-Forwarded-For"] == "$remote_addr"
    assert said["X-Forwarded-Proto"] == "$scheme"
    assert said["X-Forwarded-Host"] == ""
    assert said["Forwarded"] == ""
    assert said["Host"] == "$host"
    # One set below would take away all of them there.
    assert [place for place, told in locations().items() if "proxy_set_header" in told] == []


def test_it_passes_live_connections_on() -> None:
    assert headers()["Upgrade"] == "$http_upgrade"
    assert headers()["Connection"] == "$hearback_connection"
    assert "proxy_buffering off;" in locations()["/socket.io/"]


def test_it_takes_the_largest_picture_and_not_much_more() -> None:
    limit = re.search(r"client_max_body_size (\d+)m;", TEXT)
    largest = deployed.usual().media_limit / MEGABYTE

    assert limit
    assert largest < int(limit[1]) <= largest + 2


def test_what_is_for_those_who_run_it_is_closed() -> None:
    for place in ("/readyz", "/metrics"):
        assert "return 404;" in locations()[place]


def test_there_is_no_way_in_without_tls() -> None:
    plain = re.findall(r"listen (?:\[::\]:)?80;", TEXT)

    assert len(plain) == len(re.findall(r"\blisten .*80\b", TEXT))
    assert re.search(r"return 308 https://desk\.example\$request_uri;", TEXT)
    assert "Strict-Transport-Security" in TEXT
    assert not re.search(r"TLSv1(\.1)?[ ;]|SSLv", TEXT)


def test_browsers_remember_tls_for_a_year_below_the_name_too() -> None:
    said = re.search(r'Strict-Transport-Security "max-age=(\d+); includeSubDomains" always', TEXT)

    assert said
    assert int(said[1]) >= 365 * 24 * 3600


def test_its_ciphers_are_good_ones() -> None:
    (ciphers,) = re.findall(r"ssl_ciphers\s+(\S+);", TEXT)

    weak = [one for one in ciphers.split(":") if not re.fullmatch(r"ECDHE-\w+-AES\d+-GCM-\w+", one)]
    assert weak == []


def test_programs_are_not_led_on_from_the_open() -> None:
    plain = TEXT[TEXT.index("listen 80;") : TEXT.index("listen 443 ssl http2;")]

    for place in ("/api/", "/webhooks/"):
        assert re.search(rf"location {place}\s+{{ return 403; }}", plain)


def test_where_a_request_ends_is_said_anew() -> None:
    # nginx reads a body whole and writes its length itself, unless it is told otherwise.
    assert not re.search(
        r"proxy_request_buffering|ignore_invalid_headers|underscores_in_headers", TEXT
    )
    assert not re.search(r"chunked_transfer_encoding|proxy_set_header Transfer-Encoding", TEXT)
    assert re.search(r"proxy_http_version 1\.1;", TEXT)


def test_whoever_is_slow_is_not_waited_for() -> None:
    for kind in ("client_body_timeout", "client_header_timeout"):
        (seconds,) = re.findall(rf"{kind} (\d+)s;", TEXT)
        assert int(seconds) <= 30


def test_nothing_is_kept_on_the_way() -> None:
    assert "proxy_cache off;" in TEXT
    assert "proxy_max_temp_file_size 0;" in TEXT


def test_the_docs_name_the_files() -> None:
    page = (deployed.sources.ROOT / "docs/operations.md").read_text()
    files = ["Dockerfile", "compose.yaml", "deploy/nginx/hearback.conf", "deploy/systemd/"]

    assert [name for name in files if name not in page] == []
