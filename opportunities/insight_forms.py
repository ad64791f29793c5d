"""What is written on the card of a key insight, and what follows from it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from discovery.numbers import read_number
from discovery.workspaces.models import Team
from discovery.workspaces.permissions import Permission
from opportunities.access import may_start
from opportunities.forms import ClientIdMixin
from opportunities.models import Decision, KeyInsight, Opportunity
from snapshots.models import HeardOpportunity

# What a select can hold and a person can look through.
MOST_OFFERED = 100
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def owners_of(workspace):
    """Members who may see what they are to own."""
    members = workspace.memberships.active().with_permission(Permission.TREE_VIEW)
    return members.select_related("user").order_by("user__name", "pk")


class InsightForm(ClientIdMixin, forms.ModelForm):
    """The card; ``version`` is what the person had before them."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opportunity = forms.ModelChoiceField(
        Opportunity.objects.none(), required=False, widget=forms.HiddenInput
    )
    team = forms.ModelChoiceField(Team.objects.none(), empty_label=None)

    class Meta:
        model = KeyInsight
        fields = ["team", "text", "owner", "due_on", "decision"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2, "maxlength": 240}),
            "due_on": DAY,
        }

    def __init__(self, *args, workspace, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners_of(workspace)
        self.fields["owner"].empty_label = None
        nodes = workspace.opportunities.present()
        self.fields["opportunity"].queryset = nodes
        decisions = Decision.objects.filter(workspace=workspace)
        if self.instance.pk:
            del self.fields["team"], self.fields["opportunity"]
            decisions = decisions.filter(outcome__team=self.instance.team_id)
        else:
            teams = workspace.teams.all()
            own = [team.pk for team in teams if may_start(team.pk, membership)]
            self.fields["team"].queryset = teams.filter(pk__in=own)
            decisions = decisions.filter(outcome__team__in=own)
        self.fields["decision"].queryset = decisions
        self.fields["decision"].empty_label = _("None yet")

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())

    def clean(self):
        said = super().clean()
        team, decision = said.get("team"), said.get("decision")
        if team and decision and decision.outcome.team_id != team.pk:
            self.add_error("decision", _("Choose a decision of this team."))
        return said

    def _post_clean(self):
        """Leave the row as it is: the operation changes it, under its lock."""

    @property
    def card(self):
        names = ("text", "owner", "due_on", "decision")
        return {name: self.cleaned_data[name] for name in names}


class EvidenceForm(forms.Form):
    """What stands behind an insight, as ``snapshot:5``, ``heard:7`` or ``opportunity:3``."""

    about = forms.CharField(label=_("What it stands on"), widget=forms.Select)

    def __init__(self, *args, insight, **kwargs):
        super().__init__(*args, **kwargs)
        self.insight = insight
        self.fields["about"].widget.choices = self._choices()

    @property
    def _rows(self):
        workspace, team = self.insight.workspace, self.insight.team_id
        stories = workspace.snapshots.filter(team=team, published_at__isnull=False)
        heard = HeardOpportunity.objects.filter(snapshot__in=stories).exclude(text="")
        nodes = workspace.opportunities.standing().filter(outcome__team=team)
        return {"opportunity": nodes, "heard": heard, "snapshot": stories}

    def _choices(self):
        rows = self._rows
        nodes = rows["opportunity"].order_by("-is_target", "-updated_at", "-pk")
        stories = rows["snapshot"].order_by("-talked_on", "-pk")
        heard = rows["heard"].select_related("snapshot__participant")
        heard = heard.order_by("-snapshot__talked_on", "snapshot", "position", "pk")
        return [
            (
                _("On the tree"),
                [(f"opportunity:{n.pk}", n.text) for n in nodes[:MOST_OFFERED]],
            ),
            (
                _("Whole stories"),
                [(f"snapshot:{s.pk}", str(s.name)) for s in stories[:MOST_OFFERED]],
            ),
            (
                _("Heard in a story"),
                [
                    (f"heard:{h.pk}", f"{h.snapshot.name}: {h.text}")
                    for h in heard[:MOST_OFFERED]
                ],
            ),
        ]

    def clean_about(self):
        kind, _colon, key = self.cleaned_data["about"].partition(":")
        rows, pk = self._rows.get(kind), read_number(key)
        row = rows.filter(pk=pk).first() if rows is not None and pk else None
        if row is None:
            raise ValidationError(_("Choose something of this team."))
        return {kind: row}


class TellForm(forms.Form):
    members = forms.ModelMultipleChoiceField(
        None, label=_("Who was told"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, insight, **kwargs):
        super().__init__(*args, **kwargs)
        told = insight.told.values("membership")
        members = owners_of(insight.workspace).exclude(pk__in=told)
        self.fields["members"].queryset = members


class FollowUpForm(forms.Form):
    """Done, or another day with a reason: each one press."""

    what = forms.ChoiceField(choices=[(w, w) for w in ("done", "reopen", "postpone")])
    day = forms.DateField(required=False, label=_("A new day"), widget=DAY)
    reason = forms.CharField(
        required=False, max_length=300, label=_("Why the day has moved")
    )

    def clean(self):
        said = super().clean()
        if said.get("what") == "postpone":
            for name, ask in (
                ("day", _("Choose the new day.")),
                ("reason", _("Say in a few words why, for those who wait for it.")),
            ):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, ask)
        return said
