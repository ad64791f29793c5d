from opportunities.touched import find_brought, find_touched


def test_every_node_that_a_step_names_is_touched():
    steps = [
        {"do": "move", "on": "assumption", "id": 9, "parent": 3, "after": 8},
        {"do": "move", "id": 7, "parent": 2, "after": None},
        {"do": "aim", "id": None, "was": 5},
        {"do": "write", "on": "outcome", "id": 1, "set": {"title": "A: b"}, "was": {}},
        {"do": "remove", "nodes": ["opportunity:11", "solution:12"]},
        {"do": "revive", "nodes": [], "evidence": [{"id": 13, "heard": 99}]},
    ]

    assert find_touched(steps) == {
        "assumption:9",
        "solution:3",
        "opportunity:7",
        "opportunity:2",
        "opportunity:5",
        "outcome:1",
        "opportunity:11",
        "solution:12",
        "opportunity:13",
    }
    assert find_brought(steps) == {"opportunity:13"}
