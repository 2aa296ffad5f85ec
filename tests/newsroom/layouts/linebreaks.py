"""A page of the old kind: tables, ``<font>``, paragraphs parted by ``<br><br>``, no structured data at all."""

from __future__ import annotations

from html import escape

from tests.newsroom.article import Article
from tests.newsroom.layouts import parts
from tests.newsroom.site import Site


def page(site: Site, article: Article) -> str:
    """Gives the page of an article; the charset stands in a meta tag only."""
    date = article.published_at.astimezone(site.zone)
    offset = f"{date:%z}"
    return f"""<HTML><HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={site.encoding}">
<TITLE>{escape(site.name)}: {escape(article.headline)}</TITLE>
<META NAME="description" CONTENT="{escape(article.description)}">
<META NAME="date" CONTENT="{date:%Y-%m-%dT%H:%M:%S}{offset[:3]}:{offset[3:]}">
<META NAME="author" CONTENT="{escape(", ".join(article.authors))}">
</HEAD><BODY BGCOLOR="#FFFFFF">
<TABLE WIDTH="100%"><TR><TD COLSPAN="2"><A HREF="/"><B>{escape(site.name)}</B></A> {_menu(site)}</TD></TR>
<TR VALIGN="top"><TD WIDTH="70%">
<FONT SIZE="+2"><B><H1>{escape(article.headline)}</H1></B></FONT>
<FONT SIZE="-1" COLOR="#666666">{date:%d.%m.%Y %H:%M} | {escape(", ".join(article.authors))}</FONT><BR><BR>
<DIV CLASS="text">{_text(article)}</DIV>
</TD><TD WIDTH="30%">{_other(site, article)}</TD></TR></TABLE>
<HR><FONT SIZE="-2">&copy; {escape(site.name)}. {parts.box(site, 3)}</FONT>
</BODY></HTML>"""


def _text(article: Article) -> str:
    lines: list[str] = [f"<B>{escape(article.description)}</B>"]
    for section in article.sections:
        if section.heading:
            lines.append(f"<B>{escape(section.heading)}</B>")
        lines += [escape(paragraph) for paragraph in section.paragraphs]
    return "<BR><BR>\n".join(lines)


def _menu(site: Site) -> str:
    rubrics = sorted({article.rubric for article in site.articles})
    return " | ".join(f'<A HREF="/{rubric}/">{rubric}</A>' for rubric in rubrics)


def _other(site: Site, article: Article) -> str:
    links = "".join(
        f'<LI><A HREF="{escape(other.url)}">{escape(other.headline)}</A>' for other in site.related(article)
    )
    return f"<B>{parts.box(site, 0)}</B><UL>{links}</UL>"
