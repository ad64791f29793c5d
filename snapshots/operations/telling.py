"""Who hears of what: once each, in their own language, in words that name no customer."""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from discovery.mail.operations import draft_email, queue_emails
from discovery.notifications.operations import draft_notice, notify_all
from discovery.workspaces.links import absolute_url
from snapshots.mentions import members_who_read

# After that it is no news any more.
MAIL_LIVES = timedelta(days=3)

MENTIONED = gettext_noop("%(member)s mentioned you in a comment on a snapshot.")
ANSWERED = gettext_noop("%(member)s answered your question about a snapshot.")
REPLIED = gettext_noop("%(member)s answered your comment on a snapshot.")
ASKED = gettext_noop("%(member)s asked a question about one of your snapshots.")
COMMENTED = gettext_noop("%(member)s commented on one of your snapshots.")
# What somebody waits for or is called upon for also goes by mail.
BY_MAIL = (MENTIONED, ANSWERED)


def tell_readers(words, *, by, **notice):
    """Tell everybody who reads stories that ``by`` has published one, for the first time."""
    notices = []
    for reader in (
        members_who_read(by.workspace).select_related("user").exclude(pk=by.pk)
    ):
        with translation.override(reader.user.language):
            text = _(words) % {"member": by}
        notices.append(draft_notice(reader, text=text, **notice))
    notify_all(notices)


def tell_of_comment(comment, mentioned):
    """Tell those whom it calls upon, whom it answers, and who wrote the page."""
    told = dict.fromkeys(mentioned, MENTIONED)
    for member in _answered(comment):
        told.setdefault(member, ANSWERED if comment.parent.is_question else REPLIED)
    for member in _writers(comment.snapshot):
        told.setdefault(member, ASKED if comment.is_question else COMMENTED)
    _tell(comment, told)


def tell_of_mentions(comment, mentioned):
    """Tell those whom an edit calls upon."""
    _tell(comment, dict.fromkeys(mentioned, MENTIONED))


def _answered(comment):
    if comment.parent is None:
        return []
    readers = members_who_read(comment.workspace)
    return readers.filter(pk=comment.parent.author_id).select_related("user")


def _writers(snapshot):
    """Those who held the interview and who published the page, if they may read it still."""
    readers = members_who_read(snapshot.workspace).select_related("user")
    attended = readers.filter(attendances__interview=snapshot.interview_id)
    published = readers.filter(pk=snapshot.published_by_id)
    return (attended | published).distinct()


def _tell(comment, told):
    url, key = address_of_comment(comment), f"comment:{comment.pk}"
    tell_members(comment, told, url=url, key=key, by_mail=BY_MAIL)


def tell_members(comment, told, *, url, key, by_mail):
    """Tell each member of ``told`` the words that it has for them; the author hears nothing.

    ``comment`` may be of any kind that has an author. Words of ``by_mail`` also go by mail.
    """
    told.pop(comment.author, None)
    notices, emails = [], []
    for member, words in told.items():
        with translation.override(member.user.language):
            text = _(words) % {"member": comment.author}
        notices.append(
            draft_notice(member, key=key, kind="comment", text=text, url=url)
        )
        if words in by_mail:
            emails.append(_email(comment.workspace, member, text, url, key))
    notify_all(notices)
    queue_emails(emails)


def _email(workspace, member, text, url, key):
    return draft_email(
        "snapshot_talk",
        key=f"{key}:{member.pk}",
        to=member.user.email,
        context={"what": text, "link": absolute_url(url)},
        workspace=workspace,
        language=member.user.language,
        subject_ref=key,
        expires_at=now() + MAIL_LIVES,
    )


def address_of_comment(comment):
    """Where it stands with all that answers it, however long the list has become."""
    page = reverse(
        "snapshots:snapshot", args=[comment.workspace.slug, comment.snapshot_id]
    )
    return f"{page}?thread={comment.parent_id or comment.pk}#comment-{comment.pk}"
