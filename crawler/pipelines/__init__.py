"""The way of an article from its extraction to its record; each pipeline is a thin adapter around a stage."""
