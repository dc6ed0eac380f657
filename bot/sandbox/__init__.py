"""A local Telegram: the Bot API on loopback, people who press and type, and a page that shows their chats.

It is as strict as Telegram, with Telegram's own error texts, because a bot that was only ever tried against a kind twin
meets the real rules for the first time in front of the people it serves. Everything is kept in memory and bound to
127.0.0.1: nothing leaves this machine.
"""
