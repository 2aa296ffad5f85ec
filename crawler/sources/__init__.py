"""What to poll: sources, their catalogue, and which addresses are theirs. Pure: no Scrapy, no database, no network."""
