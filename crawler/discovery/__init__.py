"""Finds articles: reads feeds, sitemaps and section pages, judges links, paces polls. Pure: bytes in, data out."""
