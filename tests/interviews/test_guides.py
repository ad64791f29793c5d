import pytest
from django.db import IntegrityError
from django.urls import reverse

from discovery.coach import read_question
from interviews.models import Guide, Question
from interviews.operations.guides import ensure_guide
from interviews.operations.prompts import mark_scary
from tests.factories.interviews import (
    BookingPageFactory,
    GuideFactory,
    QuestionFactory,
)
from tests.factories.opportunities import OutcomeFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def guide(team):
    return GuideFactory(team=team, is_current=True)


def address(guide, name="guide"):
    return reverse(f"interviews:{name}", args=[guide.workspace.slug, guide.pk])


def at(question, name="question"):
    return reverse(f"interviews:{name}", args=[question.workspace.slug, question.pk])


def texts(guide):
    return [question.text for question in guide.questions.standing()]


def test_team_gets_a_starting_guide_once(sign_in, team, member):
    url = reverse("interviews:guides", args=[team.workspace.slug])

    sign_in(member).get(url)
    page = sign_in(member).get(url)

    guide = team.guides.get()
    assert guide.is_current
    assert "Our first guide" in page.text
    assert "How did your week start?" in texts(guide)
    assert guide.questions.filter(is_scary=True).count() == 1


def test_prompts_of_the_starting_guide_please_the_coach(team):
    guide = ensure_guide(team=team)

    assert [hint for text in texts(guide) for hint in read_question(text)] == []


def test_learning_goal_comes_from_the_booking_page(team):
    BookingPageFactory(team=team, learning_goal="Why do they leave?")

    assert ensure_guide(team=team).learning_goal == "Why do they leave?"


def test_learning_goal_comes_from_the_outcome(team):
    OutcomeFactory(team=team, title="More shops fill a shift")

    goal = ensure_guide(team=team).learning_goal

    assert goal == "What stands between our customers and “More shops fill a shift”?"


def test_goal_and_title_are_changed(sign_in, guide, member):
    fields = {"title": "Leaving", "learning_goal": "Why?", "version": 1}

    response = sign_in(member).post(address(guide), fields, headers=HTMX)

    guide.refresh_from_db()
    assert response.status_code == 200
    assert (guide.title, guide.learning_goal, guide.version) == ("Leaving", "Why?", 2)


def test_stale_change_of_the_goal_is_shown_and_not_saved(sign_in, guide, member):
    client = sign_in(member)
    client.post(address(guide), {"title": "A", "learning_goal": "", "version": 1})

    response = client.post(
        address(guide), {"title": "B", "learning_goal": "", "version": 1}, headers=HTMX
    )

    guide.refresh_from_db()
    assert response.status_code == 409
    assert ">B</textarea>" in response.text
    assert guide.title == "A"


def test_prompt_is_added_to_the_end_of_its_phase(sign_in, guide, member):
    QuestionFactory(guide=guide, phase="thanks", text="Who else?")
    client, url = sign_in(member), address(guide, "questions")

    client.post(url, {"phase": "welcome", "text": "How was the week?"}, headers=HTMX)

    assert texts(guide) == ["How was the week?", "Who else?"]


def test_empty_prompt_is_refused_beside_its_field(sign_in, guide, member):
    response = sign_in(member).post(
        address(guide, "questions"), {"phase": "story", "text": ""}, headers=HTMX
    )

    assert response.status_code == 422
    assert "This field is required." in response.text


def test_prompt_is_changed_with_its_probes(sign_in, guide, member):
    question = QuestionFactory(guide=guide)
    fields = {"text": "And then?", "probes": "Where?\n\n Who? ", "version": 1}

    sign_in(member).post(at(question), fields, headers=HTMX)

    question.refresh_from_db()
    assert (question.text, question.probes) == ("And then?", ["Where?", "Who?"])


def test_stale_change_of_a_prompt_shows_what_stands_there(sign_in, guide, member):
    question = QuestionFactory(guide=guide)
    client = sign_in(member)
    client.post(at(question), {"text": "Theirs", "probes": "", "version": 1})

    stale = {"text": "Mine", "probes": "", "version": 1}
    response = client.post(at(question), stale, headers=HTMX)
    settled = client.post(at(question), {**stale, "version": 2}, headers=HTMX)

    question.refresh_from_db()
    assert response.status_code == 409
    assert "It now reads “Theirs”" in response.text
    assert 'value="Mine"' in response.text
    assert (settled.status_code, question.text) == (200, "Mine")


def test_prompts_move_by_steps_over_the_border_of_a_phase(sign_in, guide, member):
    QuestionFactory(guide=guide, phase="welcome", text="a")
    QuestionFactory(guide=guide, phase="story", text="b")
    last = QuestionFactory(guide=guide, phase="story", text="c")
    client = sign_in(member)

    client.post(at(last, "question_place"), {"direction": "up"}, headers=HTMX)
    once = texts(guide)
    client.post(at(last, "question_place"), {"direction": "up"}, headers=HTMX)
    last.refresh_from_db()

    assert once == ["a", "c", "b"]
    assert (last.phase, texts(guide)) == ("welcome", ["a", "c", "b"])


def test_ends_of_a_guide_offer_only_ways_that_lead_somewhere(sign_in, guide, member):
    first = QuestionFactory(guide=guide, phase="welcome")
    last = QuestionFactory(guide=guide, phase="thanks")

    page = sign_in(member).get(address(guide)).text

    shown = [f"{way}-{each.pk}" for each in (first, last) for way in ("up", "down")]
    offered = [each for each in shown if f'id="{each}"' in page]
    assert offered == [f"down-{first.pk}", f"up-{last.pk}"]


