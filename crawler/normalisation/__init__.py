"""Clean text, UTC times, names, and the identity of URLs: pure functions that never change what was said."""
