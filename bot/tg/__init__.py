"""What Telegram knows comes in as plain values and leaves as plain messages: no other room knows Telegram.

python-telegram-bot is the wire and no more: its requests, `Bot`, types and error classes. Its Updater confirms
updates before they are stored and its rate limiter forgets on restart, so fetching (`runner`), order and pace
(`app/outbox`) are our own. Nothing here decides anything about a talk.
"""
