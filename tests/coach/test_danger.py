"""What the reader of danger hears, and what it lets pass. Every sentence was written for these tests."""

import pytest

from bot.coach import Danger, danger, predict, read

SELF_HARM = {
    "said outright": ["I just want to die", "I don't want to be alive anymore", "feeling suicidal again"],
    "as a plan": ["I have saved up my sleeping tablets", "I'm planning to jump off the bridge by the station"],
    "as preparation": ["i wrote goodbye letters to my children", "I tried to hang myself on sunday"],
    "as hurting oneself": ["I cut my arms again last night", "started self harming again after i found the texts"],
    "as not waking up": ["honestly just want to go to sleep and never wake up"],
    "as a burden": ["the kids would be better off without me", "it would be easier for everyone if i was dead"],
    "as a loss of reason": ["I dont see any reason to keep living", "If he leaves me I have nothing to live for"],
    "in chat spelling": ["kms i mean it this time", "i wanna kill myself", "soon you wont have to worry about me anymore"],
    "inside a denial that is none": ["can't stop thinking about killing myself", "i dont care anymore i want to die"],
    "as finality": ["I've lost the will to live", "I've been googling painless ways to die"],
}
PARTNERS_LIFE = {
    "a threat": ["she says she'll kill herself if I tell her parents", "He texts me that he will jump if I don't come back"],
    "an attempt": ["he took a whole bottle of pills last night and is in hospital"],
    "a state": ["my wife is suicidal and I don't know what to do"],
    "said to the partner": ["you said you would hurt yourself if I went"],
}
VICTIM = {
    "a blow": ["he hit me last night", "My husband slapped me in front of the kids", "she punched me in the face"],
    "by any gender": ["she keeps hitting me when she's drunk", "she threw a glass at my head"],
    "said to the partner": ["you hit me. i can't forget it", "you strangled me and called it a joke"],
    "at the throat": ["he choked me until I couldn't breathe", "every time we argue he puts his hands around my neck"],
    "a weapon": ["he held a knife to my throat", "she attacked me with scissors"],
    "a threat": ["he said he'd kill me if I left", "he threatened to burn the house down with us in it"],
    "fear": ["I'm scared of what he'll do when he gets home", "I'm afraid to go home"],
    "shut in": ["he won't let me leave the house", "he locked me in the bathroom for hours"],
    "cut off": ["I'm not allowed to see my family anymore", "he takes all my wages and gives me 5 pounds a week"],
    "followed": ["he put a tracker on my car", "my ex is following me to work and waits outside my house"],
    "forced": ["He forces me to have sex with him", "He raped me while I was asleep"],
    "shamed by pictures": ["he says he'll share my naked pictures with my family"],
    "passive voice": ["I was beaten by my husband yesterday", "I get beaten if dinner is late"],
    "marks": ["I have bruises on my arms from where he grabbed me", "he broke my nose"],
    "kept awake": ["he wouldn't let me sleep until i confessed"],
}
HARM_OTHER = {
    "a blow admitted": ["i slapped my wife last night", "I punched him in the face when he told me"],
    "an urge": ["I want to strangle her and I'm afraid I will", "I keep thinking about stabbing him in his sleep"],
    "a plan": ["I bought a gun and I'm going to his house", "I will poison his food"],
    "a threat": ["If I see that guy I'll break his legs", "He's a dead man when I find him"],
    "fear of oneself": ["I am scared i will hurt my husband", "I'm afraid of what I might do to her"],
    "a thing thrown": ["I threw hot coffee at him", "i threw my mug at her head and it cut her"],
    "a child": ["i beat my son because of all this stress"],
    "in chat spelling": ["gonna run her over", "im gonna smash his face in"],
}
NOTHING = {
    "killing in fun": ["I'd kill for a holiday", "my feet are killing me", "that joke killed me 😂", "I could murder a curry"],
    "dying in fun": ["I almost died laughing", "I could have died of embarrassment", "till death do us part"],
    "hitting without a hand": ["she hit me up on instagram", "it hit me that he never loved me", "I hit the gym today"],
    "games": ["he beat me at chess again", "I beat him at mario kart", "she beats me at every game"],
    "pushing without a push": ["he pushes me to be a better person", "I pushed him away", "he pushed my buttons again"],
    "throwing a party": ["she threw me a surprise party", "he threw shade at me", "he threw his arms around me"],
    "hurt, of an affair": ["you hurt me so much with what you did", "I want to hurt him like he hurt me"],
    "fear of loss": ["I'm scared of losing her", "I'm afraid of what you'll say", "I'm scared you'll leave me"],
    "denied by the author": ["I am not going to kill myself, don't worry", "I've never hit her and I never would"],
    "denied of the partner": ["He never laid a hand on me", "he doesn't hit me or threaten me"],
    "only imagined": ["what would you do if I hit you", "if he ever hit me I would leave"],
    "films and dreams": ["In the film he strangles his wife and hides the body", "I dreamt that he hit me"],
    "long ago": ["my dad hit me when I was a kid", "I used to self harm as a teenager, not since"],
    "someone else, long ago": ["my uncle killed himself years ago", "my grandmother took her own life in 1962"],
    "the end of a bond": ["I want out of this marriage", "I ended things with her", "I'm done with this marriage"],
    "living apart": ["I don't want to live with him anymore", "tired of living out of a suitcase"],
    "small accidents": ["I cut myself shaving", "I burnt myself on the kettle", "I choked on my coffee"],
    "tame threats": ["he threatened to divorce me", "he threatened to stop paying for netflix"],
    "tame force": ["he forced me to eat sushi", "he made me do the dishes", "she wouldn't let me pay"],
    "agreed openness": ["we track each other's phones, we agreed on it", "he shares his location with me"],
    "children and animals": ["our son hit me with his toy truck", "the dog bit me", "the baby kicked me all night"],
    "questions about another": ["did he hit you?", "has he ever hurt you?", "Are you thinking of suicide?"],
    "words as weapons": ["his words cut me like a knife", "you stabbed me in the back", "he bit my head off"],
}


