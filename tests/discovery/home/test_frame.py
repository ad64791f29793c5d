import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory

from discovery.home.context_processors import frame
from discovery.home.navigation import Navigation
from discovery.home.templatetags.frame import icon_shapes
from recruiting.models import Participant, Photo
from tests.factories.recruiting import ParticipantFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


def render(text, **context):
    return Template(text).render(Context(context))


def navigation(membership, path=""):
    base = f"/w/{membership.workspace.slug}/"
    return Navigation(RequestFactory().get(base + path), membership)


class NameForm(forms.Form):
    name = forms.CharField(help_text="As they would like to be called.")
    length = forms.ChoiceField(choices=[("20", "20")], widget=forms.RadioSelect)


def test_icon_is_hidden_from_screen_readers_unless_it_has_a_title():
    assert 'aria-hidden="true"' in render('{% icon "house" %}')
    assert 'role="img" aria-label="Home"' in render('{% icon "house" title="Home" %}')


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            name
            for path in TEMPLATES
            for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
        }
    ),
)
def test_every_icon_that_a_template_names_exists(name):
    assert icon_shapes(name) != ""


def test_field_ties_help_and_error_to_the_input():
    form = NameForm({})

    html = render("{% field form.name %}", form=form)

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_are_a_group_with_a_legend():
    html = render("{% field form.length %}", form=NameForm())

    assert '<fieldset class="field"' in html
    assert '<legend class="field__label">Length' in html


def test_form_errors_lead_to_their_fields():
    html = render("{% form_errors form %}", form=NameForm({}))

    assert '<a href="#id_name">Name</a>: This field is required.' in html


def test_faces_are_announced_as_one_list():
    html = render("{% faces people most=2 %}", people=["Mara", "Tomas", "Ida"])

    assert 'aria-label="Mara, Tomas and Ida"' in html
    assert "+1" in html


def test_rail_costs_two_queries_whatever_there_is(
    member, django_assert_max_num_queries
):
    TeamFactory.create_batch(3, workspace=member.workspace)
    MembershipFactory(user=member.user)

    with django_assert_max_num_queries(2):
        rail = navigation(member)
        labels = [str(place.label) for place in rail.places]
        teams, workspaces = rail.teams, rail.workspaces

    assert labels[0] == "Home"
    assert teams == [member.teams.get()]
    assert len(workspaces) == 1


def test_stakeholder_sees_only_what_may_be_read(stakeholder):
    labels = [str(place.label) for place in navigation(stakeholder).places]

    assert labels == ["Home", "Snapshots", "Tree", "Insights"]


def test_colleague_sees_only_nominations(colleague):
    labels = [str(place.label) for place in navigation(colleague).places]

    assert labels == ["Home", "Recruiting"]


def test_foot_of_a_phone_has_four_places_or_all_there_are(member, colleague):
    def labels(membership):
        return [str(place.label) for place in navigation(membership).core_places]

    assert labels(member) == ["Home", "Interviews", "Snapshots", "Tree"]
    assert labels(colleague) == ["Home", "Recruiting"]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("", ["Home"]),
        ("interviews/7/room/", ["Interviews"]),
        ("availability/", ["Interviews"]),
        ("tree/", ["Tree"]),
        ("search/", []),
    ],
)
def test_the_place_of_the_page_is_marked(member, path, current):
    places = navigation(member, path).places

    assert [str(place.label) for place in places if place.is_current] == current


def test_outside_a_workspace_there_is_no_rail(rf):
    assert frame(rf.get("/profile/")) == {}


def test_no_template_styles_or_scripts_inline():
    found = [
        str(path.relative_to(Path(settings.BASE_DIR)))
        for path in TEMPLATES
        if "emails" not in path.parts
        and re.search(r'\sstyle="|\son[a-z]+="|<style|<script>', path.read_text())
    ]

    assert found == []


def test_face_shows_a_photo_to_members_only(rf, member, django_assert_num_queries):
    person = ParticipantFactory(workspace=member.workspace)
    person.photo = Photo.objects.create(
        workspace=member.workspace,
        participant=person,
        file="photo.jpg",
        width=1,
        height=1,
        uploaded_by=member,
    )
    person.save()
    person = Participant.objects.get(pk=person.pk)
    inside, outside = rf.get("/"), rf.get("/")
    inside.workspace, inside.membership = member.workspace, member

    with django_assert_num_queries(0):
        seen = render("{% face person %}", request=inside, person=person)
        large = render("{% face person size='xl' %}", request=inside, person=person)
        hidden = render("{% face person %}", request=outside, person=person)

    assert (
        f'src="{person.photo_url}?size=96" srcset="{person.photo_url}?size=192 2x"'
        in seen
    )
    assert f'src="{person.photo_url}" ' in large
    assert "<svg" in hidden
