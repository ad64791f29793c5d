from django import forms
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership
from discovery.workspaces.permissions import Permission


class ViewerForm(forms.Form):
    """Somebody who may see one's skills: a colleague who interviews as well."""

    viewer = forms.ModelChoiceField(
        label=_("Somebody who interviews"),
        queryset=Membership.objects.none(),
        empty_label=_("Choose a colleague"),
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = membership.workspace.memberships.active().with_permission(
            Permission.INTERVIEW_MANAGE
        )
        shown = membership.skill_viewers.values("viewer")
        others = colleagues.exclude(pk=membership.pk).exclude(pk__in=shown)
        self.fields["viewer"].queryset = others.select_related("user").order_by(
            "user__name", "pk"
        )
