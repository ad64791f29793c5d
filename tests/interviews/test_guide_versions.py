from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from interviews.guide_history import history_of
from interviews.models import GuideVersion
from interviews.operations.guide_versions import restore_version
from interviews.operations.prompts import (
    add_question,
    edit_question,
    mark_scary,
    move_question,
    remove_question,
)
from tests.factories.interviews import GuideFactory, InterviewFactory, QuestionFactory
from tests.factories.workspaces import MembershipFactory


@pytest.fixture
def guide(team):
    guide = GuideFactory(team=team, is_current=True, learning_goal="Why?")
    QuestionFactory(guide=guide, phase="welcome", text="a")
    QuestionFactory(guide=guide, phase="story", text="b", probes=["who?"])
    return guide


def texts(guide):
    return [question.text for question in guide.questions.standing()]


def numbers(guide):
    return list(guide.versions.values_list("number", flat=True))


def later(guide, **passed):
    """Make it as if the versions so far had been saved some time ago."""
    for version in guide.versions.all():
        version.saved_at -= timedelta(**passed)
        version.save()


def address(guide, name="guide_versions", *more):
    return reverse(f"interviews:{name}", args=[guide.workspace.slug, guide.pk, *more])


def test_first_change_keeps_what_was_there_before(guide, member):
    add_question(guide=guide, phase="story", text="c", by=member)

    newest, first = guide.versions.all()
    assert [p["text"] for p in first.prompts] == ["a", "b"]
    assert [p["text"] for p in newest.prompts] == ["a", "b", "c"]
    assert first.saved_at == guide.created_at


def test_one_sitting_is_one_version(guide, member):
    for text in ("c", "d", "e"):
        add_question(guide=guide, phase="story", text=text, by=member)

    assert numbers(guide) == [2, 1]


def test_another_person_a_later_hour_and_a_talk_each_begin_a_new_version(guide, member):
    other = MembershipFactory(workspace=guide.workspace, team=guide.team)
    add_question(guide=guide, phase="story", text="c", by=member)

    add_question(guide=guide, phase="story", text="d", by=other)
    by_another = numbers(guide)
    later(guide, hours=1)
    add_question(guide=guide, phase="story", text="e", by=other)
    after_an_hour = numbers(guide)
    InterviewFactory(team=guide.team, guide=guide, state="running", started_at=now())
    add_question(guide=guide, phase="story", text="f", by=other)

    assert (by_another[0], after_an_hour[0], numbers(guide)[0]) == (3, 4, 5)


def test_change_that_changes_nothing_is_no_version(guide, member):
    question = guide.questions.standing().last()
    add_question(guide=guide, phase="story", text="c", by=member)
    later(guide, hours=1)

    fields = {"text": "b", "probes": ["who?"], "version": question.version}
    edit_question(question=question, by=member, **fields)

    assert numbers(guide) == [2, 1]


def test_guide_goes_back_to_a_version_and_nothing_is_lost(guide, member):
    first, second = guide.questions.standing()
    mark_scary(question=second, is_scary=True, by=member)
    later(guide, hours=1)
    wanted = guide.versions.first()
    remove_question(question=first, by=member)
    fields = {"text": "b2", "probes": [], "version": second.version}
    edit_question(question=second, by=member, **fields)
    third = add_question(guide=guide, phase="thanks", text="c", by=member)
    mark_scary(question=third, is_scary=True, by=member)
    move_question(question=second, phase="welcome", index=0, by=member)

    restore_version(version=wanted, by=member)

    rows = guide.questions.standing().values_list("pk", "text", "phase", "is_scary")
    assert list(rows) == [
        (first.pk, "a", "welcome", False),
        (second.pk, "b", "story", True),
    ]
    assert numbers(guide)[0] == 4
    assert guide.versions.first().prompts == wanted.prompts
    assert [p["text"] for p in guide.versions.get(number=3).prompts] == ["b2", "c"]


def test_versions_tell_how_many_talks_followed_them(guide, member):
    add_question(guide=guide, phase="story", text="c", by=member)
    later(guide, hours=5)
    add_question(guide=guide, phase="story", text="d", by=member)
    later(guide, hours=2)
    for hours in (9, 6, 1):
        InterviewFactory(
            team=guide.team,
            guide=guide,
            held=True,
            started_at=now() - timedelta(hours=hours),
        )

    history = history_of(guide)

    assert [(v.number, v.times_used) for v in history] == [(3, 1), (2, 1), (1, 1)]
    assert [c.after for c in history[0].changes] == ["d"]


def test_versions_are_listed_looked_at_and_restored(sign_in, guide, member):
    add_question(guide=guide, phase="story", text="Who held the key?", by=member)
    first = guide.versions.last()
    client = sign_in(member)

    listed = client.get(address(guide)).text
    looked_at = client.get(address(guide, "guide_version", first.pk)).text
    client.post(address(guide, "guide_version_restoration", first.pk))

    assert "Prompt added: “Who held the key?”" in listed
    assert "Prompt added: “Who held the key?”" in looked_at
    assert texts(guide) == ["a", "b"]


def test_version_of_another_guide_is_not_found(sign_in, guide, member):
    other = GuideFactory(team=guide.team)
    add_question(guide=other, phase="story", text="c", by=member)
    version = other.versions.first()

    for name in ("guide_version", "guide_version_restoration"):
        where = address(guide, name, version.pk)
        ask = sign_in(member).get if name == "guide_version" else sign_in(member).post
        assert ask(where).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_versions_cost_the_same_queries_however_many(
    sign_in, guide, member, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        GuideVersion.objects.create(
            workspace=guide.workspace,
            guide=guide,
            number=number,
            title=str(number),
            prompts=[],
            saved_by=member,
        )
    client = sign_in(member)
    client.get(address(guide))  # the first request of a session writes it down

    with django_assert_num_queries(8):
        response = client.get(address(guide))

    assert response.text.count('class="timeline__item version"') == count


def test_guide_without_versions_says_so(sign_in, guide, member):
    assert "Nothing has been changed yet" in sign_in(member).get(address(guide)).text
