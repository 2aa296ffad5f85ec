from __future__ import annotations

import pytest

from crawler.extraction import extract
from tests.extraction.pages import TEXT, URL, article_page, page

NODE = {
    "@type": "NewsArticle",
    "headline": "Council votes to rebuild the harbour",
    "datePublished": "2024-05-03T09:30:00Z",
}


def kind(content: bytes, url: str = URL) -> str:
    return extract(content, url).kind


def test_an_article_is_one() -> None:
    assert kind(article_page()) == "article"


@pytest.mark.parametrize(
    ("headline", "word"),
    [
        ("Why every website asks: are you a robot?", "captcha"),
        ("Page not found: the lost diaries of a lighthouse keeper", "404"),
        ("Cookies and consent: we value your privacy, they say", "cookie"),
        ("Access denied: harbour closed to visitors", "denied"),
    ],
)
def test_an_article_about_such_pages_is_an_article(headline: str, word: str) -> None:
    assert kind(article_page(headline=headline, after=f"<p>The word {word} was used often.</p>")) == "article"


@pytest.mark.parametrize(
    "content",
    [
        page(
            "<title>Just a moment...</title>", "<h1>herald.example</h1><p>Checking your browser before you proceed.</p>"
        ),
        page("<title>herald.example</title>", "<div class='g-recaptcha'></div><p>One more step.</p>"),
        page("<title>Access to this page has been denied</title>", "<p>Press and hold to confirm you are a human.</p>"),
        page(
            "<title>herald.example</title><script src='https://geo.captcha-delivery.com/c.js'></script>",
            "<p>Please enable JS</p>",
        ),
        page(
            "<title>Pardon Our Interruption</title>",
            "<p>Something about your browser made us think you were a bot.</p>",
        ),
    ],
)
def test_bot_walls_with_status_200_are_captchas(content: bytes) -> None:
    assert kind(content) == "captcha"


def test_a_consent_wall_is_one() -> None:
    text = (
        "<h1>We value your privacy</h1><p>We and our 812 partners store and access information on your device. "
        "You can accept all cookies or manage cookies in the privacy settings. "
        "Some partners rely on legitimate interest.</p>"
    )
    assert kind(page("<title>Before you continue</title>", text)) == "consent-wall"


def test_a_consent_host_is_a_wall_whatever_it_says() -> None:
    assert (
        kind(page("<title>Herald</title>", "<p>Weiter</p>"), "https://consent.herald.example/collect?x=1")
        == "consent-wall"
    )


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "404",
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "Страница не найдена",
        "Diese Seite existiert nicht",
    ],
)
def test_soft_404s_are_seen_in_many_languages(title: str) -> None:
    assert kind(page(f"<title>{title} | Herald</title>", f"<h1>{title}</h1><p>Try our front page.</p>")) == "soft-404"


def test_a_front_page_is_one() -> None:
    teasers = "".join(
        f"<h2><a href='/{n}'>Story number {n} of today</a></h2><p>It begins like this.</p>" for n in range(20)
    )
    assert kind(page("<title>Herald</title>", teasers), "https://www.herald.example/") == "front-page"


def test_a_video_page_without_text_is_no_article() -> None:
    node = {"@type": "VideoObject", "name": "Harbour from above", "uploadDate": "2024-05-03"}
    assert (
        kind(page("<title>Harbour from above</title>", "<h1>Harbour from above</h1><video></video>", article=node))
        == "video"
    )


def test_a_gallery_with_little_text_is_one() -> None:
    pictures = "".join(f"<figure><img src='/p{n}.jpg'><figcaption>Ship {n}</figcaption></figure>" for n in range(12))
    assert (
        kind(
            page("<title>Ships</title>", f"<h1>Ships in the harbour</h1>{pictures}"),
            "https://herald.example/galerie/ships",
        )
        == "gallery"
    )


def test_a_live_blog_is_one() -> None:
    assert (
        kind(
            article_page().replace(
                b"</head>", b'<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script></head>'
            )
        )
        == "live-blog"
    )


@pytest.mark.parametrize(
    "url", ["https://h.example/opinion/2024/x", "https://h.example/politik/kommentar/x", "https://h.example/tribunes/x"]
)
def test_opinion_is_told_by_its_section(url: str) -> None:
    assert kind(article_page(), url) == "opinion"


def test_a_press_release_is_told_by_its_address() -> None:
    assert kind(article_page(), "https://agency.example/press-releases/harbour") == "press-release"


def test_a_stub_before_a_paywall_is_one_and_says_that_it_is_cut() -> None:
    body = f"<article><h1>Council votes</h1><p>{TEXT[0]}</p></article><div>Subscribe now to continue reading.</div>"
    found = extract(page(body=body, article={**NODE, "isAccessibleForFree": False}), URL)
    assert (found.kind, found.is_truncated, found.is_accessible_for_free) == ("paywall-stub", True, False)


def test_a_paywalls_markup_on_a_complete_page_cuts_nothing() -> None:
    content = article_page(
        after="<div class='paywall' style='display:none'>Subscribe now to continue reading.</div>" + "<p>x y z</p>" * 3
    )
    long = content.replace(b"</main>", ("".join(f"<p>{line}</p>" for line in TEXT * 3)).encode() + b"</main>")
    assert not extract(long, URL).is_truncated


def test_a_page_that_says_how_much_is_left_is_cut() -> None:
    content = article_page(after="<p>Il vous reste 69.8% de cet article à lire. La suite est réservée aux abonnés.</p>")
    assert extract(content, URL).is_truncated


def test_what_is_declared_free_is_not_cut() -> None:
    body = f"<article><h1>Council votes</h1><p>{TEXT[0]}</p></article><div>Subscribe now to continue reading.</div>"
    assert not extract(page(body=body, article={**NODE, "isAccessibleForFree": "True"}), URL).is_truncated


@pytest.mark.parametrize("url", ["", "http://[", "news", "https://"])
def test_a_broken_address_is_no_obstacle(url: str) -> None:
    assert kind(article_page(), url) == "article"
