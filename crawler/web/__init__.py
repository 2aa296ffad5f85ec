"""Operations pages, reader pages and HTTP API over the database.

Knows no Scrapy. Reads only; the one thing it writes is a request for removal.
"""