def test_title_of_several_lines_is_one(sign_in, guide, member):
    said = {"title": "Filling\r\na shift", "learning_goal": "", "version": 1}

    page = sign_in(member).post(address(guide), said, headers=HTMX).text

    guide.refresh_from_db()
    assert guide.title == "Filling a shift"
    assert 'id="guide-name" hx-swap-oob="true">Filling a shift' in page


def test_prompt_is_dragged_into_another_phase(sign_in, guide, member):
    first = QuestionFactory(guide=guide, phase="welcome", text="a")
    QuestionFactory(guide=guide, phase="story", text="b")
    place = {"phase": "story", "index": 1}

    sign_in(member).post(at(first, "question_place"), place, headers=HTMX)

    first.refresh_from_db()
    assert (first.phase, texts(guide)) == ("story", ["b", "a"])


def test_guide_has_one_scary_prompt(guide, member):
    first, second = QuestionFactory.create_batch(2, guide=guide)

    mark_scary(question=first, is_scary=True, by=member)
    mark_scary(question=second, is_scary=True, by=member)

    assert list(guide.questions.filter(is_scary=True)) == [second]
    with pytest.raises(IntegrityError):
        Question.objects.filter(guide=guide).update(is_scary=True)


def test_prompt_is_taken_off_and_put_back(sign_in, guide, member):
    question = QuestionFactory(guide=guide, text="a")
    client = sign_in(member)

    response = client.post(at(question, "question_deletion"), headers=HTMX)
    without = texts(guide)
    client.post(at(question, "question_restoration"), headers=HTMX)

    assert "is off the guide" in response.text
    assert (without, texts(guide)) == ([], ["a"])


def test_more_than_seven_prompts_are_warned_about(sign_in, guide, member):
    QuestionFactory.create_batch(7, guide=guide)
    client = sign_in(member)
    before = client.get(address(guide)).text

    QuestionFactory(guide=guide)

    assert "more than 7 prompts" not in before
    assert "more than 7 prompts" in client.get(address(guide)).text


def test_coach_speaks_beside_a_closed_prompt(sign_in, guide, member):
    QuestionFactory(guide=guide, text="Did you like it?")

    page = sign_in(member).get(address(guide)).text

    assert "It can be answered with yes or no." in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("How often do you export reports?", "the last time you exported reports."),
        ("Do you", ""),
        ("What happened next?", ""),
    ],
)
def test_coach_speaks_while_a_prompt_is_typed(sign_in, guide, member, typed, said):
    page = sign_in(member).get(address(guide, "prompt_hints"), {"text": typed}).text

    assert (said in page) if said else page.strip() == ""


@pytest.mark.parametrize("kind", Guide.Kind)
def test_new_guide_begins_with_the_prompts_of_its_kind(sign_in, guide, member, kind):
    url = reverse("interviews:guides", args=[guide.workspace.slug])

    sign_in(member).post(url, {"title": "Leaving", "kind": kind, "is_current": "on"})

    made = Guide.objects.get(is_current=True)
    assert (made.title, made.kind) == ("Leaving", kind)
    assert made.questions.filter(is_scary=True).count() == 1
    assert [hint for text in texts(made) for hint in read_question(text)] == []


def test_new_guide_may_wait_until_it_is_used(sign_in, guide, member):
    url = reverse("interviews:guides", args=[guide.workspace.slug])

    sign_in(member).post(url, {"title": "Leaving"})

    assert Guide.objects.get(is_current=True) == guide


def test_button_pressed_twice_makes_one_guide(sign_in, guide, member):
    url = reverse("interviews:guides", args=[guide.workspace.slug])
    client, said = sign_in(member), {"title": "Leaving", "kind": "validation"}

    first, second = client.post(url, said), client.post(url, said)

    assert first.url == second.url
    assert Guide.objects.filter(title="Leaving").count() == 1


def test_another_guide_of_a_kind_is_not_followed_unasked(sign_in, guide, member):
    url = reverse("interviews:guide_new", args=[guide.workspace.slug])
    client = sign_in(member)

    second, first = client.get(url), client.get(url, {"kind": "validation"})

    assert second.context["form"]["is_current"].value() is False
    assert first.context["form"]["is_current"].value() is True


def test_older_guide_is_used_again(sign_in, guide, member):
    other = GuideFactory(team=guide.team)

    sign_in(member).post(address(other, "guide_current"))

    assert guide.team.guides.get(is_current=True) == other


@pytest.mark.parametrize("count", [1, 3])
def test_guide_costs_the_same_queries_however_long(
    sign_in, guide, member, count, django_assert_num_queries
):
    QuestionFactory.create_batch(count, guide=guide)
    client = sign_in(member)
    client.get(address(guide))  # the first request of a session writes it down

    with django_assert_num_queries(10):
        response = client.get(address(guide))

    assert response.text.count('<li class="guide-prompt"') == count


def test_doors_are_kept(sign_in, guide, member, stranger, stakeholder):
    question = QuestionFactory(guide=guide)

    for where in (address(guide), at(question)):
        assert sign_in(stranger).get(where).status_code == 404
        assert sign_in(stakeholder).get(where).status_code == 403
        assert sign_in(member).put(where).status_code == 405
    assert sign_in(member).get(at(question, "question_place")).status_code == 405


def test_member_without_a_team_is_told_what_to_do(sign_in, workspace, member):
    member.current_team = None
    member.save()

    page = sign_in(member).get(reverse("interviews:guides", args=[workspace.slug]))

    assert "A guide belongs to a team" in page.text
