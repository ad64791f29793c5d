"""Everything that people hear about an interview: mails with calendar entries, and notices.

One e-mail for each interview, version and recipient; asking twice makes one. Nothing
that a visitor typed goes to anybody but the team (trust.md A5.4), and no mail to a
participant names them or anybody's address but their own.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.mail.messages import sender_address
from discovery.mail.operations import queue_email
from discovery.notifications.operations import notify
from discovery.workspaces.links import absolute_url, sign_link
from interviews.calendar_entries import Entry, write_calendar
from interviews.models import Interview

# A reminder closer to the start than this would only startle.
LATEST_REMINDER = timedelta(minutes=5)


def manage_path(interview):
    """Where the participant moves or cancels the interview."""
    token = sign_link("interview", interview.pk, interview.link_version)
    return reverse("booking:manage", args=[token])


def plan_path(interview):
    """Where the team sees it."""
    return reverse("interviews:plan", args=[interview.workspace.slug, interview.pk])


def tell_everybody(occasion, interview, *, by=None, context=None):
    """Write about an occasion ("booked", "moved", "cancelled") to both sides."""
    present = attendances_of(interview)
    tell_participant(occasion, interview, context=context, present=present)
    for row in present:
        tell_member(
            occasion, interview, row.membership, by=by, context=context, present=present
        )


def attendances_of(interview):
    """The lead first, then who takes notes, then who listens."""
    return in_order(interview.attendances.select_related("membership__user", "user"))


def in_order(attendances):
    order = ["lead", "note_taker", "observer"]
    return sorted(attendances, key=lambda row: (order.index(row.part), row.pk))


def tell_participant(occasion, interview, *, context=None, present=None):
    """Queue the participant's mail, with their copy of the calendar entry.

    ``present`` are the attendances, for who has them at hand.
    """
    participant = interview.participant
    if not participant.email or participant.is_erased:
        return None
    attendances = attendances_of(interview) if present is None else present
    with translation.override(participant.language):
        entry = participant_entry(interview, attendances)
    calendar, method = _calendar(entry, occasion)
    return queue_email(
        f"interview_{occasion}_participant",
        key=_key(occasion, interview, "participant"),
        to=participant.email,
        workspace=interview.workspace,
        language=participant.language,
        calendar=calendar,
        calendar_method=method,
        reply_to=attendances[0].user.email if attendances else "",
        subject_ref=interview.mail_subject_ref,
        expires_at=_expiry(occasion, interview),
        context={
            "interview": interview,
            "when": interview.told_in(interview.time_zone),
            "lead": attendances[0].membership if attendances else None,
            "others": [row.membership for row in attendances[1:]],
            "manage_url": absolute_url(manage_path(interview)),
            **(context or {}),
        },
    )


def tell_member(
    occasion, interview, membership, *, by=None, context=None, ref=None, present=None
):
    """Queue a member's mail, and a notice unless they did it themselves."""
    user = membership.user
    attendances = attendances_of(interview) if present is None else present
    own = next((a for a in attendances if a.membership_id == membership.pk), None)
    when = interview.told_in(user.time_zone)
    with translation.override(user.language):
        entry = member_entry(interview, membership, attendances)
        text = _notice(occasion, interview, when)
    calendar, method = _calendar(entry, occasion)
    if membership != by and text:
        notify(
            membership,
            key=_key(occasion, interview, membership.pk),
            kind=f"interview_{occasion}",
            text=text,
            url=plan_path(interview),
        )
    return queue_email(
        f"interview_{occasion}_member",
        key=_key(occasion, interview, membership.pk),
        to=user.email,
        workspace=interview.workspace,
        language=user.language,
        calendar=calendar,
        calendar_method=method,
        subject_ref=ref or interview.mail_subject_ref,
        expires_at=_expiry(occasion, interview),
        context={
            "interview": interview,
            "when": when,
            "their_when": interview.told_in(interview.time_zone),
            "part": own.get_part_display() if own else "",
            "attendances": attendances,
            "by": by,
            "plan_url": absolute_url(plan_path(interview)),
            **(context or {}),
        },
    )


def why_not_to_send(email):
    """Why a mail about an interview must not go out after all: it has changed since then."""
    _, pk, sequence, _who = email.key.split(":")
    current = Interview.objects.filter(pk=pk).values_list(
        "calendar_sequence", flat=True
    )
    return "" if list(current) == [int(sequence)] else "the interview has changed since"


def participant_entry(interview, attendances):
    """What stands in the participant's calendar, in the active language."""
    names = [row.user.first_name for row in attendances]
    lines = [_("With %(names)s.") % {"names": ", ".join(names)}] if names else []
    lines += [place_of(interview), _("Move or cancel it here:")]
    manage = absolute_url(manage_path(interview))
    lines += [manage, str(interview.told_in(interview.time_zone))]
    return _entry(
        interview,
        summary=_("Talk with %(company)s") % {"company": interview.workspace},
        description="\n".join(lines),
        url=manage,
        name=interview.participant.email,
        email=interview.participant.email,
    )


def member_entry(interview, membership, attendances):
    """What stands in a member's calendar, in the active language."""
    parts = [f"{row.user}: {row.get_part_display()}" for row in attendances]
    lines = [*parts, interview.learning_goal, place_of(interview)]
    lines += [absolute_url(plan_path(interview))]
    lines += [str(interview.told_in(membership.user.time_zone))]
    return _entry(
        interview,
        summary=_("Interview: %(name)s") % {"name": interview.participant},
        description="\n".join(filter(None, lines)),
        url=absolute_url(plan_path(interview)),
        name=str(membership.user),
        email=membership.user.email,
    )


def place_of(interview):
    """Where to meet, in words: the address of the call, the place, or that somebody calls."""
    if interview.meeting_url and interview.where:
        return f"{interview.where}: {interview.meeting_url}"
    return (
        interview.meeting_url or interview.where or _("The team will tell you where.")
    )


def _entry(interview, *, summary, description, url, name, email):
    return Entry(
        uid=interview.calendar_uid,
        sequence=interview.calendar_sequence,
        start=interview.starts_at,
        end=interview.ends_at,
        summary=summary,
        description=description,
        location=interview.meeting_url or interview.where,
        url=url,
        stamp=now(),
        organizer_name=str(interview.workspace),
        organizer_email=sender_address(),
        attendee_name=name,
        attendee_email=email,
    )


def _calendar(entry, occasion):
    """The entry as a file and its method; a reminder carries none."""
    if occasion == "reminder":
        return "", ""
    method = "CANCEL" if occasion in ("cancelled", "left") else "REQUEST"
    return write_calendar([entry], method), method


def _key(occasion, interview, who):
    return f"interview-{occasion}:{interview.pk}:{interview.calendar_sequence}:{who}"


def _expiry(occasion, interview):
    """A reminder is worth nothing shortly before the start."""
    return interview.starts_at - LATEST_REMINDER if occasion == "reminder" else None


def _notice(occasion, interview, when):
    about = {
        "name": interview.participant.name,
        "day": when.short_day,
        "time": when.time,
    }
    texts = {
        "booked": _("%(name)s will talk with you on %(day)s at %(time)s."),
        "moved": _("%(name)s’s interview is now on %(day)s at %(time)s."),
        "cancelled": _("%(name)s’s interview on %(day)s at %(time)s is off."),
        "left": _("You no longer attend %(name)s’s interview on %(day)s."),
    }
    return texts[occasion] % about if occasion in texts else ""
