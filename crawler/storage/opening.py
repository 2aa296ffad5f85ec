"""Opens the database that the settings name, as every command does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pymongo.database import Database

from crawler.storage.connection import connect
from crawler.storage.embedded import resolve_uri

Document = dict[str, Any]


def open_database(settings: Mapping[Any, Any]) -> tuple[str, Database[Document]]:
    """Gives the address and the open database; starts the embedded server where ``MONGODB_URI`` is not set.

    Raises DatabaseUnavailable within seconds.
    """
    uri = resolve_uri(settings["MONGODB_URI"], Path(settings["DATA_DIR"]))
    return uri, connect(uri, settings["MONGODB_DATABASE"])
