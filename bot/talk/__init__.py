"""A household and what was heard become a Turn. Pure: which session is this for, what does it answer, who is told what.

`turn.take_turn` is the one door. Danger is read before anything else, then `routing` finds the session, the engine advances,
the bot's own acts are done, and `words` phrases every effect in its reader's language.
"""
