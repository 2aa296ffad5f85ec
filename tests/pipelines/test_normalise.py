"""Only articles pass, and of each what its publisher's rights leave to us."""

from __future__ import annotations

import pytest

from crawler.clock import utc_now
from crawler.items import Article, Extraction, Image, Rights, Section
from crawler.pipelines.normalise import ARTICLE_KINDS, NormalisePipeline, NotStored
from crawler.settings import RIGHTS_POLICY


def article(kind: str = "article", **fields: object) -> Article:
    extraction = Extraction(
        kind,
        headline="The council met",
        sections=[Section(None, ["It rained."])],
        images=[Image("https://p.test/1.jpg")],
    )
    for name, value in fields.items():
        setattr(extraction, name, value)
    return Article(
        url="https://paper.test/1",
        source_id="paper",
        run_id="run",
        retrieved_at=utc_now(),
        extraction=extraction,
        row_id="row",
        fingerprint="f" * 64,
        signature=b"s",
        word_count=2,
    )


@pytest.fixture
def pipeline() -> NormalisePipeline:
    return NormalisePipeline(dict(RIGHTS_POLICY))


@pytest.mark.parametrize("kind", sorted(ARTICLE_KINDS))
def test_articles_of_every_kind_pass(pipeline: NormalisePipeline, kind: str) -> None:
    assert pipeline.process_item(article(kind)).extraction.kind == kind


@pytest.mark.parametrize("kind", ["front-page", "consent-wall", "captcha", "soft-404", "video", "other"])
def test_what_is_no_article_is_named(pipeline: NormalisePipeline, kind: str) -> None:
    with pytest.raises(NotStored, match=f"kind-{kind}"):
        pipeline.process_item(article(kind))


@pytest.mark.parametrize(
    ("fields", "reason"), [({"headline": None}, "no-headline"), ({"sections": []}, "no-text")], ids=str
)
def test_an_article_without_headline_or_text_is_none(
    pipeline: NormalisePipeline, fields: dict[str, object], reason: str
) -> None:
    with pytest.raises(NotStored, match=reason):
        pipeline.process_item(article(**fields))


def test_a_paywall_stub_may_be_without_text(pipeline: NormalisePipeline) -> None:
    assert pipeline.process_item(article("paywall-stub", sections=[])).extraction.headline


def test_a_reservation_keeps_headline_description_and_hyperlink_only(pipeline: NormalisePipeline) -> None:
    kept = pipeline.process_item(article(rights=Rights(tdm_reservation="1"), description="In short."))
    assert kept.is_reserved
    assert (kept.extraction.sections, kept.extraction.images, kept.word_count) == ([], [], 0)
    assert (kept.fingerprint, kept.signature) == (None, None)
    assert (kept.extraction.headline, kept.extraction.description) == ("The council met", "In short.")


def test_the_policy_decides_what_a_signal_means() -> None:
    strict = NormalisePipeline({"noarchive": "refuse"})
    with pytest.raises(NotStored, match="rights"):
        strict.process_item(article(rights=Rights(robots_meta="noarchive")))
