"""What may be typed on a story page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from discovery.numbers import read_number
from snapshots.forms import PartForm, line_of
from snapshots.models import StoryPage, StoryPassage
from snapshots.models.stories import MOST_PASSAGES


class QuestionForm(PartForm):
    question = line_of(StoryPage, "question", required=True)


class IntroductionForm(PartForm):
    introduction = forms.CharField(
        required=False,
        max_length=StoryPage._meta.get_field("introduction").max_length,
        error_messages={
            "max_length": _(
                "This is %(show_value)d characters long; the page holds %(limit_value)d."
            )
        },
    )


class WhyForm(PartForm):
    why = line_of(StoryPassage, "why")


TEXT_FORMS = {"question": QuestionForm, "introduction": IntroductionForm}


def chosen_ids(data):
    """The different keys that a form or an address names as ``ids``, in order and not too many."""
    numbers = [read_number(text) for text in data.getlist("ids")[: 10 * MOST_PASSAGES]]
    return list(dict.fromkeys(number for number in numbers if number is not None))
