from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from discovery.accounts.models import User
from discovery.accounts.zones import zone_choices
from discovery.workspaces.models import JoinInvitation, Membership, Team, Workspace
from discovery.workspaces.permissions import Role


class WorkspaceForm(forms.ModelForm):
    """What a workspace is called and where it is at home."""

    class Meta:
        model = Workspace
        fields = ["name", "time_zone", "language", "paper", "postal_address"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), choices=zone_choices()
        )


class InviteForm(forms.ModelForm):
    """One address, one role."""

    class Meta:
        model = JoinInvitation
        fields = ["email", "role", "craft", "team"]

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Role.MEMBER
        self.fields["craft"].label = _("Craft")
        self.fields["team"].queryset = workspace.teams.all()
        self.fields["team"].label = _("Team")
        self.fields["team"].empty_label = _("None yet")

    def validate_constraints(self):
        """An older invitation to the address is replaced, so it is no obstacle."""


class MemberForm(forms.ModelForm):
    """What a member may do, is good at, and whom they work with."""

    class Meta:
        model = Membership
        fields = ["role", "craft", "teams"]
        widgets = {"teams": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = self.instance.workspace.teams.all()
        self.fields["teams"].required = False
        self.fields["teams"].label = _("Teams")


class TeamForm(forms.ModelForm):
    """A team's name, its product, how often it talks to customers, and who is on it."""

    members = forms.ModelMultipleChoiceField(
        queryset=Membership.objects.none(),
        label=_("Members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Team
        fields = ["name", "product", "weekly_target"]

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        people = workspace.memberships.active().select_related("user")
        self.fields["members"].queryset = people.order_by(Lower("user__name"), "pk")
        if self.instance.pk:
            self.initial["members"] = list(
                self.instance.memberships.values_list("pk", flat=True)
            )


class NewPersonForm(forms.Form):
    """The name and password of somebody who has no account yet."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 8 characters; a few words you like make a good one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email="", joining=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.email, self.joining = email, list(joining)

    def clean(self):
        cleaned = super().clean()
        if password := cleaned.get("password"):
            user = User(email=self.email, name=cleaned.get("name", ""))
            user.joining = self.joining
            try:
                validate_password(password, user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class SetupForm(NewPersonForm):
    """Everything that the first person has to say before anything else can happen."""

    email = forms.EmailField(label=_("Your e-mail"))
    workspace_name = forms.CharField(
        label=_("Your company"),
        max_length=80,
        help_text=_("The name of the workspace."),
    )
    team_name = forms.CharField(
        label=_("Your team"),
        max_length=80,
        help_text=_("The people who will talk to customers together."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    field_order = ["name", "email", "password", "workspace_name", "team_name"]

    def clean(self):
        self.email = self.cleaned_data.get("email", "")
        self.joining = [self.cleaned_data.get("workspace_name", "")]
        return super().clean()
