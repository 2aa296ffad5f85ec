"""The web service, over a real database and in a real browser."""
