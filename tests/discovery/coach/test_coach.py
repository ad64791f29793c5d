import pytest

from discovery.coach import (
    messages,
    notes,
    opportunities,
    plans,
    questions,
    read_note,
    read_opportunity,
    read_question,
    rewriting,
    warm_up,
)


def labels(hints):
    return sorted(hint.label for hint in hints)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I usually do the books on Sundays.", ["generalisation"]),
        ("We always ask the night nurse first", ["generalisation"]),
        ("They tend to ring rather than write", ["generalisation"]),
        ("Every Monday there is a fight over the van", ["generalisation"]),
        ("“It’s really cool, I love it”", ["praise"]),
        ("Wow, this looks amazing", ["praise"]),
        ("I wish there was a print button", ["feature_request"]),
        ("You should let us export to PDF", ["feature_request"]),
        ("It would be great if it remembered me", ["feature_request"]),
        ("Sunday 1 Nov: 3 hours, gave up at invoice 14.", []),
        ("She never came back after the second call", []),
        ("Always late, she said, but last Tuesday she was on time", []),
        ("“I just stood there and counted on my fingers.”", []),
        ("", []),
        ("مرحبا 🙂", []),
    ],
)
def test_note_is_read(text, expected):
    assert labels(read_note(text)) == expected


def test_habit_is_turned_into_a_question_about_the_last_time():
    (hint,) = read_note("I usually do the books on Sundays.")

    assert hint.why == "That is a habit, not a story."
    assert hint.ask == "When did you last do the books? Walk me through that Sunday."


def test_habit_is_turned_to_face_the_customer():
    (hint,) = read_note("We always call our sister when it breaks, every time")

    assert hint.ask == (
        "When did you last call your sister when it breaks? Walk me through it."
    )


def test_long_paste_is_answered_at_once():
    assert read_note("It rained. " * 100_000) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can't tell which shifts are still open", []),
        ("I want to be sure that the order went through", []),
        ("I can't find the export button when the boss is waiting", []),
        ("I want a button that calls everybody", ["solution"]),
        ("Add a dark mode", ["solution"]),
        ("I wish it had reminders", ["solution"]),
        ("Increase conversion of trials", ["business"]),
        ("Users should invite their colleagues", ["business"]),
        ("Reporting is confusing", ["vague"]),
        ("Billing", ["vague"]),
        ("I am so frustrated", ["vague"]),
        ("", []),
    ],
)
def test_opportunity_is_read(text, expected):
    assert labels(read_opportunity(text)) == expected


def test_feeling_alone_asks_for_its_cause():
    (hint,) = read_opportunity("I'm overwhelmed")

    assert hint.why == "That is a feeling without its cause."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tell me about the day you decided to cancel.", []),
        ("What happened next?", []),
        ("Can you walk me through that morning?", []),
        ("Did you like it?", ["closed"]),
        ("How often do you travel?", ["general"]),
        ("What would you do without it?", ["hypothetical"]),
        ("How annoying was the queue?", ["leading"]),
        ("Let me show you our prototype. What comes to mind?", ["pitch"]),
        ("Where was it? Who was there?", ["multi"]),
        ("Would you use a planner?", ["closed", "hypothetical", "pitch"]),
    ],
)
def test_question_is_read(text, expected):
    assert labels(read_question(text)) == expected


def test_warming_up_leaves_nothing_to_compile():
    caches = [notes.traps, opportunities.traps, questions.grammar, rewriting.grammar]
    caches += [messages.manners, plans.signs]
    for cache in caches:
        cache.cache_clear()

    warm_up()
    read = [cache.cache_info().misses for cache in caches]
    read_note("I usually ring Maria")
    read_question("How do you usually plan?")
    read_opportunity("Add a button")

    assert read == [cache.cache_info().misses for cache in caches] == [1] * len(caches)
