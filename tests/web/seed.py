"""A small newsroom's worth of documents, as the crawler writes them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from crawler.clock import utc_now
from crawler.items import (
    Article,
    Attribution,
    Author,
    Extraction,
    Image,
    PrimarySource,
    Publisher,
    Rights,
    Section,
    Sighting,
)
from crawler.storage.articles import to_document
from crawler.storage.reading.search_tokens import search_tokens

Document = dict[str, Any]

SOURCES = {
    "harbour-post": ("The Harbour Post", "GB", "en"),
    "tagblatt": ("Tagblatt Nord", "DE", "de"),
    "minato": ("港日報", "JP", "ja"),
    "almarsa": ("المرسى", "EG", "ar"),
}

ENGLISH = [
    "The harbour council voted on Monday to rebuild the north pier, which last winter's storms had left unsafe.",
    "Work is to begin in spring and to take two years. The fishing fleet will berth at the east quay meanwhile.",
    "“Nobody loses a mooring,” said Ida Marsh, who speaks for the boat owners. “That was what we asked for.”",
]


def key(text: str) -> str:
    """An id like an article's."""
    return hashlib.sha256(text.encode()).hexdigest()


def make_article(
    url: str,
    headline: str = "Council votes to rebuild the north pier",
    *,
    source: str = "harbour-post",
    paragraphs: list[str] | None = None,
    published_at: datetime | None = None,
    **values: Any,
) -> Document:
    """A document of ``articles``; ``values`` go into the extraction, or replace fields of the document."""
    name, _, language = SOURCES[source]
    publisher = Publisher(name, f"{source}.test", f"https://{source}.test/")
    rights = values.pop("rights", Rights())
    own = {field: values.pop(field) for field in list(values) if field in Extraction.__slots__}
    extraction = Extraction("article", headline=headline, published_at=published_at, rights=rights, **own)
    extraction.language = own.get("language", language)
    extraction.sections = own.get("sections") or [Section(None, list(paragraphs or ENGLISH))]
    now = utc_now()
    article = Article(
        url=url,
        source_id=source,
        run_id="20261122T060000-aaaa",
        retrieved_at=now,
        extraction=extraction,
        row_id=key(url),
        id=key(url),
        fingerprint=key(f"{url} text"),
        attribution=Attribution(
            publisher=publisher,
            primary_source=PrimarySource(name, url, "publisher", 0.9),
            retrieved_at=now,
            statement=f"Published by {name} at {url}, retrieved on {now:%d %B %Y}.",
            statement_html=f'Published by <a href="{url}">{name}</a>.',
            authors=[author.name for author in extraction.authors],
            rights=rights,
        ),
    )
    document = {"_id": article.id, "state": "live", "first_seen_at": now, "also_published_by": [], "story_id": None}
    return document | {"revision": 1} | to_document(article) | searchable(extraction) | values


def searchable(extraction: Extraction) -> Document:
    """The tokens that the search looks for."""
    names = [author.name for author in extraction.authors]
    texts = [extraction.headline, extraction.description, *extraction.keywords, *names, extraction.body]
    return {"search": search_tokens(texts)}


def seed(database: Database[Document]) -> list[Document]:
    """Fills a prepared database; gives the articles, newest first."""
    now = utc_now()
    articles = [*_lead_articles(now), *_more_articles(now)]
    database["articles"].insert_many(articles)
    database["revisions"].insert_one(
        {
            "article": articles[0]["_id"],
            "revision": 1,
            "seen_at": now - timedelta(hours=3),
            "headline": "Council to vote on the north pier",
            "changes": [{"removed": "Work may begin in spring.", "added": "Work is to begin in spring."}],
        }
    )
    _seed_sources(database, now)
    database["runs"].insert_many(_runs(now))
    _seed_troubles(database, now)
    return articles


