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
from discovery.mail.operations import draft_email, queue_emails
from discovery.notifications.operations import draft_notice, notify_all
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


def tell_everybody(occasion, interview, *, by=None, context=None, present=None):
    """Write about an occasion ("booked", "moved", "cancelled") to both sides.

    ``present`` are the attendances, for who has them at hand, here and below.
    """
    if present is None:
        present = attendances_of(interview)
    about = {"context": context, "present": present}
    members = [row.membership for row in present]
    letter = _participants_letter(occasion, interview, **about)
    letters = [_members_letter(occasion, interview, m, by=by, **about) for m in members]
    notify_all(_notices(occasion, interview, [m for m in members if m != by]))
    queue_emails([letter, *letters] if letter else letters)


def attendances_of(interview):
    """The lead first, then who takes notes, then who listens."""
    return in_order(interview.attendances.select_related("membership__user", "user"))


def in_order(attendances):
    order = ["lead", "note_taker", "observer"]
    return sorted(attendances, key=lambda row: (order.index(row.part), row.pk))


def tell_participant(occasion, interview):
    """Queue the participant's mail, with their copy of the calendar entry."""
    present = attendances_of(interview)
    letter = _participants_letter(occasion, interview, context=None, present=present)
    queue_emails([letter] if letter else [])


def tell_member(
    occasion, interview, membership, *, by=None, context=None, ref=None, present=None
):
    """Queue a member's mail, and a notice unless they did it themselves."""
    if present is None:
        present = attendances_of(interview)
    about = {"by": by, "context": context, "ref": ref, "present": present}
    letter = _members_letter(occasion, interview, membership, **about)
    notify_all(_notices(occasion, interview, [membership] if membership != by else []))
    queue_emails([letter])


def _participants_letter(occasion, interview, *, context, present):
    participant, attendances = interview.participant, present
    if not participant.email or participant.is_erased:
        return None
    with translation.override(participant.language):
        entry = participant_entry(interview, attendances)
    calendar, method = _calendar(entry, occasion)
    return draft_email(
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


def _members_letter(occasion, interview, membership, *, by, context, present, ref=None):
    user, attendances = membership.user, present
    own = next((a for a in attendances if a.membership_id == membership.pk), None)
    with translation.override(user.language):
        entry = member_entry(interview, membership, attendances)
    calendar, method = _calendar(entry, occasion)
    return draft_email(
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
            "when": interview.told_in(user.time_zone),
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


def _notices(occasion, interview, members):
    """What members read in the application; of some occasions nothing."""
    notices = []
    for member in members:
        with translation.override(member.user.language):
            text = _notice(
                occasion, interview, interview.told_in(member.user.time_zone)
            )
        if text:
            key = _key(occasion, interview, member.pk)
            about = {"kind": f"interview_{occasion}", "url": plan_path(interview)}
            notices.append(draft_notice(member, key=key, text=text, **about))
    return notices


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
