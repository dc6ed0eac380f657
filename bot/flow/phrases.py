"""The engine's own sentences, as gettext msgids. Names in braces are filled by `words`.

They are few on purpose: whatever belongs to one talk stands in its flow.
"""

ONLY_YOU = "Only you can read your answer."
OTHER_READS = "{other} will read your answer."
OTHER_READS_LATER = "{other} will read your answer. I show it to you once more before it goes."
KEPT_UNTIL = "Kept. It goes on when you have both answered."
BOTH_ANSWER = "Only you can read your answer. It shows when you have both answered, not what you said."
SEND_TO = "Send to {other}"
CHANGE = "Change"
KEEP_SO = "Leave it so"
TAKE_BACK = "Take it back"
WRITE_ANEW = "Then write it anew; the old one is gone."
PREVIEW = "This is what {other} would read:"
YOUR_TEXT = "This is what you wrote:"
SAID = "{who}: {text}"
TAP_ONE = "Please tap one of the buttons."
EMPTY = "There was nothing in it that I can read. Please write it in words."
TOO_LONG = (
    "That has {length} characters; at most {most} fit here. Please make it a little shorter. Nothing is lost: it stands above."
)
NOT_UNDERSTOOD = {
    "number": "I need a number here, such as 3.",
    "time": "I did not get the time. For example: 20:30.",
    "date": "I did not get the day. For example: tomorrow, or 2027-02-14.",
    "duration": "I did not get how long. For example: 30 minutes.",
    "zone": "I do not know that place. A larger city near you helps, for example Berlin.",
    "country": "I do not know that country. For example: Ireland.",
    "language": "I do not speak that language yet. Please tap one of the buttons.",
    "voice": "Please send a voice note, or write it.",
}
WHICH = "Which one do you mean?"
DONE = "Done"
WHEN = "When shall I ask you both?"
NOW = "Now"
TONIGHT = "This evening"
TOMORROW = "Tomorrow evening"
NEVER_MIND = "Not at all"
LIGHT = "Only something light today"
NOT_NOW = "Not now"
MORE = "More"
MORE_HELP = (
    "Every invitation has these buttons, for everyone. No answer is fine too. "
    "/sos shows who you can call or write to, /exit clears this chat, /help says what else I can do."
)
BEGINS_THEN = "I will ask you both then."
NOT_BEGUN = "Nothing was asked, and nothing was said."
SHARE = "Share"
KEEP = "Keep"
SHARE_FIRST = "{other} sees it when you both share this one."
OFFER = "Offer it to {other}"
KEEP_IT = "Keep it"
OVERVIEW = "This is what you would hand over:"
CLOSED = "That question is closed."
NOT_YOURS = "This one is for {other}."
NOT_NOW_BACK = "There is nothing to take back here."
STOPPED = "The talk stopped here. Nothing more is needed today."
HELD = "Something went wrong on my side. What you wrote is safe; this talk rests until it is mended."
NOTHING_KEPT = "There is nothing here yet."
