"""Questions that people and programs ask of the database: read only, bounded in time, for coroutines.

What is asked for arrives here as plain values and is compared as such: no text of a request is ever an operator, a
pattern or the name of a field. The one thing that is written is a request for removal (`takedowns`).
"""
