import factory
from factory.django import DjangoModelFactory

from discovery.digests.models import ChatHook
from discovery.digests.sealing import seal
from discovery.workspaces.permissions import Role
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory


class ChatHookFactory(DjangoModelFactory):
    """A chat; pass ``address`` to post to a server of the test's own."""

    class Meta:
        model = ChatHook

    class Params:
        address = "https://chat.example.com/hooks/secret-x7Qa"

    workspace = factory.SubFactory(WorkspaceFactory)
    name = "#customers"
    kind = ChatHook.Kind.SLACK
    sealed_address = factory.LazyAttribute(lambda o: seal(o.address))
    address_hint = "chat.example.com/…x7Qa"
    created_by = factory.SubFactory(
        MembershipFactory,
        workspace=factory.SelfAttribute("..workspace"),
        role=Role.ADMIN,
    )
