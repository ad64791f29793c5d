import factory
from factory.django import DjangoModelFactory

from discovery.notifications.models import Notification
from tests.factories.workspaces import MembershipFactory


class NotificationFactory(DjangoModelFactory):
    class Meta:
        model = Notification

    membership = factory.SubFactory(MembershipFactory)
    workspace = factory.SelfAttribute("membership.workspace")
    key = factory.Sequence(lambda n: f"occasion:{n}")
    kind = "comment"
    text = "Henrik commented on Sarah’s story."
