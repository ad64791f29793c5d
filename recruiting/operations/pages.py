import secrets

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from recruiting.models import OptInPage


@transaction.atomic
def create_opt_in_page(*, team, by):
    """Give a team its opt-in page, with words that it can use as they are."""
    page, created = _get_or_create(team)
    if created:
        record("opt_in_page_created", page, by=by)
    return page


def _get_or_create(team):
    with translation.override(team.workspace.language):
        words = {
            "heading": _("Would you talk with us for twenty minutes?"),
            "pitch": _(
                "We would like to hear how you work today: one true story, told by you. We listen, you "
                "talk. No sales, nothing to prepare. What you tell us decides what we mend next."
            ),
            "consent_text": _(
                "%(company)s may keep my name, e-mail address and answer, and write to me about "
                "taking part in conversations like this. I can take this back at any time with the link "
                "in every mail."
            )
            % {"company": team.workspace},
            "question": _("What made you look at this today?"),
        }
    # Two who press at once both get the one page.
    try:
        with transaction.atomic():
            return OptInPage.objects.get_or_create(
                team=team,
                defaults={"workspace": team.workspace, "slug": new_slug(team), **words},
            )
    except IntegrityError:
        return OptInPage.objects.get(team=team), False


def new_slug(team):
    """An address that can be read aloud and not be guessed from another's."""
    readable = slugify(team.name)[:24].strip("-") or "talk"
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return f"{readable}-{''.join(secrets.choice(alphabet) for _letter in range(6))}"


@transaction.atomic
def update_opt_in_page(page, *, by, **changes):
    """Change a page's words, or open and close it."""
    changed = [name for name, value in changes.items() if getattr(page, name) != value]
    for name in changed:
        setattr(page, name, changes[name])
    page.save()
    if changed:
        record("opt_in_page_changed", page, by=by, fields=changed)
    return page
