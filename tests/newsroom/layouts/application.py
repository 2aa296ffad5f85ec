"""A client-rendered page: an empty root, and a script that fetches the article as JSON and writes it into the page."""

from __future__ import annotations

import json
from html import escape

from tests.newsroom.article import Article
from tests.newsroom.layouts import parts
from tests.newsroom.messages import Response
from tests.newsroom.site import Site

SCRIPT = """
const root = document.getElementById("root");
const element = (tag, text, attributes = {}) => {
  const node = document.createElement(tag);
  node.textContent = text;
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  return node;
};
fetch(location.pathname + ".json").then(answer => answer.json()).then(story => {
  document.title = story.headline;
  const article = document.createElement("article");
  article.append(element("h1", story.headline), element("p", story.description, {class: "standfirst"}));
  article.append(element("p", story.authors.join(", "), {class: "byline"}));
  article.append(element("time", story.published_at, {datetime: story.published_at}));
  for (const section of story.sections) {
    if (section.heading) article.append(element("h2", section.heading));
    section.paragraphs.forEach(paragraph => article.append(element("p", paragraph)));
  }
  const data = element("script", JSON.stringify(story.data), {type: "application/ld+json"});
  document.head.append(data);
  root.replaceChildren(article);
});
"""


def page(site: Site, _article: Article) -> str:
    """Gives the shell, the same for every article."""
    return (
        f'<!doctype html><html lang="{site.language}"><head><meta charset="utf-8"><title>{escape(site.name)}</title>'
        '<meta name="viewport" content="width=device-width"></head><body>'
        "<noscript>You need to enable JavaScript to run this app.</noscript>"
        f'<div id="root"></div><script>{SCRIPT}</script></body></html>'
    )


def story(site: Site, article: Article) -> Response:
    """Gives what the script fetches."""
    content = {
        "headline": article.headline,
        "description": article.description,
        "authors": article.authors,
        "published_at": parts.iso(site, article.published_at),
        "sections": [{"heading": section.heading, "paragraphs": section.paragraphs} for section in article.sections],
        "data": {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.headline,
            "datePublished": parts.iso(site, article.published_at),
            "author": [{"@type": "Person", "name": name} for name in article.authors],
        },
    }
    return Response(200, json.dumps(content, ensure_ascii=False).encode(), "application/json")