def _lead_articles(now: datetime) -> list[Document]:
    harbour = Publisher("Tagblatt Nord", "tagblatt.test", "https://tagblatt.test/")
    sighting = Sighting(harbour, "https://tagblatt.test/pier", now - timedelta(hours=1), 0.87)
    first = make_article(
        "https://harbour-post.test/2026/11/pier",
        description="Two years of work, and every mooring stays, the council promises.",
        authors=[Author("Ida Marsh"), Author("Tom Reed", "https://harbour-post.test/people/tom")],
        published_at=now - timedelta(minutes=20),
        modified_at=now - timedelta(minutes=5),
        keywords=["harbour", "council", "budget 2027"],
        section="Local",
        sections=[Section(None, ENGLISH[:2]), Section("What the owners say", ENGLISH[2:])],
        images=[Image("https://harbour-post.test/pier.jpg", "The north pier last week", "Photo: L. Okoye")],
        story_id="story-pier",
        also_published_by=[
            {
                "publisher": {"name": sighting.publisher.name, "domain": "tagblatt.test", "homepage": ""},
                "url": sighting.url,
                "first_seen": sighting.first_seen,
                "similarity": sighting.similarity,
            }
        ],
        revision=2,
    )
    german = make_article(
        "https://tagblatt.test/hafen",
        "Der Nordpier in Zürichs Partnerstadt wird neu gebaut",
        source="tagblatt",
        description="Der Rat hat am Montag entschieden: Zwei Jahre lang wird am Hafen gebaut.",
        paragraphs=[
            "Der Rat hat am Montag dafür gestimmt, den Pier neu zu bauen.",
            "Im Frühling geht es los.",
        ],
        published_at=now - timedelta(minutes=50),
        keywords=["Hafen"],
        story_id="story-pier",
    )
    japanese = make_article(
        "https://minato.test/1",
        "港の北桟橋、二年かけて再建へ",
        source="minato",
        paragraphs=["市議会は月曜日、昨冬の嵐で傷んだ北桟橋の再建を決めた。", "工事は春に始まる。"],
        published_at=now - timedelta(hours=2),
    )
    arabic = make_article(
        "https://almarsa.test/1",
        "المجلس يقرر إعادة بناء الرصيف الشمالي",
        source="almarsa",
        description="تستمر الأعمال عامين وتبقى أماكن القوارب كما هي.",
        paragraphs=["صوت المجلس يوم الاثنين على إعادة بناء الرصيف الشمالي.", "تبدأ الأعمال في الربيع."],
        published_at=now - timedelta(hours=3),
    )
    reserved = make_article(
        "https://harbour-post.test/reserved",
        "Ferry line closes after ninety years",
        description="The last boat leaves on Sunday.",
        sections=[Section(None, [])],
        published_at=now - timedelta(hours=4),
        rights=Rights(tdm_reservation="1"),
        is_reserved=True,
        fingerprint=key("reserved"),
    )
    reserved |= {"sections": [], "body": None, "images": []}
    return [first, german, japanese, arabic, reserved]


def _more_articles(now: datetime) -> list[Document]:
    events = ["Tide gate opens a month early", "School bus returns to the island", "Library extends its hours"]
    articles = [
        make_article(
            f"https://harbour-post.test/more/{n}",
            f"{events[n % 3]}, part {n + 1}",
            description="A short report from the town hall." if n % 2 else None,
            published_at=now - timedelta(hours=5 + 3 * n),
            keywords=["town"],
            paragraphs=[f"This is report number {n + 1} of the series about the town. {ENGLISH[1]}"],
        )
        for n in range(30)
    ]
    undated = [
        make_article(f"https://harbour-post.test/undated/{n}", f"Undated notice {n}", paragraphs=["Closed today."])
        for n in range(3)
    ]
    return articles + sorted(undated, key=lambda article: str(article["_id"]), reverse=True)


def _seed_sources(database: Database[Document], now: datetime) -> None:
    for n, (source, (name, country, language)) in enumerate(SOURCES.items()):
        state = {"name": name, "country": country, "languages": [language], "homepage": f"https://{source}.test/"}
        rendering = {"way": "browser" if source == "minato" else "static", "learned_at": now, "pages": 3}
        database["sources"].insert_one({"_id": source, "worked": [True] * 3, "rendering": rendering} | state)
        failing = source == "almarsa"
        database["endpoints"].insert_one(
            {
                "_id": f"endpoint-{n}",
                "source_id": source,
                "url": f"https://{source}.test/feed.xml",
                "location": f"https://{source}.test/feed.xml",
                "kind": "feed",
                "host": f"{source}.test",
                "polls": 12,
                "failures": 3 if failing else 0,
                "failure": "http-503" if failing else None,
                "entries": 40,
                "polled_at": now - timedelta(minutes=15),
                "last_new_at": now - timedelta(minutes=25),
                "next_poll_at": now + timedelta(minutes=20 * (n + 1)),
            }
        )
        owner = {"machine": "crawl-1", "boot": "b", "pid": 4242, "started": "1", "id": "crawl-1/b/4242/1"}
        host: Document = {"_id": f"{source}.test", "sources": [source], "delay": 2.0}
        if source == "tagblatt":
            host["lease"] = {"owner": owner, "until": now + timedelta(seconds=40)}
        database["hosts"].insert_one(host)


