"""What each kind of member sees first, put together from the questions in ``queries``."""

import zoneinfo
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discovery.home import queries
from discovery.home.habit import habit_of, short_weeks
from discovery.workspaces.permissions import Permission
from interviews.countdown import time_left
from interviews.moments import Moment
from interviews.readiness import readiness_at_a_glance
from opportunities.queries.promises import promises_due
from snapshots.operations.telling import address_of_comment

# R3: nobody leads more than half of the last talks.
TOO_OFTEN = 0.5
ENOUGH_TO_JUDGE = 4
# R6: whom we have not heard for that long is pointed out.
LONG_AGO = timedelta(weeks=4)
# A bar of the coverage is full at a talk and has faded after that long; a trace stays.
FADED = timedelta(weeks=8)
TRACE = 0.04


def greeting(user, moment=None):
    """Good morning, Mara: by the clock on the wall where the person is."""
    hour = localtime(moment or now()).hour
    if 5 <= hour < 12:
        words = _("Good morning, %(name)s")
    elif 12 <= hour < 18:
        words = _("Good afternoon, %(name)s")
    else:
        words = _("Good evening, %(name)s")
    return words % {"name": user.first_name}


def team_home(membership, team):
    """For those who talk to customers: what should we do next?"""
    workspace = membership.workspace
    zone = zoneinfo.ZoneInfo(workspace.time_zone)
    today = now().astimezone(zone).date()
    booked = queries.booked_days(workspace, team, zone)
    habit = habit_of(queries.held_weeks(workspace, team, zone), booked, today)
    target = team.weekly_target if team else 1
    upcoming = queries.next_interviews(workspace, team, membership)
    debriefs = queries.debriefs_due(workspace, team, membership)
    to_debrief = {talk.pk for talk in debriefs}
    screen = {
        "next": next_card(upcoming, membership),
        "habit": habit,
        "habit_words": habit_words(habit),
        "weeks_ahead": weeks_ahead(short_weeks(booked, today, target), target),
        "debriefs": [debrief_row(talk) for talk in debriefs],
        "due": [
            due_row(talk, zone, today)
            for talk in queries.snapshots_due(workspace, team, membership)
            # The debrief leads on to it.
            if talk.pk not in to_debrief
        ],
        "questions": [
            {"asked": one, "url": address_of_comment(one)}
            for one in queries.open_questions(workspace, team, membership)
        ],
        "to_place": queries.to_place(workspace, team),
        "promises": promises_due(membership),
        "heard": queries.heard_lately(workspace, team),
        "coverage": [coverage_row(row) for row in queries.coverage(workspace, team)],
        "leads": leading(queries.leads_lately(workspace, team)),
    }
    if membership.may(Permission.PARTICIPANT_INVITE):
        screen["nominations"] = queries.open_nominations(membership)
    if not screen["heard"] or not (habit.kept or upcoming):
        screen["steps"] = queries.first_steps(workspace, team, membership)
    return screen


def reading_home(membership, team):
    """For those who read: the newest stories, and what was decided because of them."""
    workspace = membership.workspace
    return {
        "heard": queries.heard_lately(workspace, team, most=6),
        "decisions": queries.decisions_lately(workspace),
        "promises": promises_due(membership),
    }


def next_card(upcoming, membership):
    """The next talk, when it is for this person, and what their part in it is."""
    if not upcoming:
        return None
    talk = upcoming[0]
    when = Moment(talk.starts_at, talk.ends_at, membership.user.time_zone)
    everybody = list(talk.attendances.all())
    lead = next((row for row in everybody if row.part == "lead"), None)
    return {
        "talk": talk,
        "readiness": readiness_at_a_glance(talk, everybody),
        "day": day_words(when.local.date(), localtime().date(), when.short_day),
        "hours": when.hours,
        "people": [row.membership for row in everybody],
        "parts": parts_words(everybody, lead, membership),
        "is_near": talk.starts_at - now() < timedelta(hours=1),
        "earlier": talk.participant.last_talked_at,
    }


def day_words(day, today, otherwise):
    words = {0: _("today"), 1: _("tomorrow")}
    return words.get((day - today).days, otherwise)


def parts_words(everybody, lead, membership):
    """Tomas leads, you and Ida take notes."""
    names = [
        _("you") if row.membership_id == membership.pk else row.user.first_name
        for row in everybody
        if row is not lead
    ]
    others = _(" and ").join(
        filter(None, [", ".join(names[:-1]), names[-1] if names else ""])
    )
    if lead is None:
        return _("Nobody leads yet")
    if lead.membership_id == membership.pk:
        led = _("You lead")
    else:
        led = _("%(name)s leads") % {"name": lead.user.first_name}
    return (
        _("%(led)s, with %(others)s") % {"led": led, "others": others}
        if others
        else led
    )


def habit_words(habit):
    """What the dots show, for those who do not see them."""
    return ngettext(
        "%(kept)s of the last 12 weeks had an interview",
        "%(kept)s of the last 12 weeks had an interview",
        habit.kept,
    ) % {"kept": habit.kept}


def weeks_ahead(short, target):
    """The coming weeks that lack somebody, told from the next one on."""
    return [
        {
            "monday": date_format(week, "j F"),
            "missing": target - count,
            "is_empty": count == 0,
        }
        for week, count in short
    ]


def due_row(talk, zone, today):
    """A snapshot to write: due on the day of the talk, overdue after it."""
    day = talk.starts_at.astimezone(zone).date()
    talk.days_late = (today - day).days
    return talk


def debrief_row(talk):
    """A debrief to write, and how much time is left for it."""
    talk.debrief_left = time_left(talk.debrief_due_at, now())
    return talk


def coverage_row(row):
    """One audience: its name, when somebody of it was heard, and whether that is long ago."""
    last = row["last"]
    return {
        "label": row["audience"].label,
        "last": last,
        "days": (now() - last).days if last else None,
        "freshness": max(1 - (now() - last) / FADED, TRACE) if last else 0,
        "is_long_ago": last is None or now() - last > LONG_AGO,
    }


def leading(members):
    """Who led lately, and whether it rests on one person."""
    led = sum(member.led for member in members)
    top = members[0].led if members else 0
    return {
        "members": members,
        "count": led,
        "rests_on": members[0]
        if led >= ENOUGH_TO_JUDGE and top > led * TOO_OFTEN
        else None,
    }
