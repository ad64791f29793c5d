"""What a new guide of each kind begins with, and the rules of that kind of talk (R29)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interviews.models import Guide, Question
from interviews.openers import subject_of

Kind, Phase = Guide.Kind, Question.Phase


@dataclass(frozen=True)
class KindOfTalk:
    """What a kind of talk is for, and what holds in it."""

    value: str
    icon: str
    purpose: Any
    rules: tuple[Any, ...]
    title: Any

    @property
    def label(self):
        return Kind(self.value).label


KINDS = {
    kind.value: kind
    for kind in (
        KindOfTalk(
            Kind.EXPLORATORY,
            "telescope",
            gettext_lazy(
                "Find out what gets in people’s way, before you have an idea."
            ),
            (
                gettext_lazy("Open with one story, and follow it wherever it goes."),
                gettext_lazy("No product, no idea and no wish list: only what was."),
                gettext_lazy(
                    "When three talks bring nothing new, choose a narrower opener."
                ),
            ),
            gettext_lazy("Our first guide"),
        ),
        KindOfTalk(
            Kind.VALIDATION,
            "scale",
            gettext_lazy(
                "You believe that a problem is there. Find out whether it is."
            ),
            (
                gettext_lazy(
                    "The solution stays hidden: nobody hears of it, sees it or votes on it."
                ),
                gettext_lazy(
                    "Ask for the last time the problem came up. If there was none, that is the answer."
                ),
                gettext_lazy(
                    "Write down beforehand what would prove you wrong, and ask for that story."
                ),
            ),
            gettext_lazy("Is the problem there?"),
        ),
        KindOfTalk(
            Kind.SATISFACTION,
            "heart",
            gettext_lazy("Why people love or leave what is there already."),
            (
                gettext_lazy("Ask what they did with it, never whether they like it."),
                gettext_lazy("Talk with those who stayed and with those who left."),
                gettext_lazy("A kind word is no evidence; the moment behind it is."),
            ),
            gettext_lazy("What they stay for"),
        ),
        KindOfTalk(
            Kind.EFFICIENCY,
            "timer",
            gettext_lazy(
                "Where time and patience go in something that people do already."
            ),
            (
                gettext_lazy("Take one real case, and go through it step by step."),
                gettext_lazy(
                    "Listen for waiting, copying, asking around and doing it twice."
                ),
                gettext_lazy(
                    "Note how long it took, how many there were and who helped."
                ),
            ),
            gettext_lazy("Where the time goes"),
        ),
    )
}


def starting_prompts(kind, product, title=""):
    """The prompts that a guide of ``kind`` begins with, about its title if that names a deed."""
    about_title = subject_of(title)
    is_told = about_title is not None and about_title.is_deed
    subject = about_title if is_told else subject_of(product)
    write = {
        Kind.EXPLORATORY: _exploratory,
        Kind.VALIDATION: _validation,
        Kind.SATISFACTION: _satisfaction,
        Kind.EFFICIENCY: _efficiency,
    }[kind]
    return [
        *write(subject),
        _prompt(_("What did you want to ask us?"), phase=Phase.THEIR_QUESTIONS),
        _prompt(_("Who else went through something like this?"), phase=Phase.THANKS),
    ]


def _about(subject, deed, thing, neither):
    """The wording that fits what the guide is about."""
    if subject is None:
        return neither
    return (deed if subject.is_deed else thing) % {"subject": subject.text}


def _prompt(text, *probes, phase=Phase.STORY, is_scary=False):
    return {
        "phase": phase,
        "text": text,
        "probes": list(probes),
        "is_scary": is_scary,
    }


def _exploratory(subject):
    return [
        _prompt(_("How did your week start?"), phase=Phase.WELCOME),
        _prompt(
            _about(
                subject,
                deed=_("Tell me about the last time you were %(subject)s."),
                thing=_("Tell me about the last time %(subject)s came up."),
                neither=_("Tell me about the last time a day went other than planned."),
            ),
            _("Where were you?"),
            _("Who was there?"),
            _("What had just happened?"),
        ),
        _prompt(_("What happened next?"), _("And then?"), _("How long did that take?")),
        _prompt(
            _("What did you try before that?"),
            _("How did you know about it?"),
            _("What made you stop?"),
        ),
        _prompt(
            _("When did you last do nothing about it?"),
            _("What happened then?"),
            is_scary=True,
        ),
    ]


def _validation(subject):
    return [
        _prompt(_("What has this week been about for you?"), phase=Phase.WELCOME),
        _prompt(
            _about(
                subject,
                deed=_(
                    "Tell me about the last time something got in the way of %(subject)s."
                ),
                thing=_(
                    "Tell me about the last time something got in your way with %(subject)s."
                ),
                neither=_("Tell me about the last time something got in your way."),
            ),
            _("Where were you?"),
            _("What set it off?"),
            _("Who noticed it first?"),
        ),
        _prompt(
            _("What did you do about it?"),
            _("What did you do first?"),
            _("What did that cost you?"),
        ),
        _prompt(
            _("What had you tried before that day?"),
            _("Who told you about it?"),
            _("What made you stop?"),
        ),
        _prompt(
            _("Tell me about the last time you left it as it was."),
            _("What happened then?"),
            is_scary=True,
        ),
    ]


def _satisfaction(subject):
    return [
        _prompt(_("What did you come from just now?"), phase=Phase.WELCOME),
        _prompt(
            _about(
                subject,
                deed=_("Tell me about the last time you were %(subject)s."),
                thing=_("Tell me about the last time you used %(subject)s."),
                neither=_("Tell me about the last time you used it."),
            ),
            _("Where were you?"),
            _("What were you trying to get done?"),
            _("Who was waiting for it?"),
        ),
        _prompt(
            _("Which moment of it do you remember best?"),
            _("What was that like for you?"),
            _("What happened next?"),
        ),
        _prompt(
            _("Tell me about the last time it let you down."),
            _("What did you do then?"),
            _("Whom did you tell?"),
        ),
        _prompt(
            _("Tell me about the last time you got by without it."),
            _("How did that end?"),
            is_scary=True,
        ),
    ]


def _efficiency(subject):
    return [
        _prompt(_("What is the last thing you finished?"), phase=Phase.WELCOME),
        _prompt(
            _about(
                subject,
                deed=_(
                    "Walk me through the last time you were %(subject)s, step by step."
                ),
                thing=_(
                    "Walk me through the last time you worked with %(subject)s, step by step."
                ),
                neither=_("Walk me through the last thing you finished, step by step."),
            ),
            _("When did you begin?"),
            _("What was on your screen?"),
            _("What lay beside it?"),
        ),
        _prompt(
            _("Where did you have to wait?"),
            _("For whom?"),
            _("What did you do meanwhile?"),
        ),
        _prompt(
            _("What did you do twice that day?"),
            _("What made that necessary?"),
            _("Where did it have to go?"),
        ),
        _prompt(
            _("When did you last leave one of those steps out?"),
            _("Who noticed that it was missing?"),
            is_scary=True,
        ),
    ]
