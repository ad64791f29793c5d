"""What people type and choose for a test: its plan, who takes part, what was seen, the verdict."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opportunities.forms import ClientIdMixin
from opportunities.models import AssumptionTest
from opportunities.solving_forms import one_line


class VersionMixin(ClientIdMixin):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class TestPlanForm(ClientIdMixin, forms.ModelForm):
    """A test and what it is to show: at least so many of so many people do what."""

    __test__ = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    class Meta:
        model = AssumptionTest
        fields = ["method", "needed", "sample", "behaviour", "owner", "due_on"]
        widgets = {
            "method": forms.Textarea(attrs={"rows": 2, "maxlength": 240}),
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members
        self.fields["owner"].empty_label = _("Nobody yet")
        example = _("open the list before they ring anybody")
        self.fields["behaviour"].widget.attrs["placeholder"] = example
        for name in ("needed", "sample"):
            self.fields[name].min_value = 1
            self.fields[name].widget.attrs.update(min=1, max=500, inputmode="numeric")

    @property
    def plan(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def clean_method(self):
        return one_line(self.cleaned_data["method"])

    def clean(self):
        said = super().clean()
        needed, sample = said.get("needed"), said.get("sample")
        for name in ("needed", "sample"):
            if said.get(name) is not None and not 1 <= said[name] <= 500:
                self.add_error(name, _("Between 1 and 500."))
        if needed and sample and needed > sample:
            self.add_error("needed", _("Not more than the people you ask."))
        return said


# Fewer take part in a small test than are counted elsewhere.
MOST_INVITED = 100


class InvitingForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        queryset=None, error_messages={"required": _("Choose somebody.")}
    )
    reason = forms.CharField(
        label=_("Why write to them anyway"), max_length=200, required=False
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people

    def clean_people(self):
        people = self.cleaned_data["people"]
        if len(people) > MOST_INVITED:
            raise ValidationError(_("Invite a hundred people at a time at most."))
        return people


class NotingForm(forms.Form):
    """Whether somebody did it."""

    did_it = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", ""), ("", "")],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
    )
    note = forms.CharField(max_length=300, required=False)


class VerdictForm(VersionMixin, forms.ModelForm):
    class Meta:
        model = AssumptionTest
        fields = ["counted", "verdict", "learned"]
        widgets = {
            "verdict": forms.RadioSelect,
            "learned": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, test, **kwargs):
        super().__init__(*args, **kwargs)
        self.test = test
        self.fields["verdict"].choices = AssumptionTest.Verdict.choices
        self.fields["verdict"].required = True
        self.fields["learned"].required = True
        self.fields["counted"].label = _("How many of them did it?")
        self.fields["counted"].required = True
        if test.did + test.did_not:
            # Those who were seen are counted one by one; nobody counts past them.
            del self.fields["counted"]

    def clean_counted(self):
        counted = self.cleaned_data["counted"]
        if counted > self.test.sample:
            raise ValidationError(_("Not more than the people you asked."))
        return counted

    @property
    def count(self):
        """How many did it, and how many were seen."""
        if "counted" in self.fields:
            return self.cleaned_data["counted"], self.test.sample
        return self.test.did, self.test.did + self.test.did_not
