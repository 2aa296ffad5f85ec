from __future__ import annotations

from crawler.extraction.images import read_images
from crawler.items import Image
from tests.extraction.pages import article_page, page, read


def images(content: bytes) -> list[Image]:
    document, structured = read(content)
    return read_images(document, structured, None)


def figure(inner: str, caption: str) -> bytes:
    return article_page(before=f"<figure>{inner}<figcaption>{caption}</figcaption></figure>")


def test_caption_and_credit_are_told_apart_by_markup() -> None:
    found = images(
        figure(
            '<img src="/a.jpg" width="800" height="450">',
            "The old harbour. <span class='credit'>Photo: Jane Doe/dpa</span>",
        )
    )
    assert found == [Image("https://www.herald.example/a.jpg", "The old harbour.", "Photo: Jane Doe/dpa", 800, 450)]


def test_a_credit_at_the_end_of_a_caption_is_taken_out_of_it() -> None:
    found = images(figure('<img src="/a.jpg">', "The old harbour at noon (Photo: Jane Doe)"))
    assert (found[0].caption, found[0].credit) == ("The old harbour at noon", "Jane Doe")


def test_the_lead_picture_of_json_ld_keeps_its_words() -> None:
    node = {
        "@type": "NewsArticle",
        "image": {"url": "/a.jpg", "caption": "Harbour", "creditText": "Doe", "width": 1200, "height": "675px"},
    }
    assert images(page(article=node)) == [Image("https://www.herald.example/a.jpg", "Harbour", "Doe", 1200, 675)]


def test_one_picture_in_two_sizes_is_one_picture() -> None:
    head = '<meta property="og:image" content="https://cdn.example/a.jpg?w=1200">'
    content = article_page(
        head, '<figure><img src="https://cdn.example/a.jpg?w=600"><figcaption>Harbour</figcaption></figure>'
    )
    assert [(image.url, image.caption) for image in images(content)] == [
        ("https://cdn.example/a.jpg?w=1200", "Harbour")
    ]


def test_lazy_pictures_give_their_real_address() -> None:
    found = images(figure('<img src="data:image/gif;base64,R0" data-src="/real.jpg">', "x"))
    assert [image.url for image in found] == ["https://www.herald.example/real.jpg"]


def test_logos_trackers_ornaments_and_other_schemes_are_left_out() -> None:
    tags = "".join(
        f"<img {attributes}>"
        for attributes in (
            'src="/logo.png"',
            'src="/pixel.gif"',
            'src="javascript:alert(1)"',
            'src="data:image/png;base64,x"',
            'src="/t.jpg" width="1" height="1"',
            "",
        )
    )
    assert images(article_page(before=tags)) == []
