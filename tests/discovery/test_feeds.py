"""RSS, Atom and JSON Feed, well-formed and not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.discovery.listing import Rejected
from crawler.exceptions import UnusableListing

from .conftest import Read

SITE = "https://www.courier.test"


def rss(*items: str, head: str = "") -> str:
    spaces = (
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
        ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    )
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel>{head}{body}</channel></rss>'


def link(path: str) -> str:
    return f"<title>The council decides</title><link>{SITE}{path}</link>"


def atom(*entries: str, attributes: str = "", head: str = "") -> str:
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{head}{body}</feed>'


def test_an_rss_entry_is_read_with_all_it_says(read: Read) -> None:
    listing = read(
        rss(
            f"<title>Tram &amp;amp; bus</title><link>{SITE}/city/tram-and-bus-1</link><guid>{SITE}/?p=77</guid>"
            "<pubDate>Fri, 03 May 2024 15:47:42 +0200</pubDate>"
            "<description>&lt;p&gt;New lines &lt;b&gt;from&lt;/b&gt; May.&lt;/p&gt;"
            "&lt;script&gt;x()&lt;/script&gt;</description>",
            head="<title>Courier</title><language>de-DE</language>",
        )
    )
    [entry] = listing.entries
    assert (listing.format, listing.title, listing.language, listing.is_complete) == ("rss", "Courier", "de-DE", True)
    assert entry.url == f"{SITE}/city/tram-and-bus-1"
    assert entry.title == "Tram & bus"
    assert entry.summary == "New lines from May."
    assert entry.guid == f"{SITE}/?p=77"
    assert entry.published_at == datetime(2024, 5, 3, 13, 47, 42, tzinfo=UTC)
    assert entry.modified_at is None


def test_every_entry_is_in_the_entries_or_among_the_rejected(read: Read) -> None:
    listing = read(
        rss(
            link("/city/one"),
            link("/city/one#comments"),
            "<title>Elsewhere</title><link>https://other.test/story</link>",
            "<title>Anzeige: Sofas</title><link>https://www.courier.test/sofas</link>",
            "<title>Nothing but a title</title>",
            "<title>Radio</title><enclosure url='https://www.courier.test/a.mp3' type='audio/mpeg' length='1'/>",
            "<title>Clip</title><media:content url='https://www.courier.test/a.mp4' type='video/mp4'/>",
            "<title>Code</title><guid>12345</guid>",
            "<title>Tag</title><guid>tag:courier.test,2024:1</guid>",
        )
    )
    assert [entry.url for entry in listing.entries] == [f"{SITE}/city/one"]
    assert sorted(rejected.reason for rejected in listing.rejected) == [
        "advert",
        "enclosure-only",
        "enclosure-only",
        "no-link",
        "no-link",
        "no-link",
        "other-site",
        "repeated",
    ]
    assert listing.total == 9


def test_entries_are_newest_first_and_undated_ones_keep_their_place(read: Read) -> None:
    dates = ["2024-05-01", "2024-05-03", None, "2024-05-02"]
    items = [
        link(f"/city/story-{number}") + (f"<pubDate>{date}</pubDate>" if date else "")
        for number, date in enumerate(dates)
    ]
    assert [entry.url[-1] for entry in read(rss(*items)).entries] == ["1", "2", "3", "0"]


def test_entries_without_any_date_stay_in_the_feeds_order(read: Read) -> None:
    assert [entry.url[-1] for entry in read(rss(*(link(f"/city/s-{n}") for n in range(3)))).entries] == ["0", "1", "2"]


def test_a_guid_that_is_an_address_stands_in_for_a_missing_link(read: Read) -> None:
    listing = read(
        rss(f"<title>A</title><guid>{SITE}/city/a</guid>", f"<title>B</title><link></link><guid>{SITE}/city/b</guid>")
    )
    assert [entry.url for entry in listing.entries] == [f"{SITE}/city/a", f"{SITE}/city/b"]


def test_the_link_wins_over_the_guid(read: Read) -> None:
    assert read(rss(link("/city/a") + f"<guid>{SITE}/?p=1</guid>")).entries[0].url == f"{SITE}/city/a"


def test_feedburners_original_address_wins_over_its_own(read: Read) -> None:
    item = "<title>A</title><link>http://feedproxy.google.com/~r/c/1</link>"
    item += f"<feedburner:origLink>{SITE}/city/a</feedburner:origLink>"
    assert read(rss(item)).entries[0].url == f"{SITE}/city/a"


def test_a_redirecting_link_of_a_feed_service_is_followed_later(read: Read) -> None:
    assert read(rss("<title>A</title><link>http://feedproxy.google.com/~r/c/1</link>")).entries


def test_an_atom_link_inside_rss_counts(read: Read) -> None:
    assert read(rss(f"<title>A</title><atom:link href='{SITE}/city/a'/>")).entries[0].url == f"{SITE}/city/a"


def test_a_dc_date_is_the_publication(read: Read) -> None:
    [entry] = read(rss(link("/city/a") + "<dc:date>2024-05-03T10:00:00</dc:date>")).entries
    assert (entry.published_at, entry.modified_at) == (datetime(2024, 5, 3, 8, 0, tzinfo=UTC), None)


def test_a_future_or_impossible_date_is_none(read: Read) -> None:
    listing = read(
        rss(
            link("/city/a") + "<pubDate>Fri, 03 May 2099 10:00:00 GMT</pubDate>",
            link("/city/b") + "<pubDate>Fri, 45 Foo 2024 99:00:00 GMT</pubDate>",
        )
    )
    assert [entry.published_at for entry in listing.entries] == [None, None]


def test_rss_1_and_09_are_read(read: Read) -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>C</title></channel>'
        f"<item rdf:about='{SITE}/city/a'>{link('/city/a')}<dc:date>2024-05-03T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    old = (
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        f'<rss version="0.91"><channel><title>Caf&eacute;</title><item>{link("/city/b")}</item></channel></rss>'
    )
    assert read(rdf).entries[0].published_at == datetime(2024, 5, 3, 10, 0, tzinfo=UTC)
    assert (read(old).title, read(old).entries[0].url) == ("Café", f"{SITE}/city/b")


def test_atom_links_are_resolved_and_the_page_is_chosen_among_them(read: Read) -> None:
    listing = read(
        atom(
            '<title type="html">A &lt;i&gt;b&lt;/i&gt;</title><link href="a.html"/>'
            "<updated>2024-05-03T10:00:00Z</updated>",
            '<link rel="alternate" type="application/json" href="/b.json"/>'
            '<link rel="alternate" type="text/html" href="/b"/>'
            '<link rel="enclosure" href="/b.mp3"/><title>B</title><published>2024-05-02T10:00:00Z</published>',
            f"<title>C</title><id>{SITE}/city/c</id>",
            '<title>D</title><link rel="related" href="https://other.test/"/>',
            attributes=f'xml:base="{SITE}/world/" xml:lang="fr"',
            head='<title>W</title><link rel="self" href="https://www.courier.test/world.atom"/>',
        )
    )
    assert (listing.format, listing.language, listing.self_url) == ("atom", "fr", f"{SITE}/world.atom")
    assert [entry.url for entry in listing.entries] == [f"{SITE}/world/a.html", f"{SITE}/b", f"{SITE}/city/c"]
    assert listing.entries[0].title == "A b"
    assert listing.entries[0].modified_at == datetime(2024, 5, 3, 10, 0, tzinfo=UTC)
    assert listing.rejected == [Rejected(None, "no-link")]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<ttl>15</ttl>", timedelta(minutes=15)),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>99999999999999</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", timedelta(minutes=30)),
        ("<sy:updatePeriod> daily </sy:updatePeriod>", timedelta(days=1)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", timedelta(hours=1)),
        ("<sy:updatePeriod>always</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_how_often_a_feed_says_it_changes(read: Read, head: str, expected: timedelta | None) -> None:
    assert read(rss(link("/city/a"), head=head)).interval_hint == expected


def test_a_feed_that_moved_says_where(read: Read) -> None:
    moved = "<itunes:new-feed-url>https://www.courier.test/new.xml</itunes:new-feed-url>"
    assert read(rss(link("/city/a"), head=moved)).moved_to == f"{SITE}/new.xml"


def test_an_empty_feed_has_no_entries_and_is_no_error(read: Read) -> None:
    listing = read(rss())
    assert (listing.format, listing.total, listing.is_complete) == ("rss", 0, True)


@pytest.mark.parametrize(
    "spoiled",
    [
        "<title>Fish &nbsp; chips</title>",
        "<title>Fish & chips</title>",
        "<title>AT&T &foo; bar</title>",
        "<title>one \x08 two</title>",
        "<title>a < b</title>",
        "<title>open",
        "<title>x</titel>",
        "<p:unbound>1</p:unbound>",
        "<title><![CDATA[never & closed]]</title>",
    ],
)
def test_a_spoiled_entry_costs_no_other(read: Read, spoiled: str) -> None:
    listing = read(rss(link("/city/before-it"), spoiled + f"<link>{SITE}/city/spoiled</link>", link("/city/after-it")))
    urls = {entry.url for entry in listing.entries}
    assert f"{SITE}/city/before-it" in urls
    if "CDATA" not in spoiled:  # an open CDATA section swallows what follows
        assert f"{SITE}/city/after-it" in urls


@pytest.mark.parametrize("number", ["&#xD800;", "&#0;", "&#99999999999;", "&#x1F;", "&#55296;"])
def test_a_character_that_cannot_be_is_left_out(read: Read, number: str) -> None:
    text = rss(f"<title>one{number} two</title><link>{SITE}/city/{number}a</link>", "<title><![CDATA[x&#xD800;")
    assert [(entry.title, entry.url) for entry in read(text).entries] == [("one two", f"{SITE}/city/a")]


def test_a_bare_ampersand_stays_in_the_address(read: Read) -> None:
    assert (
        read(rss(f"<title>A</title><link>{SITE}/read?id=1&page=2</link>")).entries[0].url.endswith("/read?id=1&page=2")
    )


def test_cdata_is_taken_as_it_is(read: Read) -> None:
    item = f"<title><![CDATA[Fish & <b>chips</b>]]></title><link><![CDATA[ {SITE}/read?id=1&page=2 ]]></link>"
    [entry] = read(rss(item)).entries
    assert (entry.title, entry.url) == ("Fish & chips", f"{SITE}/read?id=1&page=2")


def test_a_bad_byte_costs_no_entry(read: Read) -> None:
    content = rss(*(link(f"/city/story-{number}") for number in range(5)), head="<title>Größe</title>").encode()
    assert len(read(content.replace(b"council", b"coun\xffcil", 1)).entries) == 5


def test_a_feed_that_breaks_off_keeps_its_whole_entries(read: Read) -> None:
    content = rss(*(link(f"/city/story-{number}") for number in range(5)))
    listing = read(content[: content.rindex("story-4") + 3])
    assert [entry.url[-1] for entry in listing.entries] == ["0", "1", "2", "3"]
    assert not listing.is_complete


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("cp1251", "windows-1251", "text/xml; charset=utf-8"),
        ("utf-8", "iso-8859-1", None),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-8", "utf-8", "text/xml"),
        ("utf-16", "utf-16", None),
        ("utf-16-le", "utf-16", None),
        ("koi8-r", "koi8-r", None),
        ("cp1251", "", "application/rss+xml; charset=windows-1251"),
    ],
)
def test_the_encoding_is_what_the_bytes_are(read: Read, encoding: str, declared: str, header: str | None) -> None:
    title = "Совет принял решение о трамвае"
    text = rss(f"<title>{title}</title><link>{SITE}/city/a</link>")
    if declared:
        text = text.replace('version="1.0"?', f'version="1.0" encoding="{declared}"?')
    assert read(text.encode(encoding), content_type=header).entries[0].title == title


@pytest.mark.parametrize("codec", ["rot13", "hex", "unicode_escape", "idna", "undefined", "no-such-codec"])
def test_a_codec_that_is_no_encoding_is_not_obeyed(read: Read, codec: str) -> None:
    text = rss("<title>Ma\u00dfe</title>" + f"<link>{SITE}/city/a</link>").replace("?>", f' encoding="{codec}"?>', 1)
    assert read(text.encode("cp1252"), content_type=f"text/xml; charset={codec}").entries[0].title == "Ma\u00dfe"


def test_no_entity_is_expanded(read: Read) -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    listing = read(
        rss("<title>&b; &f;</title><link>https://www.courier.test/city/a</link>").replace("<rss", f"{bomb}<rss")
    )
    assert listing.entries[0].title == "&b; &f;"


def test_warnings_of_the_server_before_the_feed_are_passed_over(read: Read) -> None:
    assert read("<br />\n<b>Warning</b>: undefined index in /var/www/feed.php<br />\n" + rss(link("/city/a"))).entries


def test_a_json_feed_is_read(read: Read) -> None:
    listing = read(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "C", "language": "de", "feed_url": "/f.json",'
        ' "items": ['
        '{"id": "1", "url": "/city/all-about-trams", "title": "A", "summary": "S",'
        ' "date_published": "2024-05-03T10:00:00+02:00"},'
        '{"id": "https://www.courier.test/city/all-about-buses", "content_text": "T"}, 7, {"id": 3},'
        '{"id": "4", "attachments": [{"url": "a.mp3"}]}]}'
    )
    first, second = listing.entries
    assert (listing.format, listing.self_url) == ("json-feed", f"{SITE}/f.json")
    assert (first.url, first.title, first.guid, first.summary) == (f"{SITE}/city/all-about-trams", "A", "1", "S")
    assert first.published_at == datetime(2024, 5, 3, 8, 0, tzinfo=UTC)
    assert second.url == f"{SITE}/city/all-about-buses"
    assert [rejected.reason for rejected in listing.rejected] == ["no-link", "no-link", "enclosure-only"]


def test_a_json_feed_that_breaks_off_keeps_its_whole_items(read: Read) -> None:
    listing = read('{"items": [{"url": "/city/all-about-trams"}, {"url": "/city/all-about-buses"}, {"url": "/city/st')
    assert len(listing.entries) == 2
    assert not listing.is_complete


@pytest.mark.parametrize(
    "text", ['{"a": 1}', '{"items": 5, "version": "https://jsonfeed.org/version/1"}', '{"items": [1]}']
)
def test_other_json_is_no_feed(read: Read, text: str) -> None:
    with pytest.raises(UnusableListing, match="not-a-feed: "):
        read(text)


def test_broken_json_without_items_says_so(read: Read) -> None:
    with pytest.raises(UnusableListing, match="broken-json: "):
        read('{"items"')
