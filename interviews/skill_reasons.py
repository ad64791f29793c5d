"""Why somebody has no review of a talk, in words."""

from django.utils.translation import gettext as _

from interviews.models import Attendance, Speaker


def why_no_review(interview, membership):
    """Why a member has no review of a talk, and whether one is still to come."""
    if not interview.counts_for_habit:
        return _("Only customer interviews are reviewed. This talk was none."), False
    if is_reviewed(interview, membership):
        return _("Your review is still being written; it stands here by itself."), True
    lead = interview.attendances.filter(part=Attendance.Part.LEAD).first()
    if lead is None:
        return _("Nobody is noted down as the one who led this talk, so nobody has a review of it."), False  # fmt: skip
    return _(
        "%(name)s led this talk, so the review is theirs. You get one of your own if a transcript says which of the voices is yours."
    ) % {"name": lead.membership}, False


def is_reviewed(interview, membership):
    """Whether a member led a talk, or is heard in it by the words of who is who."""
    led = interview.attendances.filter(membership=membership, part=Attendance.Part.LEAD)
    heard = Speaker.objects.filter(
        transcript__interview=interview, membership=membership, part=Speaker.Part.TEAM
    )
    return led.exists() or heard.exists()
