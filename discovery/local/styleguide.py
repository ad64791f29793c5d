"""Every component of the house on one page, for whoever builds a screen (local mode only)."""

from types import SimpleNamespace

from django import forms
from django.shortcuts import render
from django.utils.timezone import now

from discovery.workspaces.links import open_view

NAMES = ("Mara Lind", "Tomas Ferreira", "Ida Novak", "Priya Nair", "Jonas Weber", "Ola")


class Person(SimpleNamespace):
    """Somebody to show, without a row in the database."""

    def __str__(self):
        return self.name


class ExampleForm(forms.Form):
    """One field of every kind, so that all of them are seen with help and with errors."""

    name = forms.CharField(label="Name", help_text="As they would like to be called.")
    email = forms.EmailField(label="E-mail")
    role = forms.ChoiceField(
        label="Role", choices=[("member", "Member"), ("researcher", "Researcher")]
    )
    about = forms.CharField(label="About", required=False, widget=forms.Textarea)
    day = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    length = forms.ChoiceField(
        label="How long",
        choices=[("20", "20 minutes"), ("30", "30 minutes"), ("45", "45 minutes")],
        widget=forms.RadioSelect,
        help_text="Most stories need twenty.",
    )
    crafts = forms.MultipleChoiceField(
        label="Who takes part",
        choices=[("product", "Product"), ("design", "Design")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photo = forms.FileField(label="Photo", required=False)
    agreed = forms.BooleanField(label="They agreed to be recorded")


@open_view
def styleguide(request):
    """All components, in the theme of the visitor; ``?theme=dark`` shows the other."""
    theme = request.GET.get("theme")
    people = [Person(name=name, portrait_seed=name) for name in NAMES]
    return render(
        request,
        "local/styleguide.html",
        {
            "form": ExampleForm(prefix="empty"),
            "wrong_form": ExampleForm({"wrong-email": "mara"}, prefix="wrong"),
            "people": people,
            "crowd": [
                Person(name=f"Person {n}", portrait_seed=str(n)) for n in range(36)
            ],
            "person": people[3],
            "now": now(),
            "shown_theme": theme if theme in ("light", "dark") else "",
            "weeks": ["kept"] * 3 + ["missed"] + ["kept"] * 7 + ["booked"],
            "tabs": example_tabs(),
            "items": example_items(),
            "colours": COLOURS,
            "nodes": NODES,
        },
    )


def example_tabs():
    return [
        {"url": "#tabs", "label": "Canvas", "icon": "network", "is_current": True},
        {"url": "#tabs", "label": "Outline", "icon": "list-tree"},
        {"url": "#tabs", "label": "To place", "icon": "inbox", "count": 3},
    ]


def example_items():
    return [
        {"url": "#menu", "label": "Move up", "icon": "arrow-up"},
        {"url": "#menu", "label": "Move to", "icon": "move"},
        {"url": "#menu", "label": "Delete", "icon": "trash-2", "is_danger": True},
    ]


COLOURS = [
    "paper",
    "card",
    "sunk",
    "ink",
    "ink-soft",
    "ink-faint",
    "line",
    "line-strong",
    "control",
    "accent",
    "accent-soft",
    "outcome",
    "opportunity",
    "solution",
    "assumption",
    "test",
    "good",
    "warning",
    "danger",
]

NODES = [
    {
        "kind": "outcome",
        "label": "Outcome",
        "text": "More shops fill an open shift within the hour",
    },
    {
        "kind": "opportunity",
        "label": "Need",
        "text": "I can’t get cover when someone drops out",
    },
    {
        "kind": "solution",
        "label": "Solution",
        "text": "People mark when they may be called",
    },
    {
        "kind": "assumption",
        "label": "Assumption",
        "text": "Staff will keep the marks up to date",
    },
    {"kind": "test", "label": "Test", "text": "Ask ten bakeries for one week of marks"},
]
