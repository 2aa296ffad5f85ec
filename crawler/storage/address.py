"""The address of one database, as other MongoDB clients (mongosh, Compass, mongodump) take it."""

from __future__ import annotations

EXTERNAL_MECHANISMS = ("gssapi", "mongodb-x509", "mongodb-aws", "mongodb-oidc", "plain")
"""Ways to authenticate that never look the user up in a database."""


def database_address(uri: str, database: str) -> str:
    """Gives ``uri`` with the database's name as its path, its credentials and options kept.

    A client looks a user up in the database that the path names, unless ``authSource`` says where: so where the path
    changes, ``authSource`` keeps the place that ``uri`` meant (connection string specification, MongoDB manual).
    It does not try whether the address can be reached.
    """
    scheme, separator, rest = uri.partition("://")
    servers, _, query = rest.partition("?")
    servers, _, path = servers.partition("/")
    options = [option for option in query.split("&") if option]
    if "@" in servers and not _names_place_of_user(options):
        options.append(f"authSource={path or 'admin'}")
    address = f"{scheme}{separator}{servers}/{database}"
    return f"{address}?{'&'.join(options)}" if options else address


def _names_place_of_user(options: list[str]) -> bool:
    for option in options:
        name, _, value = option.lower().partition("=")
        if name == "authsource" or (name == "authmechanism" and value in EXTERNAL_MECHANISMS):
            return True
    return False
