"""Who may have an account; discovery.notifications.account_mails adds the mails."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from an invitation or the first-run set-up, never from open sign-up."""

    def is_open_for_signup(self, request):
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on lets in people who have an account; it makes none."""

    def is_open_for_signup(self, request, sociallogin):
        return False
