from allauth.usersessions.models import UserSession


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
