import pytest

from tests.factories import interviews, opportunities, recruiting, snapshots, workspaces

FACTORIES = [
    workspaces.MembershipFactory,
    recruiting.ConsentFactory,
    recruiting.OptInPageFactory,
    recruiting.InvitationFactory,
    interviews.AvailabilityFactory,
    interviews.BookingPageFactory,
    interviews.QuestionFactory,
    interviews.AttendanceFactory,
    interviews.NoteFactory,
    snapshots.MomentFactory,
    snapshots.HeardOpportunityFactory,
    opportunities.EvidenceFactory,
]


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda f: f.__name__)
def test_factory_makes_a_valid_object(db, factory):
    factory().full_clean()
