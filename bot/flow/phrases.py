"""The engine's own sentences, as gettext msgids. Names in braces are filled by `words`.

They are few on purpose: whatever belongs to one talk stands in its flow.
"""

ONLY_YOU = "Only you can read your answer."
VOICE = "(a voice message)"
VOICE_UNHEARD = "You can speak or write. Nobody listens to a voice message here, also not for danger; /sos is always there."
OTHER_READS = "{other} will read your answer."
OTHER_READS_LATER = "{other} will read your answer. I show it to you once more before it goes."
KEPT_UNTIL = "Kept. It goes on when you have both answered."
BOTH_ANSWER = "Only you can read your answer. When you have both answered, that can be seen; what you said cannot."
SEND_TO = "Send to {other}"
CHANGE = "Change"
KEEP_SO = "Leave it so"
TAKE_BACK = "Take it back"
WRITE_ANEW = "Write it as you would like it now."
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
    "morning": "I did not get the time. For example: 07:30.",
    "date": "I did not get the day. For example: tomorrow, or 2027-02-14.",
    "duration": "I did not get how long. For example: 30 minutes.",
    "zone": "I do not know that place. A larger city near you helps, for example Berlin.",
    "country": "I do not know that country. For example: Ireland.",
    "language": "I do not speak that language yet. Please tap one of the buttons.",
}
WHICH = "Which one do you mean?"
DONE = "Done"
SHOW_MORE = "Show more"
WHEN = "When shall I ask you both?"
WHEN_LATE = "It is late today for a talk like this; in the first weeks, sleep comes first. When shall I ask you both?"
LATE = "You both would like to. It is late today for a talk like this, so I ask you both again tomorrow evening."
INVITED_TODAY = "You have an invitation out already, so the next one can go tomorrow. /menu shows what you can do alone."
NOW = "Now"
SEND_NOW = "Send to {other} now"
SEND_TONIGHT = "Send to {other} this evening"
SEND_TOMORROW = "Send to {other} tomorrow evening"
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
YES_KEPT = "Your yes is kept. I begin when you have both said yes. If that is not so by {day}, {time}, we leave it."
LIGHT_KEPT = "That is kept. I begin when you have both answered. If that is not so by {day}, {time}, we leave it."
BEGINS_THEN = "I will ask you both then."
NOT_BEGUN = "Nothing was asked, and nothing was said."
SHARE = "Share"
KEEP = "Keep"
SHARE_FIRST = "{other} reads it only if each of you shares theirs."
OFFER = "Offer it to {other}"
KEEP_IT = "Keep it"
OVERVIEW = "This is what you would hand over:"
CLOSED = "That question is closed."
NOT_YOURS = "This one is for {other}."
NOT_NOW_BACK = "There is nothing to take back here."
STOPPED = "The talk stopped here. Nothing more is needed today."
HELD = (
    "Something went wrong on my side, so this talk rests until it is mended. What you said in it before is kept; then I ask again. "
    "/menu and /sos work as always."
)
RESTS = "This talk rests until something on my side is mended. Then I ask again."
KEPT_ENTRY = "• {entry}"
KEPT_ENTRY_UNTIL = "• {entry}\nUntil {day}"
NOTHING_KEPT = "There is nothing here yet."
