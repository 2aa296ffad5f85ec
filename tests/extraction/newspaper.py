"""Pages of a made-up newspaper, in two layouts, to try the body and the profiles on."""

from __future__ import annotations

from crawler.extraction.document import Document

PLACES = ("Aldermoor", "Brinkfield", "Carrowby", "Dunhallow", "Eastmere", "Farrington", "Glenmarsh", "Hollowbeck")
DEEDS = (
    "The council of {place} voted on Tuesday night to repair the old bridge, which has been closed since the floods.",
    "Engineers told the meeting in {place} that the northern arch had moved by four centimetres and was not safe.",
    "Shopkeepers in {place} have complained that customers no longer find their way across, and some have closed.",
    "The work is expected to cost about two million, most of which {place} hopes to receive from the regional fund.",
    "A decision on the money for {place} will be taken in November, said the mayor, who called it a good day for all.",
)
SUBSCRIBE = "Sign up for our newsletter and never miss what happens in the valley again."


def paragraphs(number: int) -> list[str]:
    """Gives the text of the article of that number."""
    place = PLACES[number % len(PLACES)]
    return [f"{deed.format(place=place)} (Report {number})" for deed in DEEDS]


def headline(number: int) -> str:
    """Gives its headline."""
    return f"Bridge of {PLACES[number % len(PLACES)]} to be repaired, report {number}"


def page(number: int, *, layout: str = "old", extra: str = "") -> Document:
    """Gives the page of an article, with navigation, caption, newsletter box, teasers and comments around its text."""
    body = {"old": _old, "new": _new}[layout](number, extra)
    head = f"<head><title>{headline(number)} - Valley Post</title></head>"
    return Document(
        f"<!doctype html><html lang=en>{head}<body>{body}</body></html>", f"https://valley.test/news/{number}"
    )


def _old(number: int, extra: str) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(number))
    return f"""
    <header class="site-header"><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav></header>
    <main><article class="story">
      <h1 class="story-headline">{headline(number)}</h1>
      <p class="byline">By <a href="/staff/jane">Jane Miller</a></p>
      <time datetime="2026-03-0{number % 9 + 1}T10:00:00Z">March</time>
      <figure class="story-image"><img src="/{number}.jpg">
        <figcaption>The bridge, seen from the west. Photo: J. Doe</figcaption></figure>
      <div class="story-body">{text}{extra}
        <div class="newsletter-box"><p>{SUBSCRIBE}</p></div>
      </div>
    </article></main>
    <aside class="related"><h3>More news</h3><ul>
      <li><a href="/a">Farmers of the valley fear for the harvest</a></li>
      <li><a href="/b">Library opens on Sundays again</a></li></ul></aside>
    <section class="comments"><h3>Comments</h3>
      <p>I cross that bridge every day and I am glad, said a reader.</p></section>
    <footer><p>© Valley Post. All rights reserved.</p></footer>"""


def _new(number: int, extra: str) -> str:
    text = "".join(f'<div class="blk blk-text">{paragraph}</div>' for paragraph in paragraphs(number))
    return f"""
    <div id="top"><a href="/">Valley Post</a></div>
    <div class="page-grid"><div class="col-main">
      <h1>{headline(number)}</h1><div class="signature">Jane Miller</div>
      <div class="article-content">{text}{extra}</div>
    </div><div class="col-side">
      <div class="teaser"><a href="/c">Swimming pool to stay closed until summer, says the town</a></div></div></div>
    <div class="bottom">© Valley Post. All rights reserved.</div>"""
