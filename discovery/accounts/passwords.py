"""What a password must not be, beyond Django's own validators (trust.md A1.1, A1.2)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128


class LongestPasswordValidator:
    """Refuse more than anybody types: hashing a megabyte would be an attack on ourselves."""

    def validate(self, password, user=None):
        if len(password) > LONGEST:
            raise ValidationError(
                _("A password has at most %(most)s characters.") % {"most": LONGEST},
                code="password_too_long",
            )

    def get_help_text(self):
        return _("At most %(most)s characters.") % {"most": LONGEST}