def make_run(started: datetime, *, verdict: str | None = "healthy", scale: int = 10, **values: Any) -> Document:
    """A document of ``runs``; without a verdict it is under way."""
    ended = None if verdict is None else started + timedelta(minutes=4)
    stats = {
        "sources/total": 4,
        "sources/polled": 4 if ended else 2,
        "polls": 4,
        "polls/failed": scale // 9,
        "pages/fetched": 3 * scale,
        "pages/latency": 1.1 * scale,
        "articles/stored": 2 * scale,
        "articles/duplicate": scale // 2,
        "articles/refused": scale // 4,
        "articles/failed": scale // 8,
        "downloader/response_count": 4 * scale,
    }
    counted = {
        source: {"polls": 1, "pages/fetched": scale, "articles/stored": scale // 2 + n, "failed/http-404": n}
        for n, source in enumerate(SOURCES)
    }
    record = {
        "_id": f"{started:%Y%m%dT%H%M%S}-{scale:04x}",
        "spider": "news",
        "version": "0.1.0",
        "arguments": {"country": "DE"} if scale % 5 == 0 else {},
        "sources_selected": 4,
        "started_at": started,
        "heartbeat_at": ended or started + timedelta(minutes=1),
        "ended_at": ended,
        "stats": stats,
    }
    if ended:
        books = {"at_start": 3, "listed": 3 * scale, "settled": 3 * scale, "at_end": 3, "others": 0}
        record |= {"verdict": verdict, "exit_status": 0 if verdict == "healthy" else 3, "reasons": []}
        record |= {"books": books, "sources": counted}
    return record | values


def _runs(now: datetime) -> list[Document]:
    past = [make_run(now - timedelta(hours=2 * n + 1), scale=12 + (n * 7) % 23) for n in range(30)]
    bad = make_run(
        now - timedelta(minutes=40),
        verdict="unhealthy",
        scale=31,
        reasons=["only 12 of 93 fetched pages were stored"],
        exit_status=3,
    )
    running = make_run(now - timedelta(minutes=1), verdict=None, scale=9, heartbeat_at=now)
    return [*past, bad, running]


def _seed_troubles(database: Database[Document], now: datetime) -> None:
    for n, (state, reason) in enumerate(
        [("failed", "http-404"), ("refused", "robots"), ("quarantined", "worker-lost")]
    ):
        url = f"https://almarsa.test/trouble/{n}"
        database["urls"].insert_one(
            {
                "_id": key(url),
                "url": url,
                "host": "almarsa.test",
                "source_id": "almarsa",
                "state": state,
                "reason": reason,
                "entry": {},
                "listed_at": now - timedelta(hours=2),
                "settled_at": now - timedelta(hours=1),
                "run_id": "r",
            }
        )
    database["quarantine"].insert_one(
        {
            "_id": key("https://almarsa.test/trouble/2"),
            "url": "https://almarsa.test/trouble/2",
            "source_id": "almarsa",
            "run_id": "r",
            "reason": "worker-lost",
            "evidence": "the worker took more than 10 s over one page",
            "at": now - timedelta(hours=1),
        }
    )
    database["takedowns"].insert_one(
        {
            "_id": "20261122-0badcafe",
            "state": "requested",
            "article": key("https://harbour-post.test/more/1"),
            "url": "https://harbour-post.test/more/1",
            "by": "Ada Berg, for the Harbour Post",
            "contact": "ada@harbour-post.test",
            "reason": "Printed before the embargo ended.\nIt is ours.",
            "copies": False,
            "via": "web",
            "requested_at": now - timedelta(hours=20),
            "deadline_at": now + timedelta(hours=4),
        }
    )
