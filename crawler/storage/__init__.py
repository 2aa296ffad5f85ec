"""The only code that talks to MongoDB; one file per collection."""
