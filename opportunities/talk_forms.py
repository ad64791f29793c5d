"""Who sees to a node and when, what is said about it, and the tickets where it is delivered."""

from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from opportunities.forms import ClientIdMixin
from opportunities.models import NodeComment, Opportunity, Solution, TicketLink
from opportunities.solving_forms import SeenMixin, one_line


class PlanForm(SeenMixin, forms.ModelForm):
    """Any of the fields; whoever sends one only changes this one."""

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, auto_id="plan_%s", **kwargs)
        self.fields["owner"].queryset = members
        self.fields["owner"].empty_label = _("Nobody yet")
        self.fields["horizon"].choices = [
            ("", _("Not said yet")),
            *Opportunity.Horizon.choices,
        ]
        for name in self.Meta.fields:
            self.fields[name].required = False


class OpportunityPlanForm(PlanForm):
    class Meta:
        model = Opportunity
        fields = ["owner", "horizon"]


class SolutionPlanForm(PlanForm):
    class Meta:
        model = Solution
        fields = ["owner", "status", "horizon"]

    def clean_status(self):
        return self.cleaned_data["status"] or self.instance.status


PLANS = {"opportunity": OpportunityPlanForm, "solution": SolutionPlanForm}


class CommentForm(ClientIdMixin):
    text = forms.CharField(
        label=_("Your comment"),
        max_length=NodeComment._meta.get_field("text").max_length,
        error_messages={"required": _("Write something first.")},
    )

    @property
    def chosen(self):
        """The members who were picked by name."""
        return self.data.getlist("mentioned")


class TicketForm(ClientIdMixin):
    """A link of the web with what it is called; without a title the end of the address."""

    url = forms.CharField(
        label=_("Address of the ticket"),
        max_length=TicketLink._meta.get_field("url").max_length,
        validators=[
            URLValidator(
                schemes=["http", "https"],
                message=_("Give the address of a page, beginning with https://"),
            )
        ],
    )
    title = forms.CharField(
        label=_("What it is called"),
        max_length=TicketLink._meta.get_field("title").max_length,
        required=False,
    )

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean(self):
        said = super().clean()
        if said.get("url") and not said.get("title"):
            said["title"] = _end_of(said["url"])
        return said


def _end_of(url):
    """Such as ROTA-12 of https://tickets.example/browse/ROTA-12?tab=1."""
    parts = urlsplit(url)
    end = parts.path.rstrip("/").rpartition("/")[2] or parts.hostname or url
    return end[: TicketLink._meta.get_field("title").max_length]
