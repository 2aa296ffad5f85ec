"""Processes that do all CPU work on what was fetched, and can be killed."""
