"""What becomes of requests that no browser sends, at the server as it really runs?"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from sqlalchemy import delete, select

from inbox.clock import SystemClock
from inbox.models import AuditEvent, WrongPassword
from inbox.runtime import Runtime
from tests import houses
from tests.database_copies import copied, template
from tests.web.live.raw import CHUNKED, CLOSE, FORM, HIDDEN, HOST, ask, get, line, post
from tests.web.live.serving import Served, served

# On a slow and busy machine.
SOON_SECONDS = 6
PATIENCE_SECONDS = 30
MEGABYTE = 1024 * 1024
EVIL = b"evil.example"

# Where one request ends must be told in one way alone (RFC 9112, 6.3).
ENDS_UNCLEARLY = {
    "a length and chunks": post(
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n" + HIDDEN
    ),
    "chunks and a length": post(
        b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", b"0\r\n\r\n" + HIDDEN
    ),
    "two lengths": post(b"Content-Length: 0\r\nContent-Length: 50\r\n", HIDDEN),
    "the same length twice": post(b"Content-Length: 4\r\nContent-Length: 4\r\n", b"a=bc" + HIDDEN),
    "a list of lengths": post(b"Content-Length: 4, 4\r\n", b"a=bc" + HIDDEN),
    "a length with a sign": post(b"Content-Length: +4\r\n", b"a=bc" + HIDDEN),
    "a negative length": post(b"Content-Length: -1\r\n", HIDDEN),
    "a length in sixteens": post(b"Content-Length: 0x4\r\n", b"a=bc" + HIDDEN),
    "a length in other figures": post("Content-Length: ٤\r\n".encode(), b"a=bc" + HIDDEN),
    "chunks and nothing": post(b"Transfer-Encoding: chunked, identity\r\n", b"0\r\n\r\n" + HIDDEN),
    "chunks behind a tab": post(b"Transfer-Encoding: \x0bchunked\r\n", b"0\r\n\r\n" + HIDDEN),
    "chunks twice": post(b"Transfer-Encoding: chunked\r\n" * 2, b"0\r\n\r\n" + HIDDEN),
    "a space before the colon": post(b"Transfer-Encoding : chunked\r\n", b"0\r\n\r\n" + HIDDEN),
    "a folded line": post(b"Transfer-Encoding:\r\n chunked\r\n", b"0\r\n\r\n" + HIDDEN),
    "any folded line": post(b"X-A: b\r\n c\r\nContent-Length: 0\r\n", HIDDEN),
    "chunks in the HTTP of before": b"POST /sign-in HTTP/1.0\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + HIDDEN,
    "lines that end too soon": b"GET /healthz HTTP/1.1\nHost: a\n\n" + HIDDEN,
    "one line that ends too soon": get(more=b"X-A: b\nContent-Length: 60\r\n") + HIDDEN,
    "a line that ends by half": get(more=b"X-A: b\rContent-Length: 60\r\n") + HIDDEN,
    "nothing in a header": get(more=b"X-A: a\x00b\r\n") + HIDDEN,
    "nothing in the address": get(b"/heal\x00thz") + HIDDEN,
    "two hosts": get(more=HOST) + HIDDEN,
    "lower case": b"get /healthz HTTP/1.1\r\n" + HOST + b"\r\n" + HIDDEN,
    "no HTTP we know": b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n" + HIDDEN,
    "no HTTP at all": b"GET /healthz\r\n\r\n" + HIDDEN,
    "a proxy's own line": b"PROXY TCP4 203.0.113.9 10.0.0.1 1 2\r\n" + HIDDEN,
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + HIDDEN,
    "a chunk below nothing": post(CHUNKED, b"-1\r\na=b\r\n0\r\n\r\n" + HIDDEN),
    "a chunk in another notation": post(CHUNKED, b"0x3\r\na=b\r\n0\r\n\r\n" + HIDDEN),
    "a chunk longer than it says": post(CHUNKED, b"3\r\na=bXX0\r\n\r\n" + HIDDEN),
    "a chunk that ends too soon": post(CHUNKED, b"3\na=b\n0\n\n" + HIDDEN),
    "a chunk with a long remark": post(CHUNKED, b"0;" + b"a" * 20_000),
    "a host after the body": post(CHUNKED, b"0\r\nHost: b\r\n\r\n" + HIDDEN),
}
TOO_MUCH = {
    "a long header": (get(more=b"X-A: " + b"a" * 9_000 + b"\r\n"), 431),
    "many headers": (get(more=b"".join(b"X-%d: a\r\n" % n for n in range(200))), 431),
    "headers without end": (get()[:-2] + b"X-A: " + b"a" * 3 * MEGABYTE, 431),
    "a long address": (get(b"/search?q=" + b"a" * 5_000), 414),
    "a long method": (b"G" * 5_000 + b" / HTTP/1.1\r\n" + HOST + b"\r\n", 414),
    "a long body": (
        post(FORM + b"Content-Length: %d\r\n" % (2 * MEGABYTE), HIDDEN * 2 * (MEGABYTE // 46)),
        413,
    ),
    "chunks and chunks": (post(CHUNKED, (b"10000\r\n" + b"a" * 65_536 + b"\r\n") * 20), 413),
}


@pytest.fixture(scope="module")
def house(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """Nobody who connects is a proxy of this house; nothing here depends on the database."""
    data = tmp_path_factory.mktemp("raw")
    with copied(template("sqlite", run_folder)) as database:
        given = {"HEARBACK_PROXIES": "192.0.2.1"}
        runtime = houses.runtime(database.engine, data, SystemClock(), **given)
        yield runtime
        runtime.close()


@pytest.fixture(scope="module")
def desk(house: Runtime) -> Iterator[Served]:
    with served(house) as by:
        yield by


def _answers_soon(desk: Served) -> None:
    assert requests.get(f"{desk.address}/healthz", timeout=SOON_SECONDS).json() == {"alive": True}


def _memory(desk: Served) -> int:
    children = Path(f"/proc/{desk.pid}/task/{desk.pid}/children").read_text().split()
    sizes = [
        line.split()[1]
        for child in children
        for line in Path(f"/proc/{child}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    ]
    return sum(map(int, sizes)) * 1024


@pytest.mark.parametrize("raw", ENDS_UNCLEARLY.values(), ids=ENDS_UNCLEARLY)
def test_what_could_end_in_two_places_is_refused_and_nothing_behind_it_is_done(
    desk: Served, raw: bytes
) -> None:
    answered = ask(desk.address, raw)

    assert answered.statuses == [400]
    assert answered.hung_up


def test_after_a_broken_body_the_line_is_used_no_more(desk: Served) -> None:
    with line(desk.address) as open_line:
        open_line.sendall(post(CHUNKED, b"0x3\r\n"))
        assert open_line.recv(12) == b"HTTP/1.1 400"
        came = b""
        try:
            open_line.sendall(HIDDEN)
            while some := open_line.recv(65_536):
                came += some
        except ConnectionError:
            pass
    assert b"HTTP/1.1" not in came


def test_a_body_that_nobody_reads_is_no_request(desk: Served) -> None:
    for path in (b"/nowhere", b"/healthz"):
        length = b"Content-Length: %d\r\n" % len(HIDDEN)
        (status,) = ask(desk.address, post(length, HIDDEN, path)).statuses
        assert status in (404, 405)


@pytest.mark.parametrize(("raw", "status"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_much_is_refused(desk: Served, raw: bytes, status: int) -> None:
    answered = ask(desk.address, raw)

    # Whoever still sends when the line is closed may not hear why.
    assert answered.statuses in ([status], [])
    assert answered.hung_up


def test_a_coding_nobody_knows_is_told_so(desk: Served) -> None:
    # 501 is what RFC 9112, 6.1 asks for.
    answered = ask(desk.address, post(b"Transfer-Encoding: xchunked\r\n", HIDDEN))
    assert answered.statuses == [501]
    for method in (b"BREW", b"PROPFIND", b"TRACE"):
        raw = method + b" /sign-in HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n"
        assert ask(desk.address, raw).statuses == [405]


def test_what_is_packed_is_not_unpacked(desk: Served, house: Runtime) -> None:
    with house.writing() as session:
        # What other tests tried in vain at this desk holds nobody off here.
        session.execute(delete(WrongPassword))
    packed = b"\x1f\x8b\x08" + b"\x00" * 17
    headers = CLOSE + FORM + b"Content-Encoding: gzip\r\nContent-Length: 20\r\n"

    assert ask(desk.address, post(headers, packed)).statuses == [422]


def test_no_answer_repeats_the_host_that_somebody_made_up(desk: Served) -> None:
    for raw in (
        get(b"/desk/open", host=b"Host: evil.example\r\n", more=CLOSE),
        get(b"/desk/open", more=b"X-Forwarded-Host: evil.example\r\n" + CLOSE),
        get(b"http://evil.example/desk/open", more=CLOSE),
        get(b"http://evil.example/sign-in", host=b"Host: evil.example\r\n", more=CLOSE),
        get(b"//evil.example/%2e%2e", more=CLOSE),
        get(b"/sign-in", host=b"Host: evil.example/@x<script>\r\n", more=CLOSE),
        get(b"/nowhere", more=b"Referer: http://evil.example/\r\n" + CLOSE),
    ):
        answered = ask(desk.address, raw)
        assert answered.statuses[0] < 500
        assert EVIL not in answered.raw


def test_what_an_outsider_says_of_themselves_is_not_believed(desk: Served, house: Runtime) -> None:
    said = {
        "X-Forwarded-For": "203.0.113.66",
        "X-Forwarded-Proto": "https",
        "X-Real-IP": "203.0.113.66",
        "Forwarded": "for=203.0.113.66;proto=https",
    }
    given = {"email": "nobody@example.org", "password": "wrong"}

    requests.post(f"{desk.address}/sign-in", data=given, headers=said, timeout=PATIENCE_SECONDS)
    answer = requests.post(f"{desk.address}/settings/theme", headers=said, timeout=PATIENCE_SECONDS)

    assert "__Host-" not in str(answer.headers)
    with house.reading() as session:
        kept = session.scalars(select(AuditEvent)).all()
    assert kept
    assert "203.0.113.66" not in {one.address for one in kept}


def test_whoever_is_slow_holds_nobody_up_and_whoever_begins_nothing_is_hung_up_on(
    desk: Served,
) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(line(desk.address)) for _ in range(60)]
        for number, one in enumerate(slow):
            body = post(FORM + b"Content-Length: 20\r\n", b"a")
            one.sendall(body if number % 2 else b"GET /healthz HTTP/1.1\r\nHo")
        _answers_soon(desk)
        assert [one.recv(1) for one in slow[::2]] == [b""] * 30


def _pours(desk: Served, head: bytes, piece: bytes, stop: threading.Event) -> threading.Thread:
    def pour() -> None:
        with line(desk.address) as open_line:
            try:
                open_line.sendall(head)
                while not stop.is_set():
                    open_line.sendall(piece)
            except OSError:
                return

    pouring = threading.Thread(target=pour)
    pouring.start()
    return pouring


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (post(b"Content-Length: 90000000000\r\n", path=b"/nowhere"), b"0" * MEGABYTE),
        (post(CHUNKED), b"1\r\na\r\n" * 100_000),
    ],
    ids=["without end", "in tiny chunks"],
)
def test_whoever_pours_holds_nobody_up_and_fills_no_memory(
    desk: Served, head: bytes, piece: bytes
) -> None:
    before, stop = _memory(desk), threading.Event()
    pouring = _pours(desk, head, piece, stop)
    try:
        for _ in range(5):
            _answers_soon(desk)
            time.sleep(0.1)
    finally:
        stop.set()
        pouring.join()

    assert _memory(desk) - before < 40 * MEGABYTE
