"""What a stranger may do how often on the public pages (docs/limits.md; trust.md A5.2, A5.5)."""

from discovery.workspaces.limits import address_of, hit

HOUR = 3600
DAY = 24 * HOUR
SIGN_UPS_OF_ADDRESS = (10, HOUR)
SIGN_UPS_OF_PAGE = (60, HOUR)
MAILS_TO_RECIPIENT = (3, DAY)


def may_sign_up(request, page):
    """Whether this client and this page have not seen too many sign-ups within the hour."""
    by_address = hit(f"join:address:{address_of(request)}", *SIGN_UPS_OF_ADDRESS)
    return by_address and hit(f"join:page:{page.pk}", *SIGN_UPS_OF_PAGE)


def may_mail(email):
    """Whether one more mail may go to this address from public pages, across all workspaces."""
    return hit(f"join:recipient:{email.strip().lower()}", *MAILS_TO_RECIPIENT)
