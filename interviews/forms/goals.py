from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.models import Interview


class GoalForm(forms.ModelForm):
    """What a talk is for, asked at its beginning if nobody has said so before (F118)."""

    class Meta:
        model = Interview
        fields = ["learning_goal"]

    def ask_for_goal(self):
        """Say beside the field why the talk has not begun."""
        if not self.errors:
            message = _(
                "Say in one sentence what you want to learn; then you can start."
            )
            self.add_error("learning_goal", message)
