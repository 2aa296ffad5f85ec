"""The proxy: names of its own over http and https, and nothing beyond them."""

from __future__ import annotations

import gzip
import socket
import ssl
import urllib.error

import pytest

from tests.newsroom import Newsroom, Response
from tests.newsroom_test.fetching import connection, fetch


def test_serves_a_site_under_its_own_name(newsroom: Newsroom) -> None:
    answer = fetch(newsroom, "http://tagblatt-nord.test/")
    assert answer.status == 200
    assert "Tagblatt Nord" in answer.text


def test_serves_the_same_page_over_https_with_a_certificate_of_its_authority(newsroom: Newsroom) -> None:
    article = newsroom.site("minato-news").articles[0]
    plain = fetch(newsroom, article.url)
    secure = fetch(newsroom, article.url.replace("http://", "https://"))
    assert secure.body == plain.body


def test_a_distrusted_host_fails_verification(newsroom: Newsroom) -> None:
    newsroom.distrust("almarsa.test")
    with pytest.raises(urllib.error.URLError) as caught:
        fetch(newsroom, "https://almarsa.test/")
    assert isinstance(caught.value.reason, ssl.SSLCertVerificationError)


@pytest.mark.parametrize("url", ["http://nobody.test/", "http://127.0.0.1/", "http://[::1]/"])
def test_unknown_hosts_get_502_and_are_logged(newsroom: Newsroom, url: str) -> None:
    assert fetch(newsroom, url).status == 502
    assert [access.status for access in newsroom.log] == [502]


def test_a_tunnel_to_an_unknown_host_is_refused(newsroom: Newsroom) -> None:
    with pytest.raises(OSError, match="502"):
        fetch(newsroom, "https://nobody.test/")
    assert [(access.method, access.host) for access in newsroom.log] == [("CONNECT", "nobody.test")]


def test_a_connection_serves_many_requests(newsroom: Newsroom) -> None:
    with connection(newsroom) as client:
        client.connect()
        first = client.sock
        for url in ("http://almarsa.test/", "http://vesti-porta.test/", "http://almarsa.test/none"):
            client.request("GET", url)
            client.getresponse().read()
            assert client.sock is first


def test_head_has_the_length_of_the_page_and_no_body(newsroom: Newsroom) -> None:
    whole = fetch(newsroom, "http://almarsa.test/")
    with connection(newsroom) as client:
        client.request("HEAD", "http://almarsa.test/")
        response = client.getresponse()
        assert int(response.headers["Content-Length"]) == len(whole.body)
        assert response.read() == b""


@pytest.mark.parametrize(
    "nonsense", [b"nonsense\r\n\r\n", b"GET\r\n\r\n", b"POST http://a.test/ HTTP/1.1\r\nContent-Length: x\r\n\r\n"]
)
def test_what_is_no_request_gets_400(newsroom: Newsroom, nonsense: bytes) -> None:
    with connection(newsroom) as client:
        client.connect()
        client.sock.sendall(nonsense)
        assert client.sock.recv(100).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_hangs_up_disturbs_nobody(newsroom: Newsroom) -> None:
    host, _, port = newsroom.proxy_url.removeprefix("http://").partition(":")
    for start in (b"", b"GET http://almarsa.test/ HT", b"CONNECT almarsa.test:443 HTTP/1.1\r\n\r\n"):
        with socket.create_connection((host, int(port))) as client:
            client.sendall(start)
    assert fetch(newsroom, "http://almarsa.test/").status == 200


def test_the_log_tells_who_asked_for_what_and_when(newsroom: Newsroom) -> None:
    fetch(newsroom, "http://almarsa.test/a?b=1", User_Agent="Byline/1")
    fetch(newsroom, "http://almarsa.test/c")
    first, second = newsroom.log.of("almarsa.test")
    assert (first.method, first.target, first.path, first.status, first.user_agent) == (
        "GET",
        "/a?b=1",
        "/a",
        404,
        "Byline/1",
    )
    assert first.moment < second.moment
    assert newsroom.log.gaps("almarsa.test") == [second.moment - first.moment]
    assert newsroom.log.of(path="/a?b=1") == newsroom.log.of(path="/a") == [first]
    assert newsroom.log.of(path="/a?b=2") == []


def test_pages_are_compressed_where_the_site_does_so_and_the_client_takes_it(newsroom: Newsroom) -> None:
    plain = fetch(newsroom, "http://tagblatt-nord.test/atom.xml")
    packed = fetch(newsroom, "http://tagblatt-nord.test/atom.xml", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_a_list_that_did_not_change_is_answered_with_304(newsroom: Newsroom) -> None:
    url = "http://tagblatt-nord.test/atom.xml"
    validators = fetch(newsroom, url).headers
    newsroom.clock.advance(seconds=1)
    for published, status in ((False, 304), (True, 200)):
        if published:
            newsroom.publish("tagblatt-nord")
        assert fetch(newsroom, url, If_None_Match=validators["ETag"]).status == status
        assert fetch(newsroom, url, If_Modified_Since=validators["Last-Modified"]).status == status


def test_stopping_ends_open_connections() -> None:
    newsroom = Newsroom(["almarsa"]).start()
    with connection(newsroom) as client:
        client.request("GET", "http://almarsa.test/")
        client.getresponse().read()
        newsroom.stop()
        assert client.sock.recv(10) == b""


def test_a_mistake_in_a_site_is_logged_and_answered_with_500(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.site("almarsa").pages["/broken"] = lambda _request: Response(200, b"%d" % int("x"))
    assert fetch(newsroom, "http://almarsa.test/broken").status == 500
    assert "invalid literal" in caplog.text
    assert fetch(newsroom, "http://almarsa.test/").status == 200
