"""The steps of the database, in order."""
