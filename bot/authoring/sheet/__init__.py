"""One page of plain language about a flow, for a therapist to read and sign: computed from what the explorer walked.

Nothing on it is written by hand but the flow itself and what the rules promise: what happens, who reads what and by which act,
how long it waits, and what can never happen, which stands there only if the checker found nothing wrong.
"""

from bot.authoring.sheet.page import Sheet, judged, sheet

__all__ = ["Sheet", "judged", "sheet"]
