"""How the tables came to be, step by step: `data` for the database, `keys` for the keys database. Run by `storage.migrate`."""
