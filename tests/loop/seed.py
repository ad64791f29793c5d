"""A company with one trio, a researcher and a stakeholder, and nothing else yet."""

import django

django.setup()

from discovery.workspaces.models import Membership  # noqa: E402
from discovery.workspaces.permissions import Role  # noqa: E402
from tests.factories.workspaces import (  # noqa: E402
    MembershipFactory,
    TeamFactory,
    WorkspaceFactory,
)

PASSWORD = "a loop from yes to decision"
Craft = Membership.Craft
PEOPLE = [
    ("Mara Lind", Role.MEMBER, Craft.PRODUCT),
    ("Tomas Keller", Role.MEMBER, Craft.DESIGN),
    ("Ren Abe", Role.RESEARCHER, Craft.RESEARCH),
    ("Sam Stake", Role.STAKEHOLDER, Craft.OTHER),
    ("Ada Min", Role.ADMIN, Craft.OTHER),
]


def plant():
    workspace = WorkspaceFactory(
        name="Lumen Rota", slug="lumen", postal_address="1 High Street, York"
    )
    team = TeamFactory(workspace=workspace, name="Checkout trio", slug="checkout")
    for name, role, craft in PEOPLE:
        MembershipFactory(
            workspace=workspace,
            team=team,
            role=role,
            craft=craft,
            user__name=name,
            user__email=f"{name.split()[0].lower()}@lumen.example",
            user__time_zone="Europe/Berlin",
            user__password=PASSWORD,
        )


if __name__ == "__main__":
    plant()
