"""Pictures, each drawn in a process that lives for it alone: `painter` starts it, `python -m bot.picture` is it.

The library that draws doubles a process's memory, so the bot never loads it: only `__main__` knows it, and nobody imports that.
"""
