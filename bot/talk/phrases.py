"""What the bot says outside any flow, as gettext msgids: few sentences, always the same."""

from bot.flow.phrases import INVITED_TODAY as INVITED_TODAY

NOTE = "A note for you."
OPEN = "Open"
OPEN_NOTE = "Open the note"
IN_AN_HOUR = "In an hour"
NOT_TODAY = "Not today"
LATER_THEN = "In an hour, then."
LATER_QUIET = "That would be in your quiet hours. It waits here."
LATER_ENOUGH = "It waits here, for whenever you like."
PASSED = "That is fine. Nothing of it today."
NOTE_OVER = "That was for another moment; there is nothing to do about it now."
NO_QUESTION = "I have no question open just now. /menu shows what we can do."
UNKNOWN_COMMAND = "I do not know that word. /help shows what I know."
BEFORE_QUESTION = "That came just as I was asking something else. If it was meant as an answer, please send it once more."
IS_IT_ANSWER = "Some time has passed. Is what you just wrote your answer to this question?"
THAT_IS_IT = "Yes, that is my answer"
NOT_IT = "No, keep it out"
KEPT_OUT = "It goes nowhere."
UNREADABLE = "I can only read text. What you sent stays between you and this chat."
GO_ON = "Go on with: {title}"
BEGIN = "Begin: {title}"
NOT_FOR_YOU = "This is not for you."
OLD_BUTTON = "That question is closed."
TALK_RUNS = "You two are in the middle of something: {title}. Finish it first, or end it with /stop."
TALK_ENDS = "What you stopped, {title}, ends by itself. Until then, what you do alone is in /menu; a talk for two has to wait."
NEEDS_FIRST = "This stands on something you two do first: {title}."
NEEDS_BOTH = "This one is for two. When your partner is here as well, it is in the menu. /menu shows what you can do alone."
STOPPED_ALONE = "Stopped. Nothing more of it is passed on."
STOPPED_APART = "Stopped, for you alone. I tell nobody, and it ends by itself."
PAUSED = "Paused. I will not begin anything until you say /start. /sos and /help work all the same."
RESUMED = "Good to see you. I am here again."
NOTHING_TO_STOP = "There was no talk to stop, so I pause: I begin nothing until you say /start."
NO_TIMEOUT = "There is no shared talk running. /stop ends what is open, /menu shows more."
LATER_APART = "Put aside, for you alone. It is in /menu when you want to go on."
NOTHING_BACK = "There is nothing to take back."
EXIT = "Hello! Nothing new here."
WELCOME_BACK = "Good to see you. /menu shows what we can do."
GROUP_HELP = "Help and numbers to call are in the private chat with me: say /sos there. In an emergency call your local number."
GROUP_MENU = "I lead shared talks here and ask the rest in private. /menu works in our private chat."
RULES_HEAD = "Your ground rules:"
SUGGEST = "If you like, next:"
QUESTION_IN_CHAT = "A question for {whom} waits in the private chat with me."
TO_MY_CHAT = "Go to the private chat"
GROUP_SUSPENDED = "Somebody else is in this group now, so I keep quiet here until it is just you two again."
GROUP_CROWDED = "Somebody else is in your group, so I say nothing there until it is just you two. What is open goes on here."
GROUP_MISSING = "You are not both in this group now, so I keep quiet here until it is just you two again."
GROUP_HALF = "You are not both in your group now, so I say nothing there until it is just you two. What is open goes on here."
GROUP_RESUMED = "It is just you two again. I am back."
GROUP_HELLO = "Thank you both. I lead shared talks here; private questions stay in our private chats."
GROUP_ASKED = "Thank you. I asked you both in private whether I may lead talks here; until both say yes I am silent."
GROUP_STRANGER = "I only work in the group of a couple that I know from private chats."
WHEN_HEAD = "What comes next for you:"
WHEN_NOTHING = "Nothing is planned. /settings can change that."
WHEN_LINE = "{title}: {when}"
WHEN_SKIP = "Not this one: {title}"
WHEN_SKIPPED = "Left out. What comes after it comes as planned."
SET_LANGUAGE = "Language: {language}"
SET_CLOCK = "Clock: {city}, where it is {time} now"
SET_EVENING = "Evening hour: {time}"
SET_COUNTRY = "Country: {country}"
SET_QUIET = "Quiet hours: {first} to {last}"
SET_NO_QUIET = "Quiet hours: none"
SET_DISCREET = {
    "off": "Behind a note: nothing",
    "unasked": "Behind a note: what comes unasked",
    "all": "Behind a note: everything",
}
SET_BY_ITSELF = "{title}: {days}, {time}"
SET_DAILY = "every day"
SET_MONTHLY = "once a month"
SET_NOTHING = "Nothing begins by itself."
SET_AWAY = "A break until {day}"
BOTH_CHOSE = "You two chose the same: {title}. First time: {when}."
BOTH_CHANGED = "{title} comes at another time now. Next time: {when}."
PRIVACY = (
    "What you write stays yours until you tap Send or Share; then only your partner reads it. It is sealed on the machine that "
    "runs me, but Telegram chats with bots are not end-to-end encrypted, and whoever runs this bot could read it. If your "
    "partner runs it, that is your partner. What is written lasts: it can be shown to others. "
    "Check-ins stay at most 90 days, drafts 7."
)
HELP = (
    "I lead structured talks for two. What you write to me is yours until you share it. I am not a therapist and no emergency "
    "service, and nobody reads along."
)
HELP_COMMANDS = (
    "/menu what we can do\n/stop end what is open\n/timeout a break in a shared talk\n/back take back your last answer\n"
    "/pause silence until you return\n/exit clear this chat\n/settings language, hours, discretion\n"
    "/when what comes next\n/progress your evenings as a picture\n/privacy who can read what\n"
    "/export take your notes along\n/leave close the shared space\n/forget remove everything of yours\n"
    "/sos people to call now"
)
SOS_HEAD = "If you are in danger now, call the emergency number."
SOS_EMERGENCY = "Emergency: {numbers}"
SOS_LOCAL = "Emergency: your local number; 112 works in many countries."
SOS_CRISIS = "Somebody to talk to, day or night:"
SOS_VIOLENCE = "If somebody hurts or controls you:"
SOS_DIRECTORY = "More lines, by country: {address}"
SOS_COUNTRY = "Tell me your country in /settings, and the numbers here fit."
SOS_BOT = "I am a program: nobody reads this in real time. Everything else can wait; /pause silences me."
DANGER_SELF = "What you wrote makes me stop here. You matter more than any talk. Please call or write to somebody now:"
DANGER_THIRD = "What you wrote makes me stop here. If somebody may hurt themselves, these people know what to do:"
DANGER_VICTIM = (
    "What you wrote makes me stop here, only for you; nobody else sees this. Nobody has the right to hurt or frighten you."
)
DANGER_HARM = (
    "What you wrote makes me stop here, only for you. Please put distance between you and call somebody before you do anything:"
)
NOT_KEPT = (
    "That looks like a password or a code. I keep nothing of it, and I take your message away where Telegram lets me. "
    "Such a thing is better left with the one whose it is."
)
STILL_OPEN = "The question is open as before; any other words are welcome."
UNSAID_TOLD = (
    "That stays here, with you. If there is something in it that is still to be said: nobody has to find the words alone, "
    "a counsellor can help with them and with the moment, and /sos shows people who listen. Until then I pass on nothing of "
    "yours that it would make untrue."
)
HELD_ASK = "I have not passed on what you wrote. What shall I do with it?"
SEND_AS_IS = "Send it as it is"
KEEP_TO_ME = "Keep it"
HELD_KEPT = "It stays with you. The talk waits; there is no hurry."
ANSWERS = {
    "status": (
        "People: {people}\nCouples: {couples}\nOpen talks: {talks}\nTalks that rest because something broke: {held}\n"
        "Updates put aside: {dead}\nWaiting: {inbox} in, {outbox} out"
    ),
    "release": "Asked to go on: {released} of {held} talks that rested. /status shows what broke again.",
}
"""What an administrator asks for by a word of the same name, and the answer."""
WEEK_TALKS = "Talks that you held:"
WEEK_THANKS = "What one of you liked, and said:"
WEEK_KEPT = "Kept, as its owner said:"
WEEK_PARTLY = "Partly kept, as its owner said:"
DAYS_YOURS = "Your evenings, {span}"
DAYS_OURS = "Evenings of you both, {span}"
DAYS_NONE = "There is nothing to draw yet."
HOST_OTHER = "Whoever runs this bot could read it; that may be your partner, so you may want to ask first."
HOST_PARTNER = (
    "Please note: this bot runs on a machine of one of you two. Whoever runs it could read, with effort, also what is not shared. "
    "If that is not all right for you, say no; a bot that somebody else runs is better then."
)
EXPORT_PAGE = "Your notes, to read"
EXPORT_JSON = "The same, for programs"
QUOTA = "That was a lot at once. I read on in a little while; /sos, /help, /stop and /exit work at any time."
ALREADY_GOING = "That is open already; here it is once more."
ALREADY_ANSWERED = "That is open already, and nothing in it waits for you now."
HELD_TALK = "Something went wrong on my side. What you wrote is safe; please try again, or say /menu. /sos works as always."
CLOSED_HOME = (
    "Something went wrong on my side, and I cannot open what we have here. It is kept until that is mended. /sos works as always."
)
