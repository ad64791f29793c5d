from allauth.usersessions.models import UserSession

from discovery.accounts.middleware import activity_key


def test_session_is_noted_once_and_again_from_another_browser(sign_in, member):
    client = sign_in(member)

    client.get("/profile/", headers={"User-Agent": "First"})
    first = UserSession.objects.get(user=member.user)
    client.get("/profile/", headers={"User-Agent": "First"})
    again = UserSession.objects.get(user=member.user)
    client.get("/profile/", headers={"User-Agent": "Second"})
    other = UserSession.objects.get(user=member.user)

    assert first.last_seen_at == again.last_seen_at < other.last_seen_at
    assert (first.user_agent, other.user_agent) == ("First", "Second")


def test_what_is_remembered_is_short_however_long_the_headers(rf):
    def key(**headers):
        request = rf.get("/", headers=headers)
        request.session = type("Session", (), {"session_key": "s"})
        return activity_key(request)

    long = key(user_agent="a" * 60_000, x_forwarded_for="1" * 60_000)

    assert len(long) == 16
    assert long == key(user_agent="a" * 60_000, x_forwarded_for="1" * 60_000)
    assert key(user_agent="a") != key(x_forwarded_for="a")
