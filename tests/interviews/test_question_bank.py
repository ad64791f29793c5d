from collections import Counter

import pytest
from django.urls import reverse

from discovery.coach import read_question
from interviews.models import BankQuestion
from interviews.question_bank import PURPOSES, STEPS, BankEntry, read_bank
from tests.factories.interviews import GuideFactory, QuestionFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def guide(team):
    return GuideFactory(team=team, is_current=True)


@pytest.fixture
def url(workspace):
    return reverse("interviews:bank", args=[workspace.slug])


def own(workspace, member, text="Tell me about the last time it rained."):
    return BankQuestion.objects.create(
        workspace=workspace, step="memory", text=text, added_by=member
    )


def test_bank_has_more_than_120_different_questions():
    entries = read_bank()
    texts = [text.casefold() for e in entries for text in (e.text, e.instead_of)]

    assert len(entries) >= 120
    assert [text for text, count in Counter(texts).items() if count > 1] == []
    assert {entry.purpose for entry in entries} == set(PURPOSES)
    assert min(Counter(entry.step for entry in entries).values()) >= 8
    assert {entry.step for entry in entries} == set(STEPS)
    assert all(entry.why and len(entry.text) <= 300 for entry in entries)


def test_coach_agrees_with_every_question_of_the_bank():
    flagged = {
        entry.text: [hint.label for hint in read_question(entry.text)]
        for entry in read_bank()
    }

    assert {text: labels for text, labels in flagged.items() if labels} == {}


def test_coach_speaks_up_at_every_bad_example_of_the_bank():
    assert [e.instead_of for e in read_bank() if not read_question(e.instead_of)] == []


@pytest.mark.parametrize(
    ("words", "step", "purpose", "is_found"),
    [
        ("", "", "", True),
        ("LAST weather", "", "", True),
        ("snow", "", "", False),
        ("raining", "", "", True),  # what it is asked instead of is searched too
        ("", "memory", "any", True),
        ("", "opener", "", False),
        ("", "", "leaving", False),
    ],
)
def test_entry_is_found_by_words_step_and_purpose(words, step, purpose, is_found):
    entry = BankEntry("memory", "any", "The weather, the last time?", "Is it raining?")

    assert entry.answers(words, step, purpose) is is_found


def test_bank_is_searched_by_the_server_without_a_script(sign_in, guide, member, url):
    client = sign_in(member)

    found = client.get(url, {"q": "weather like", "step": "memory"}).text
    nothing = client.get(url, {"q": "zebra crossing"}).text
    odd = client.get(url, {"step": "no such step"}).text

    assert found.count("data-entry ") == 1
    assert "What was the weather like?" in found
    assert '<p class="notice" data-none>' in nothing
    assert odd.count("data-entry ") == len(read_bank())


@pytest.mark.parametrize("count", [1, 3])
def test_bank_costs_the_same_queries_however_full(
    sign_in, guide, member, url, count, django_assert_num_queries
):
    for number in range(count):
        own(guide.workspace, member, f"Tell me about time {number}.")
    client = sign_in(member)
    client.get(url)  # the first request of a session writes it down

    with django_assert_num_queries(7):
        response = client.get(url)

    assert response.text.count("data-entry ") == len(read_bank()) + count


def test_question_of_the_bank_goes_onto_the_guide(sign_in, guide, member):
    taking = reverse("interviews:bank_taking", args=[guide.workspace.slug, guide.pk])
    fields = {"text": "What was the weather like?", "phase": "thanks"}

    part = sign_in(member).post(taking, fields, headers=HTMX)
    page = sign_in(member).post(taking, {"text": "Where?", "phase": "story"})
    wrong = sign_in(member).post(taking, {"text": "Where?", "phase": "cellar"})

    taken = guide.questions.standing().values_list("text", "phase")
    assert set(taken) == {
        ("What was the weather like?", "thanks"),
        ("Where?", "story"),
    }
    assert f"On “{guide}”" in part.text
    assert page.url.endswith(f"/guides/bank/?guide={guide.pk}")
    assert wrong.status_code == 302


def test_own_question_is_put_into_the_bank_once(sign_in, guide, member, url):
    client = sign_in(member)
    fields = {
        "text": "Which song was on?",
        "instead_of": "Do you listen to music?",
        "step": "memory",
        "purpose": "any",
    }

    client.post(url, fields)
    again = client.post(url, fields)
    ours = client.post(url, {**fields, "text": "what happened NEXT?"})

    assert list(guide.workspace.bank_questions.values_list("text", "added_by")) == [
        ("Which song was on?", member.pk)
    ]
    assert (again.status_code, ours.status_code) == (422, 422)
    assert "The bank has this question already." in again.text
    assert "Which song was on?" in client.get(url).text


def test_much_too_long_question_is_refused_and_kept(sign_in, guide, member, url):
    fields = {"text": "why " * 250_000, "step": "memory", "purpose": "any"}

    response = sign_in(member).post(url, fields)

    assert response.status_code == 422
    assert "at most 300 characters" in response.text
    assert not guide.workspace.bank_questions.exists()


def test_own_question_is_removed(sign_in, guide, member):
    question = own(guide.workspace, member)
    args = [guide.workspace.slug, question.pk]

    sign_in(member).post(reverse("interviews:bank_removal", args=args))

    assert not guide.workspace.bank_questions.exists()


def test_prompt_of_a_guide_is_put_into_the_bank(sign_in, guide, member):
    question = QuestionFactory(guide=guide, text="Who held the key?", is_scary=True)
    address = reverse(
        "interviews:question_banking", args=[guide.workspace.slug, question.pk]
    )

    first = sign_in(member).post(address, headers=HTMX)
    second = sign_in(member).post(address, headers=HTMX)

    banked = guide.workspace.bank_questions.get()
    assert (banked.text, banked.step) == ("Who held the key?", "scary")
    assert "in the question bank now" in first.text
    assert "has this question already" in second.text


def test_bank_of_another_workspace_is_not_seen(sign_in, guide, member, stranger, url):
    own(stranger.workspace, stranger, "Their secret question")

    assert "Their secret question" not in sign_in(member).get(url).text


def test_bank_can_be_read_without_a_team(sign_in, member, url):
    member.current_team = None
    member.save()

    page = sign_in(member).get(url).text

    assert "What was the weather like?" in page
    assert "bank-entry__take" not in page
