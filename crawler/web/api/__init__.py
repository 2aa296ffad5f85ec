"""The HTTP API: JSON for programs, described by ``/api/openapi.json``."""