def each(table: dict[str, list[str]]) -> list[object]:
    return [pytest.param(text, id=f"{why}: {text}") for why, texts in table.items() for text in texts]


@pytest.mark.parametrize("text", each(SELF_HARM))
def test_a_life_at_risk_is_heard(text: str) -> None:
    assert danger(text, "en") == Danger("self_harm")


@pytest.mark.parametrize("text", each(PARTNERS_LIFE))
def test_the_partners_life_is_told_from_ones_own(text: str) -> None:
    assert danger(text, "en") == Danger("self_harm", third_party=True)


@pytest.mark.parametrize("text", each(VICTIM))
def test_being_hurt_or_controlled_is_heard(text: str) -> None:
    assert danger(text, "en") == Danger("victim")


@pytest.mark.parametrize("text", each(HARM_OTHER))
def test_hurting_someone_is_heard(text: str) -> None:
    assert danger(text, "en") == Danger("harm_other")


@pytest.mark.parametrize("text", each(NOTHING))
def test_everyday_talk_raises_no_alarm(text: str) -> None:
    assert danger(text, "en") is None


def test_the_highest_concern_comes_first() -> None:
    text = "I hit him. He hit me too. I want to die."
    assert danger(text, "en") == Danger("self_harm")
    assert read("crisis", text, "en").marks == ("self_harm", "victim", "harm_other")


def test_a_prediction_names_every_concern() -> None:
    assert predict("crisis", "7", "I hit him and he hit me") == {
        "id": "7",
        "crisis": True,
        "categories": ["victim", "harm_other"],
    }


def test_words_are_never_found_inside_words() -> None:
    assert danger("the hitman mehit theme shit mess", "en") is None


def test_a_language_without_patterns_is_not_guessed_at() -> None:
    assert danger("I want to die", "xx") is None
    assert danger("I want to die", "en-GB") == Danger("self_harm")
