"""The main job as an operator sees it: runs of ``scrapy crawl news`` against sites on this machine."""

from __future__ import annotations

import hashlib
import signal
from collections import Counter
from typing import Any

import pytest
from pymongo.database import Database

from tests.crawling import Crawls, wait_until
from tests.newsroom import Newsroom, faults
from tests.newsroom.site import Site
from tests.spiders.papers import open_paper

Records = Database[dict[str, Any]]


def states(records: Records) -> Counter[str]:
    """Counts the rows of the ledger by state, aliases aside."""
    return Counter(row["state"] for row in records["urls"].find({"reason": {"$ne": "alias"}}))


def last_run(records: Records) -> dict[str, Any]:
    run = records["runs"].find_one(sort=[("started_at", -1)])
    assert run is not None
    return run


def page_requests(newsroom: Newsroom, site: Site) -> Counter[str]:
    """Counts the requests for articles of a site."""
    paths = {article.path for article in site.articles}
    return Counter(access.target for access in newsroom.log if access.host == site.host and access.target in paths)


def test_a_crawl_leaves_one_attributed_record_for_every_article(
    crawls: Crawls, open_newsroom: Newsroom, database: Records
) -> None:
    site = open_paper(open_newsroom)
    done = crawls.run()
    assert done.returncode == 0, done.stderr
    for truth in site.articles:
        record = database["articles"].find_one({"url": truth.url})
        assert record is not None
        assert record["headline"] == truth.headline
        assert record["published_at"] == truth.published_at
        assert tuple(author["name"] for author in record["authors"]) == truth.authors
        assert [p for section in record["sections"] for p in section["paragraphs"]] == list(truth.paragraphs)
        assert record["attribution"]["publisher"]["name"] == site.name
        assert record["attribution"]["primary_source"]["url"] == truth.url
        assert truth.url in record["attribution"]["statement"]


def test_a_second_run_fetches_only_what_is_new(crawls: Crawls, open_newsroom: Newsroom, database: Records) -> None:
    site = open_paper(open_newsroom)
    crawls.run()
    fresh = open_newsroom.publish("paper")
    open_newsroom.log.clear()
    done = crawls.run("all=1")
    assert done.returncode == 0, done.stderr
    assert page_requests(open_newsroom, site) == Counter({fresh.path: 1})
    assert database["articles"].count_documents({}) == 5


def test_a_run_with_nothing_due_asks_nobody_and_is_healthy(crawls: Crawls, open_newsroom: Newsroom) -> None:
    open_paper(open_newsroom)
    crawls.run()
    open_newsroom.log.clear()
    done = crawls.run()
    assert (done.returncode, len(open_newsroom.log)) == (0, 0)
    assert "nothing due" in done.stdout


def test_on_first_sight_only_the_newest_entries_are_taken(
    crawls: Crawls, open_newsroom: Newsroom, database: Records
) -> None:
    site = open_paper(open_newsroom, articles=6)
    crawls.run(FIRST_SIGHT_ENTRIES="2")
    newest = sorted(site.articles, key=lambda article: article.published_at)[-2:]
    assert {record["url"] for record in database["articles"].find()} == {article.url for article in newest}
    assert states(database) == {"stored": 2, "skipped": 4}


def test_what_is_published_after_the_first_cut_is_taken(
    crawls: Crawls, open_newsroom: Newsroom, database: Records
) -> None:
    open_paper(open_newsroom, articles=6)
    crawls.run(FIRST_SIGHT_ENTRIES="2")
    open_newsroom.publish("paper")
    crawls.run("all=1", FIRST_SIGHT_ENTRIES="2")
    assert states(database) == {"stored": 3, "skipped": 4}


def test_the_books_of_every_run_balance(crawls: Crawls, open_newsroom: Newsroom, database: Records) -> None:
    site = open_paper(open_newsroom)
    open_newsroom.set_fault(site.host, site.articles[0].path, faults.status(404))
    crawls.run()
    books = last_run(database)["books"]
    assert books["at_start"] + books["listed"] == books["settled"] + books["at_end"]
    stats = last_run(database)["stats"]
    assert stats["entries/found"] == sum(stats.get(f"entries/{part}", 0) for part in ("new", "known", "rejected"))


def test_a_broken_list_does_not_disturb_the_others(crawls: Crawls, open_newsroom: Newsroom, database: Records) -> None:
    open_paper(open_newsroom)
    broken = open_paper(open_newsroom, "broken")
    open_newsroom.set_fault(broken.host, "/feed/", faults.status(500))
    done = crawls.run()
    assert done.returncode == 0, done.stderr
    assert database["articles"].count_documents({"source_id": "paper"}) == 4
    assert last_run(database)["sources"]["broken"]["polls/failed"] == 1


def test_a_killed_run_loses_nothing(crawls: Crawls, open_newsroom: Newsroom, database: Records) -> None:
    open_paper(open_newsroom, articles=12)
    killed = crawls.start(DOWNLOAD_DELAY="0.3")
    wait_until(lambda: database["articles"].count_documents({}) >= 3, "three articles")
    killed.kill()
    killed.wait()
    assert crawls.run().returncode == 0
    assert states(database) == {"stored": 12}
    assert database["articles"].count_documents({}) == 12


