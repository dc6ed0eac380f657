"""What the four readers of exercises say, each line with the reason why. Every sentence was written for these tests."""

import pytest

from bot.coach import TASKS, checklist, predict, read, suggestions

LABELS = {
    "ownership": [
        ("It was my choice and it was wrong", "owned", "the step asks for nothing more"),
        ("I read your letters", "partial", "a deed alone is not yet owned"),
    ],
    "explanation": [
        ("I was ashamed and did not know how to say it", "explanation", "what went on inside"),
        ("I was drunk and it just happened", "excuse", "why it was not mine"),
    ],
    "i-statement": [
        ("I feel lonely when we eat in silence", "i_statement", "a feeling and what it is about"),
        ("I miss you and I need a bit of time tonight", "i_statement", "a longing and a need"),
        ("It saddens me when plans change at the last minute", "i_statement", "a thing that moves me, nobody attacked"),
        ("You came in late and I was so worried", "i_statement", "a named act may come first"),
        ("You never think of anyone else", "blame", "never"),
        ("I feel sad because you are a selfish liar", "blame", "a feeling with an attack is an attack"),
        ("I feel like you don't care", "blame", "a judgement dressed as a feeling"),
        ("Why do you always have to ruin everything", "blame", "a question that is none"),
        ("You lied about the card", "blame", "a named deed, nothing about oneself"),
        ("He is such a coward", "blame", "a label, in the third person"),
        ("Can you pick up milk on the way", "neutral", "logistics"),
        ("You always make me laugh", "neutral", "praise, in spite of always"),
        ("I feel cold, is the window open", "neutral", "a state of the body"),
        ("The meeting is at four", "neutral", "a fact"),
    ],
    "listening": [
        ("It sounds like you felt alone that evening", "reflective", "names the feeling"),
        ("So you needed me to call, and the waiting hurt", "reflective", "mirrors a need"),
        ("You're worried that it could happen again. Did I get that right?", "reflective", "asks whether it is right"),
        ("I hear that you're hurt but you have to see my side", "defensive", "a mirror with a but"),
        ("That's not what happened", "defensive", "corrects"),
        ("You always exaggerate", "defensive", "counter-attack"),
        ("So what you're saying is I'm a monster. Great.", "defensive", "a mock mirror"),
        ("Shall we have tea?", "other", "logistics"),
        ("I'm sorry", "other", "an apology alone mirrors nothing"),
    ],
    "promise": [
        ("I will cook dinner on Wednesday", "concrete", "an act and a day"),
        ("I'll call you when I get to the hotel", "concrete", "an act and a trigger"),
        ("A walk together every Sunday", "concrete", "a shared act and how often"),
        ("I'll be a better partner", "vague", "nothing to see"),
        ("I'll never lie again", "vague", "for ever"),
        ("I'll call you more", "vague", "no when"),
        ("You need to come home earlier", "none", "asks it of the other"),
        ("I called you yesterday", "none", "already past"),
        ("What should I promise?", "none", "a question"),
    ],
}
APOLOGY = [
    ("I hid the letters. It was my fault.", {"specific_act", "responsibility"}, "bare and owned"),
    ("I'm sorry if you felt hurt", {"conditional"}, "no remorse behind an if"),
    ("I'm sorry I shouted, but you started it", {"specific_act", "remorse", "blame_partner"}, "hands it back"),
    ("I'm sorry I forgot, I was so tired", {"specific_act", "remorse", "excuse"}, "a circumstance as reason"),
    ("Mistakes were made", {"passive"}, "nobody did it"),
    ("I know it broke your trust", {"impact"}, "sees what it did"),
    ("From now on I will show you the bills", {"repair"}, "an offer"),
    ("It was only a few messages", {"minimise"}, "made small"),
    ("I said sorry, so get over it", {"demand_forgiveness"}, "pressure"),
    ("I'm sorry to hear about your aunt", set(), "no apology at all"),
]
FEAR_OR_FORCE = [
    ("i-statement", "You always scare me when you drink"),
    ("i-statement", "You never let me see my friends, I'm not allowed"),
    ("apology", "I'm sorry I hit you"),
    ("promise", "I'll be better, I will not hit you"),
    ("listening", "But you threatened me"),
]
CASES = [(task, *case) for task, cases in LABELS.items() for case in cases]


@pytest.mark.parametrize(("task", "text", "label", "why"), CASES, ids=[f"{c[2]}: {c[1]}" for c in CASES])
def test_a_text_is_read_as(task: str, text: str, label: str, why: str) -> None:
    assert read(task, text, "en").label == label, why


@pytest.mark.parametrize(("text", "marks", "why"), APOLOGY, ids=[case[0] for case in APOLOGY])
def test_an_apology_shows_its_parts(text: str, marks: set[str], why: str) -> None:
    assert set(read("apology", text, "en").marks) == marks, why


def test_an_apology_is_answered_with_questions_only() -> None:
    assert all(sentence.endswith("?") for sentence in TASKS["apology"].suggestions)


def test_a_named_fact_stays_as_it_is() -> None:
    verdict = read("i-statement", "You lied about the card", "en")
    assert "fact" in verdict.marks
    assert verdict.suggestion == "The fact can stay as it is: what did you feel when it happened?"


@pytest.mark.parametrize(("task", "text"), FEAR_OR_FORCE)
def test_the_coach_is_quiet_on_fear_force_and_control(task: str, text: str) -> None:
    assert read(task, text, "en").suggestion is None


def test_a_whole_apology_needs_no_question() -> None:
    text = "I hid the letters from you. It was my choice. I know it broke your trust. I will show you the bills on Friday."
    assert read("apology", text, "en").suggestion is None


@pytest.mark.parametrize("task", TASKS)
def test_every_reader_has_cases_and_a_checklist(task: str) -> None:
    assert task in LABELS or task in {"apology", "crisis"}
    assert len(checklist(task)) >= 3
    assert set(checklist(task)) <= set(suggestions())


@pytest.mark.parametrize("task", TASKS)
def test_every_suggestion_can_be_translated(task: str) -> None:
    texts = [case[1] for case in CASES] + [case[0] for case in APOLOGY]
    said = {read(task, text, "en").suggestion for text in texts}
    assert said - {None} <= set(suggestions())


@pytest.mark.parametrize("task", TASKS)
def test_a_language_that_cannot_be_read_is_left_unread(task: str) -> None:
    verdict = read(task, "You always lie", "de")
    assert (verdict.label, verdict.marks, verdict.suggestion) == ("unread", (), None)


def test_a_prediction_of_an_apology_has_all_eleven_marks() -> None:
    answer = predict("apology", "1", "I lied")
    assert len(answer) == 12
    assert answer["specific_act"] is True
    assert answer["remorse"] is False


def test_an_unknown_task_is_refused() -> None:
    with pytest.raises(KeyError):
        read("poetry", "I feel", "en")
