from discovery.digests.models.chat import ChatHook, ChatPost
from discovery.digests.models.mail import DigestChoice, DigestIssue
from discovery.digests.models.times import Weekday

__all__ = ["ChatHook", "ChatPost", "DigestChoice", "DigestIssue", "Weekday"]
