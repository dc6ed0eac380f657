"""Every situation that a flow can come to, found by driving the real engine.

What is proven is what runs: each situation is a session that `engine.step` made, and each step one that it took. Only people,
clock and chance are thin: two people, a clock that stands still, ids in a row. Answers are reduced to what guards can tell
apart (`telling`), sessions to what can still matter (`situation`), so that a flow comes to tens or thousands of situations.
"""

from bot.authoring.explorer.explored import Act, Explored, Situation, Step
from bot.authoring.explorer.exploring import Explorer
from bot.authoring.explorer.reading import leaks, values_in

__all__ = ["Act", "Explored", "Explorer", "Situation", "Step", "leaks", "values_in"]
