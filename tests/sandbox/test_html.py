"""HTML becomes entities, counted in UTF-16 units, or is refused with the byte where it went wrong."""

import pytest

from bot.sandbox.entities import find, trimmed
from bot.sandbox.html import read_html
from bot.sandbox.refusals import Refused

READ = [
    ("<b>Hi</b>", "Hi", [("bold", 0, 2)]),
    ("😀 <i>Hi</i>", "😀 Hi", [("italic", 3, 2)]),
    ("<b>a <i>b</i></b>", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
    ("a &lt;b&gt; &amp; &quot; &#33; &nbsp;", 'a <b> & " ! &nbsp;', []),
    ("<a href='https://a.org/'>here</a>", "here", [("text_link", 0, 4)]),
    ('<a href="tg://user?id=7">Ann</a>', "Ann", [("text_mention", 0, 3)]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
    ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
    ("<b></b>x", "x", []),
]
REFUSED = [
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("source", "text", "marks"), READ)
def test_what_is_read(source, text, marks):
    shown, entities = read_html(source)
    assert shown == text
    assert [(mark["type"], mark["offset"], mark["length"]) for mark in entities] == marks


@pytest.mark.parametrize(("source", "words"), REFUSED)
def test_what_is_refused(source, words):
    with pytest.raises(Refused) as refused:
        read_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


FOUND = [
    ("/start abc", [("bot_command", 0, 6)]),
    ("/start@groundwork_sandbox_bot", [("bot_command", 0, 29)]),
    ("a/b and 1/2", []),
    ("😀 /help", [("bot_command", 3, 5)]),
    ("@ann_sandbox hi", [("mention", 0, 12)]),
    ("see https://a.org/x.", [("url", 4, 15)]),
    ("me@a.org", [("email", 0, 8)]),
    ("#us", [("hashtag", 0, 3)]),
]


@pytest.mark.parametrize(("text", "marks"), FOUND)
def test_what_telegram_finds_by_itself(text, marks):
    assert [(mark["type"], mark["offset"], mark["length"]) for mark in find(text, [])] == marks


def test_nothing_is_found_inside_code():
    assert find("/start", [{"type": "code", "offset": 0, "length": 6}]) == [{"type": "code", "offset": 0, "length": 6}]


def test_white_space_around_goes_and_marks_move_along():
    mark = {"type": "bold", "offset": 0, "length": 7}
    assert trimmed("\n 😀 x \n", [mark]) == ("😀 x", [mark | {"length": 4}])
