"""Pictures of flows: nested, labelled in a few words, and the same every time."""

import json
import re

import pytest
from world import flows_of, shipped

from bot.authoring.drawing import dot, graph, mermaid
from bot.flow.model import Flow

FLOWS = list(shipped().latest.values())
NAMES = [f.name for f in FLOWS]
TALK = """
flow: drawn
version: 1
title: Drawn
summary: To be drawn.
parties: [me]
place: apart
values: {rounds: 0}
initial: outer
states:
  outer:
    initial: put
    after: {6h: late}
    states:
      put:
        say: Well?
        ask: me
        choices: {yes: "Yes", no: "No"}
        next: {yes: count, no: late}
      count:
        next:
          - {if: rounds < 2, to: put, set: {rounds: rounds + 1}}
          - {to: done}
  done:
    final: finished
  late:
    final: postponed
"""


def drawn() -> Flow:
    return flows_of(TALK).latest["drawn"]


def test_the_graph_names_every_state_and_every_way_out() -> None:
    found = graph(drawn())
    assert [(n["path"], n["parent"], n["kind"], n["final"]) for n in found["nodes"]] == [
        ("outer", None, "states", None),
        ("outer.put", "outer", "ask", None),
        ("outer.count", "outer", "say", None),
        ("done", None, "final", "finished"),
        ("late", None, "final", "postponed"),
    ]
    assert {(e["from"], e["to"], e["label"]) for e in found["edges"]} == {
        ("outer", "late", "after 6h"),
        ("outer.put", "outer.count", "yes"),
        ("outer.put", "late", "no"),
        ("outer.count", "outer.put", "if rounds < 2"),
        ("outer.count", "done", "otherwise"),
    }


def test_mermaid_nests_and_escapes() -> None:
    text = mermaid(drawn())
    assert text.startswith("stateDiagram-v2\n  [*] --> outer\n")
    assert '    state "put" as outer__put\n' in text
    assert "outer__count --> outer__put : if rounds #lt; 2" in text
    assert "  late --> [*]" in text


def test_graphviz_draws_outer_states_as_clusters() -> None:
    text = dot(drawn())
    assert 'subgraph "cluster_outer"' in text
    assert '"outer.put" -> "late" [label=" after 6h ", weight=1, ltail="cluster_outer"];' in text
    assert text.count("{") == text.count("}")


def test_a_box_tells_what_happens_there_and_the_first_words_of_what_is_said() -> None:
    text = dot(shipped().latest["i-statement"])
    box = next(line for line in text.splitlines() if line.strip().startswith('"talk.heard" [label'))
    assert [">ask speaker<" in box, ">speaker: Did listener get it?<" in box] == [True, True]
    assert ">within 2h<" in text
    assert ">run kind-response<" in text


LONG = "rounds < 2 and (rounds == 0 or rounds == 1) and not (rounds < 0 or rounds > 100)"


def test_a_long_condition_is_drawn_whole_in_several_lines() -> None:
    flow = flows_of(TALK.replace("if: rounds < 2,", f"if: {LONG},")).latest["drawn"]
    assert f"if {LONG}" in [e["label"] for e in graph(flow)["edges"]]
    lines = ["if rounds < 2 and (rounds == 0 or rounds", "== 1) and not (rounds < 0 or rounds >", "100)"]
    assert "\\n".join(f" {line} " for line in lines) in dot(flow)
    assert "<br/>".join(line.replace("<", "#lt;").replace(">", "#gt;") for line in lines) in mermaid(flow)


def test_a_box_that_shows_one_of_several_texts_says_so() -> None:
    boxes = {n: [line for line in dot(talk_of(n)).splitlines() if line.strip().startswith('"line" [label')] for n in (1, 2, 3)}
    assert ["(+" in boxes[1][0], "(+1 other)" in boxes[2][0], "(+2 others)" in boxes[3][0]] == [False, True, True]


def talk_of(texts: int) -> Flow:
    """One line, which one, the other, or both read in words of their own."""
    says = "".join(f"\n      {who}: For {who}." for who in ("one", "other", "both")[:texts])
    head = "flow: drawn\nversion: 1\ntitle: D\nparties: [one, other]\nplace: apart\ninitial: line\n"
    states = f"states:\n  line:\n    say:{says}\n    next: done\n  done:\n    final: finished\n"
    return flows_of(head + states).latest["drawn"]


def test_an_answer_and_a_time_that_lead_to_the_same_state_are_told_apart() -> None:
    edges = graph(shipped().latest["evening-check-in"])["edges"]
    assert next(e["label"] for e in edges if e["from"] == "thanks") == "after 3h\nanswered"


@pytest.mark.parametrize("flow", FLOWS, ids=NAMES)
def test_every_flow_that_ships_can_be_drawn_twice_alike(flow: Flow) -> None:
    found = graph(flow)
    assert json.dumps(found) == json.dumps(graph(flow))
    paths = {n["path"] for n in found["nodes"]}
    assert paths == set(flow.states)
    assert all(e["from"] in paths and e["to"] in paths for e in found["edges"])
    assert {(e.source, e.target) for s in flow.states.values() for e in s.edges if not e.owner or e.owner == e.source} <= {
        (e["from"], e["to"]) for e in found["edges"]
    }
    ids = re.findall(r" as (\w+)$", mermaid(flow), re.MULTILINE)
    assert len(ids) == len(set(ids)) == len(paths)