def test_a_run_that_is_told_to_end_ends_and_says_so(crawls: Crawls, open_newsroom: Newsroom, database: Records) -> None:
    open_paper(open_newsroom, articles=30)
    running = crawls.start(DOWNLOAD_DELAY="0.3")
    wait_until(lambda: database["articles"].count_documents({}) >= 3, "three articles")
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=30) == 143
    assert last_run(database)["verdict"] == "terminated"
    assert database["hosts"].count_documents({"lease": {"$exists": True}}) == 0
    assert states(database)["pending"] > 0
    assert crawls.run().returncode == 0
    assert states(database) == {"stored": 30}


def test_a_run_ends_at_its_time_limit_and_leaves_the_rest_pending(
    crawls: Crawls, open_newsroom: Newsroom, database: Records
) -> None:
    open_paper(open_newsroom, articles=90)
    done = crawls.run(DOWNLOAD_DELAY="0.5", RUN_TIME_LIMIT="15")
    assert done.returncode == 0, done.stderr
    assert 0 < states(database)["pending"] < 90
    assert last_run(database)["verdict"] == "healthy"


def test_the_same_text_at_two_publishers_is_one_record_with_a_sighting(
    crawls: Crawls, open_newsroom: Newsroom, database: Records
) -> None:
    first, second = open_paper(open_newsroom, articles=1), open_paper(open_newsroom, "copycat", articles=0)
    original = first.articles[0]
    open_newsroom.publish("copycat", second.draft(headline="Another headline", sections=original.sections))
    crawls.run()
    (record,) = database["articles"].find()
    assert {record["url"], record["also_published_by"][0]["url"]} == {article.url for article in open_newsroom.articles}
    assert states(database) == {"stored": 1, "duplicate": 1}


def test_two_addresses_of_one_article_are_one_record(
    crawls: Crawls, open_newsroom: Newsroom, database: Records
) -> None:
    site = open_paper(open_newsroom, articles=1, tracking="utm_source=rss")
    crawls.run()
    (record,) = database["articles"].find()
    identity = hashlib.sha256(site.articles[0].url.removeprefix("http://").rstrip("/").encode()).hexdigest()
    assert record["canonical_url"] == site.articles[0].url
    assert len(identity) == len(record["_id"])


def test_a_page_behind_a_redirect_to_another_host_is_stored_once(
    crawls: Crawls, open_newsroom: Newsroom, database: Records
) -> None:
    site = open_paper(open_newsroom, articles=1, also=("www.paper.test",))
    target = site.articles[0].url.replace("paper.test", "www.paper.test")
    open_newsroom.set_fault("paper.test", site.articles[0].path, faults.redirect(target, 301))
    done = crawls.run()
    assert done.returncode == 0, done.stderr
    assert database["articles"].count_documents({}) <= 1
    assert "pending" not in states(database)


def test_one_host_is_asked_no_faster_than_allowed_by_two_runs_at_once(
    crawls: Crawls, open_newsroom: Newsroom, database: Records
) -> None:
    open_paper(open_newsroom, articles=8)
    both = [crawls.start(DOWNLOAD_DELAY="0.5") for _ in range(2)]
    assert [run.wait(timeout=120) for run in both] == [0, 0]
    assert min(open_newsroom.log.gaps("paper.test")) >= 0.45
    assert states(database) == {"stored": 8}


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("sources=nobody", "no source 'nobody'"),
        ("country=FR", "no source of country 'FR'"),
        ("al=1", "did you mean all"),
        ("all=maybe", "expected 1 or 0"),
    ],
)
def test_an_argument_that_cannot_be_used_is_said_before_anything_is_asked(
    crawls: Crawls, open_newsroom: Newsroom, argument: str, said: str
) -> None:
    open_paper(open_newsroom)
    done = crawls.run(argument)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(open_newsroom.log) == 0


def test_a_database_that_does_not_answer_is_said_before_anything_is_asked(
    crawls: Crawls, open_newsroom: Newsroom
) -> None:
    open_paper(open_newsroom)
    done = crawls.run(MONGODB_URI="mongodb://127.0.0.1:9/")
    assert done.returncode == 5
    assert "no MongoDB answers at mongodb://127.0.0.1:9/" in done.stderr
    assert len(open_newsroom.log) == 0


def test_with_no_network_a_run_says_so_in_one_line(crawls: Crawls, open_newsroom: Newsroom) -> None:
    open_paper(open_newsroom)
    done = crawls.run(CRAWL_PROXY="http://127.0.0.1:9")
    assert done.returncode == 4
    assert "Nothing could be reached" in done.stdout


def test_the_first_run_with_a_network_again_asks_everybody(
    crawls: Crawls, open_newsroom: Newsroom, database: Records
) -> None:
    open_paper(open_newsroom)
    crawls.run(CRAWL_PROXY="http://127.0.0.1:9")
    assert crawls.run().returncode == 0
    assert states(database) == {"stored": 4}
