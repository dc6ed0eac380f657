"""What the manual says of things that have no sentence of their own for authors. A thing that is missing here fails the manual."""

from __future__ import annotations

from bot.flow import phrases as engine
from bot.talk import phrases as talk

ANSWERS: dict[str, str] = {
    "text": "Anything in words. This is what counts if nothing is said. | the words",
    "number": "`3`, `3.5`, `three`. | a number, so that `if: cups > 3` works",
    "time": "`20:30`, `8 pm`, `half past eight`. A bare `8` is the evening's. | `20:30`",
    "morning": "A time as above, where a bare `8` is the morning's. | `08:00`",
    "date": "`tomorrow`, `until Friday`, `two weeks`, `14 February`, `2027-02-14`. | `2027-02-14`",
    "duration": "`30 minutes`, `two hours`, `a week`. | a length that may stand in `after`, `remind` and `within`",
    "zone": "A city: `Berlin`, `Paris, Texas`. If it could be several, the bot asks which. | the zone whose clock it lives by",
    "language": "The languages that the bot speaks, as buttons. | the language",
    "country": "`Ireland`. If it could be several, the bot asks which. | the country",
    "voice": "A voice message, or words. It is sent and shared like a written answer; only people listen to it. | the message",
}
"""What people may answer, and what is kept, with a bar between them."""

LISTS: dict[str, str] = {
    "talks": "The talks that this person may begin now.",
    "languages": "The languages that the bot speaks.",
    "cities": "Well-known cities, one for each clock that many people live by; with `kind: zone` and `words: true`.",
    "coming-days": "The next seven days, and one in ten days, two and four weeks; with `kind: date` and `words: true`.",
    "evening-hours": "Hours from five in the afternoon on that are not quiet; with `kind: time` and `words: true`.",
    "night-hours": "Hours at which a night may begin; with `kind: time` and `words: true`.",
    "morning-hours": "Hours until eleven in the morning; with `kind: morning` and `words: true`.",
    "day-hours": "Hours of the day that are not quiet; with `kind: time` and `words: true`.",
}

COACHES: dict[str, str] = {
    "i-statement": "Whether somebody speaks for themselves: a feeling, what it is about, what they need; or blames.",
    "apology": "The parts of an apology, and what takes them back: an excuse, a condition, blame, belittling, pressure.",
    "ownership": "One step of an apology, where its author says that it was theirs.",
    "explanation": "Another step, where a reason may stand; it asks about blame and belittling only.",
    "listening": "Whether a listener gives back what was said, or defends.",
    "promise": "Whether a promise can be ticked off: an act of one's own that can be seen, and when or how often.",
}

BOOKS: dict[str, str] = {
    "whose": "`each`: one book for each person, which nobody else reads. `both`: one that both may read.",
    "statuses": "What `mark` may give an entry. The first is where an entry begins.",
    "over": "With these statuses nothing asks about an entry any more.",
    "retention": "How long entries stay, such as `90d`, or `until deleted`.",
    "asks": "The flow that asks the owner of an entry when its time (`when`) has come.",
}

CHAT: dict[str, str] = {
    "start": "Begins, or says what is open.",
    "menu": "What can be begun; what waits is offered first.",
    "help": "How the bot works, and people to call.",
    "sos": "Numbers to call, in one's own country, at once. In the group one neutral line.",
    "settings": "Language, hours, discretion, and what one would rather not get.",
    "pause": "Silence until one returns. The other is not told.",
    "stop": "Ends the talk in front. Before both said yes, and in a talk led apart, the other is not told.",
    "timeout": "A break in a shared talk. In a talk led apart it is a private “later”.",
    "back": "Takes back one's own last answer, as long as nothing that the other gets came of it. Not an answer to `ask: each` (it "
    "would tell whether the other has answered), nor what was shared, once its few seconds are over.",
    "exit": "Clears one's own chat at once, and puts the question aside. Nobody is told.",
    "privacy": "Who can read what.",
    "when": "What comes by itself next. Each can be left out once.",
    "progress": "One's own evenings as a picture.",
    "export": "One's own notes, as a file.",
    "leave": "Leaves the couple; one chooses when the other hears.",
    "forget": "Removes everything of one's own.",
}

ADMINS: dict[str, str] = {
    "status": "How many people, couples and open talks there are, and what waits. No words.",
    "release": "Talks that rested because something broke go on.",
}

BUTTONS: tuple[tuple[str, str], ...] = (
    (engine.SEND_TO, "on a text that was typed for the other, and on what `share` would hand over"),
    (engine.OFFER, "the same with `when asked`"),
    (engine.CHANGE, "beside it, and on each item of a `reveal`"),
    (engine.KEEP_SO, "when the coach has a question"),
    (engine.KEEP_IT, "beside what `share` would hand over"),
    (engine.TAKE_BACK, "after a tap on Send, for some seconds (in a story only with `undo`)"),
    (engine.SHARE, "on each item of a `reveal`"),
    (engine.KEEP, "beside it"),
    (engine.DONE, "under buttons of which several may be tapped"),
    (engine.NOW, "for whoever begins a talk with `agree`, before anybody else is asked"),
    (engine.TONIGHT, "the same"),
    (engine.TOMORROW, "the same"),
    (engine.NEVER_MIND, "the same"),
    (engine.LIGHT, "in every `agree`, for both"),
    (engine.NOT_NOW, "the same"),
    (engine.MORE, "the same; help stands behind it"),
    (talk.IN_AN_HOUR, "on every question of a talk that comes by itself, and on its note"),
    (talk.NOT_TODAY, "the same"),
)
"""Buttons that the bot adds by itself, and where; stories tap them."""

STOPS: tuple[tuple[str, str], ...] = (
    (engine.STOPPED, "in a shared talk that both said yes to; both read it, and the talk is over"),
    (talk.STOPPED_APART, "in a talk led apart that both said yes to; it ends by itself, and its last line may still come to both"),
    (talk.STOPPED_ALONE, "else; nothing that the other gets changes before the deadline"),
)
"""What `/stop` says, and when."""

SETTINGS: dict[str, str] = {
    "token": "The bot's token, as BotFather gives it.",
    "token_file": "In its place: a file that holds the token and nothing else.",
    "base_url": "Where Telegram is.",
    "database_url": "Where talks are kept.",
    "keys_url": "Where the keys are kept that talks are sealed with: apart from them.",
    "master_key_file": "The key that wraps the keys of people.",
    "flows": "A folder of flows of your own. They stand beside those that ship; one of the same name takes its place.",
    "admins": "Telegram ids of those who run the bot. They see counts, never words.",
    "host_is_partner": "`true` when one of the two partners runs the bot: the other is told before they agree to anything.",
    "web.host": "Where health checks are answered.",
    "web.port": "Its port; 0 takes a free one.",
    "web.url": "The public address that leads there, if Telegram shall call the bot in place of being asked.",
    "web.secret": "What Telegram must show then.",
    "undo_seconds": "For how long a tap on Send can be taken back.",
    "spread_minutes": "Over how many minutes after the chosen hour evening questions are spread.",
    "retention.checkins": "For how many days texts of check-ins stay.",
    "retention.drafts": "For how many days drafts stay that were never shared.",
    "backup.folder": "Where sealed copies go: `backups` beside the database, if nothing is said.",
    "backup.every": "Every how many hours; 0 for never.",
    "backup.keep": "For how many days copies of the data stay.",
    "sandbox": "The address of a local sandbox, for trying things out. Flows that change are then taken in at once.",
    "log_level": "How much is logged. No text that people write is ever logged.",
    "log_json": "`true` for one JSON object a line.",
}
