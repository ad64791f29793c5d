"""Words that everybody would try first at somebody's account (trust.md A1.2)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PRODUCT_NAMES = ["Earshot"]
# A name is most of a password if less than this is left without it.
LEAST_BESIDE_A_NAME = 5


class ExpectedWordsValidator:
    """Refuse a password that is little more than the product's or a workspace's name."""

    def validate(self, password, user=None):
        plain = _plain(password)
        for name in [*PRODUCT_NAMES, *self._workspaces(user)]:
            word = _plain(name)
            if (
                word
                and len(plain.replace(word, "")) < LEAST_BESIDE_A_NAME
                and word in plain
            ):
                raise ValidationError(
                    _("That is too close to “%(name)s”; others would try it first.")
                    % {"name": name},
                    code="password_expected",
                )

    def get_help_text(self):
        return _("Not the name of your company or of this product.")

    def _workspaces(self, user):
        if user is None:
            return []
        if user.pk is None:
            # Somebody who is about to join says so beforehand.
            return getattr(user, "joining", [])
        return user.memberships.values_list("workspace__name", flat=True)


def _plain(text):
    return re.sub(r"[\W_]+", "", text.casefold())
