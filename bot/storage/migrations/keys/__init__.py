"""The steps of the keys database, in order."""
