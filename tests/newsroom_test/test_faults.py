"""The faults: what reaches a client, byte by byte where that matters."""

from __future__ import annotations

import gzip
import http.client
import socket
import time
import zlib
from collections.abc import Iterator

import pytest

from tests.newsroom import DirectSite, Newsroom, faults
from tests.newsroom_test.fetching import connection, fetch, got

HOST = "courrier-skerra.test"
FRONT = f"http://{HOST}/"


@pytest.fixture(scope="module")
def house() -> Iterator[Newsroom]:
    """One site whose faults each test sets for itself."""
    with Newsroom(["courrier-skerra"]) as running:
        yield running


def test_a_status_comes_with_its_retry_after(house: Newsroom) -> None:
    house.set_fault(HOST, "/", faults.status(429, retry_after=7), times=1)
    answer = fetch(house, FRONT)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")


def test_a_fault_happens_as_often_as_said(house: Newsroom) -> None:
    house.set_fault(HOST, "*", faults.status(500), times=2)
    assert [fetch(house, FRONT).status for _ in range(3)] == [500, 500, 200]


def test_a_fault_of_one_address_leaves_the_others(house: Newsroom) -> None:
    house.set_fault(HOST, "/robots.txt", faults.status(503))
    assert fetch(house, f"http://{HOST}/robots.txt").status == 503
    assert fetch(house, FRONT).status == 200
    house.clear_faults(HOST)
    assert fetch(house, f"http://{HOST}/robots.txt").status == 200


def test_reset_breaks_the_connection_and_is_logged_without_a_status(house: Newsroom) -> None:
    house.set_fault(HOST, "/", faults.reset(), times=1)
    house.log.clear()
    with pytest.raises(ConnectionResetError), got(house, FRONT):
        pass
    assert [(access.status, access.fault) for access in house.log] == [(0, "reset")]


def test_close_ends_the_connection_without_an_answer(house: Newsroom) -> None:
    house.set_fault(HOST, "/", faults.close(), times=1)
    with pytest.raises(http.client.RemoteDisconnected), got(house, FRONT):
        pass


def test_hang_answers_nothing(house: Newsroom) -> None:
    house.set_fault(HOST, "/", faults.hang(), times=1)
    with connection(house, timeout=0.2) as client:
        client.request("GET", FRONT)
        with pytest.raises(TimeoutError):
            client.getresponse()


@pytest.mark.parametrize(
    "fault", [faults.short(), faults.cut_chunk(), faults.missing_last_chunk()], ids=lambda fault: fault.name
)
def test_a_body_that_ends_early_is_incomplete_to_the_client(house: Newsroom, fault: faults.Fault) -> None:
    house.set_fault(HOST, "/", fault, times=1)
    with got(house, FRONT) as response, pytest.raises(http.client.IncompleteRead):
        response.read()


@pytest.mark.parametrize(
    "fault", [faults.truncated_gzip(), faults.gzip_without_trailer()], ids=lambda fault: fault.name
)
def test_cut_gzip_fits_its_length_and_has_no_end(house: Newsroom, fault: faults.Fault) -> None:
    house.set_fault(HOST, "/", fault, times=1)
    unpacking = zlib.decompressobj(31)
    with got(house, FRONT) as response:
        assert unpacking.decompress(response.read())
    assert not unpacking.eof


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "gzip, gzip"])
def test_a_bomb_is_small_on_the_wire(house: Newsroom, encoding: str) -> None:
    house.set_fault(HOST, "/", faults.bomb(encoding, megabytes=20), times=1)
    with got(house, FRONT) as response:
        assert response.headers["Content-Encoding"] == encoding
        assert len(response.read()) < 50_000


def test_a_gzip_bomb_is_large_when_unpacked(house: Newsroom) -> None:
    house.set_fault(HOST, "/", faults.bomb("gzip, gzip", megabytes=20), times=1)
    with got(house, FRONT) as response:
        assert len(gzip.decompress(gzip.decompress(response.read()))) == 20 << 20


@pytest.mark.parametrize("fault", [faults.endless_body(), faults.endless_headers()], ids=lambda fault: fault.name)
def test_endless_answers_go_on_as_long_as_they_are_read(house: Newsroom, fault: faults.Fault) -> None:
    house.set_fault(HOST, "/", fault, times=1)
    with connection(house) as client:
        client.connect()
        client.sock.sendall(f"GET {FRONT} HTTP/1.1\r\n\r\n".encode())
        received = 0
        while received < 5_000_000:
            received += len(client.sock.recv(1 << 16))


def test_drip_sends_a_few_bytes_at_first(house: Newsroom) -> None:
    house.set_fault(HOST, "/", faults.drip(7), times=1)
    with got(house, FRONT) as response:
        assert len(response.read1(100)) <= 7


def test_slow_answers_late_and_rightly(house: Newsroom) -> None:
    house.set_fault(HOST, "/", faults.slow(0.2), times=1)
    before = time.monotonic()
    with got(house, FRONT) as response:
        assert response.status == 200
    assert time.monotonic() - before >= 0.2


def test_redirects_lead_where_they_are_told(house: Newsroom) -> None:
    house.set_fault(HOST, "/", faults.redirect("file:///etc/hostname", 302), times=1)
    answer = fetch(house, FRONT, follow=False)
    assert (answer.status, answer.headers["Location"]) == (302, "file:///etc/hostname")


def test_a_lying_list_keeps_its_validators(house: Newsroom) -> None:
    house.set_fault(HOST, "/backend.rdf", faults.stale_validators())
    before = fetch(house, f"http://{HOST}/backend.rdf")
    house.publish("courrier-skerra")
    after = fetch(house, f"http://{HOST}/backend.rdf")
    house.clear_faults()
    assert before.headers["ETag"] == after.headers["ETag"]
    assert before.body != after.body


def test_an_unknown_fault_or_parameter_is_named() -> None:
    with pytest.raises(ValueError, match="no fault is called 'rain'"):
        faults.named("rain")
    with pytest.raises(ValueError, match="colour"):
        faults.named("status", code=500, colour="red")


def test_a_direct_site_has_a_port_of_its_own_and_counts_visits() -> None:
    with DirectSite({"/": "hello", "/bad": faults.status(503)}, address="127.0.0.2") as site:
        assert not site.was_reached
        client = http.client.HTTPConnection(site.address, site.port, timeout=5)
        for path, status in (("/", 200), ("/bad", 503), ("/none", 404)):
            client.request("GET", path)
            response = client.getresponse()
            response.read()
            assert response.status == status
        client.close()
        assert [access.path for access in site.log] == ["/", "/bad", "/none"]
        assert site.url("/x") == f"http://127.0.0.2:{site.port}/x"


def test_an_address_that_cannot_be_had_is_an_error() -> None:
    with DirectSite() as site, pytest.raises(OSError, match="in use"):
        DirectSite(port=site.port).start()


def test_a_direct_site_on_another_loopback_address_is_not_on_the_first() -> None:
    with DirectSite(address="127.0.0.2") as site, pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", site.port), timeout=5)
