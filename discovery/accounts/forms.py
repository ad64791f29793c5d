from django import forms
from django.utils.translation import gettext_lazy as _

from discovery.accounts.models import User
from discovery.accounts.zones import zone_choices


class ProfileForm(forms.ModelForm):
    """What a person says about themselves; others see only the name."""

    class Meta:
        model = User
        fields = ["name", "time_zone", "language", "theme"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "theme": forms.RadioSelect,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = zone_choices()
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), choices=choices
        )


class ThemeForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["theme"]
