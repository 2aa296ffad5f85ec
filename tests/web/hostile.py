"""Texts that try to become script, and a database in which every field holds one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pymongo.database import Database

from crawler.clock import utc_now
from tests.web.seed import key, make_article, make_run

Document = dict[str, Any]

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x0c>alert(1)</script\x0c>",
    "<script>alert`1`</script>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    "<img src=x:alert(1) onerror=eval(src.slice(2))>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button autofocus>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)></select>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<link rel=stylesheet href=//evil.test/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//evil.test/>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)" x="',
    "` onmouseover=alert(1)",
    "x onclick=alert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    " javascript:alert(1)",
    "javascript://%0aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&#x3c;img src=x onerror=alert(1)&#x3e;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "{{7*7}}{{ self.__init__.__globals__ }}{% raw %}",
    "{{ ''.__class__ }}${alert(1)}#{alert(1)}",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template><img src=x onerror=alert(1)>",
    "\u202e<script>)1(trela</script><script>alert(1)</script>",
    "<style>@import '//evil.test/x.css';*{background:url(javascript:alert(1))}</style>",
    "<x onclick=alert(1) contenteditable autofocus tabindex=1 id=x onfocus=alert(1)>",
]


def hostile_article(payload: str) -> Document:
    """An article with the payload in every field that the validator leaves to the page."""
    address = f"https://harbour-post.test/{payload}"
    article = make_article(f"https://harbour-post.test/{key(payload)}", payload, published_at=utc_now())
    attribution = article["attribution"] | {"statement": payload, "statement_html": payload, "agencies": [payload]}
    attribution["publisher"] = {"name": payload, "domain": payload, "homepage": payload}
    attribution["primary_source"] = {"name": payload, "url": address, "evidence": payload, "confidence": 1.0}
    return article | {
        "url": address,
        "kind": payload,
        "description": payload,
        "sections": [{"heading": payload, "paragraphs": [payload, payload]}],
        "authors": [{"name": payload, "url": payload}, {"name": payload, "url": address}],
        "language": payload,
        "keywords": [payload],
        "section": payload,
        "images": [{"url": payload, "caption": payload, "credit": payload}, {"url": address, "caption": None}],
        "is_truncated": True,
        "attribution": attribution,
        "also_published_by": [
            {"publisher": {"name": payload}, "url": payload, "first_seen": utc_now(), "similarity": 0.5},
            {"publisher": {"name": payload}, "url": address, "first_seen": None, "similarity": 1.0},
        ],
        "story_id": payload,
        "source_id": payload,
    }


def seed_hostile(database: Database[Document]) -> list[Document]:
    """Puts every payload into every field of every collection that a page shows; gives the articles."""
    now, articles = utc_now(), [hostile_article(payload) for payload in PAYLOADS]
    database["articles"].insert_many(articles)
    for n, (payload, article) in enumerate(zip(PAYLOADS, articles, strict=True)):
        # A source's id is a slug; nothing else about it is sure.
        source, row = f"hostile-{n}", key(f"row {payload}")
        change = {"removed": payload, "added": payload}
        revision = {"article": article["_id"], "revision": 1, "seen_at": now, "headline": payload, "changes": [change]}
        database["revisions"].insert_one(revision)
        state = {"name": payload, "country": payload, "languages": [payload], "homepage": payload}
        rendering = {"way": payload, "learned_at": now}
        database["sources"].insert_one({"_id": source, "rendering": rendering, "profile": {"body": payload}} | state)
        endpoint = {"_id": source, "source_id": source, "url": payload, "kind": payload, "host": payload, "failures": 1}
        database["endpoints"].insert_one(endpoint | {"failure": payload, "moved_to": payload, "entries": payload})
        owner = {"id": payload, "machine": payload, "pid": payload}
        host = {"_id": payload, "sources": [source], "delay": payload, "rest_until": now, "rest_reason": payload}
        database["hosts"].insert_one(host | {"lease": {"owner": owner, "until": now}})
        trouble = {"_id": row, "url": f"https://x.test/{payload}", "host": payload or "x", "source_id": source}
        database["urls"].insert_one(
            trouble | {"state": "failed", "reason": payload, "listed_at": now, "settled_at": now}
        )
        kept = {"_id": row, "url": payload, "source_id": payload, "reason": payload, "evidence": payload, "at": now}
        database["quarantine"].insert_one(kept)
        database["takedowns"].insert_one(
            {
                "_id": payload,
                "state": "requested" if n % 2 else payload,
                "article": payload,
                "url": payload,
                "by": payload,
                "contact": payload,
                "reason": payload,
                "requested_at": now,
                "deadline_at": now + timedelta(hours=1),
            }
        )
    everything: Document = {payload: payload for payload in PAYLOADS}
    sources = {payload: {"polls": 1, f"failed/{payload}": 1} for payload in PAYLOADS}
    ended = make_run(now - timedelta(hours=1), verdict=PAYLOADS[0], reasons=PAYLOADS, arguments=everything)
    ended["stats"] |= everything
    database["runs"].insert_many(
        [
            ended | {"_id": PAYLOADS[6], "spider": PAYLOADS[7], "version": PAYLOADS[8], "sources": sources},
            make_run(now, verdict=None, _id=PAYLOADS[9], heartbeat_at=now),
        ]
    )
    return articles
