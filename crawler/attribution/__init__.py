"""Who wrote it, who published it, and where it came from first: judged from what pages say. Pure functions."""

from crawler.attribution.attribute import attribute
from crawler.attribution.boilerplate import strip_boilerplate
from crawler.attribution.heads import Copy, choose_head
from crawler.attribution.publishers import PublisherIndex

__all__ = ["Copy", "PublisherIndex", "attribute", "choose_head", "strip_boilerplate"]
