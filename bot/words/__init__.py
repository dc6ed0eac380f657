"""An effect and a reader's language become text and buttons that fit Telegram. Pure.

Every sentence goes through gettext, every value is checked against its readers once more, everything that people wrote is
escaped. Nothing here decides anything about a talk.
"""
