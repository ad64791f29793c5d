import factory
from factory.django import DjangoModelFactory

from discovery.mail.models import OutgoingEmail
from tests.factories.workspaces import WorkspaceFactory


class OutgoingEmailFactory(DjangoModelFactory):
    """A short e-mail that is due now."""

    class Meta:
        model = OutgoingEmail

    workspace = factory.SubFactory(WorkspaceFactory)
    key = factory.Sequence(lambda n: f"test:{n}")
    template = "test"
    to = factory.Sequence(lambda n: f"person{n}@example.com")
    subject = "A word with you"
    text = "Hello,\n.a line that begins with a dot\n"
