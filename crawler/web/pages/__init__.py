"""The pages people look at, rendered here."""
