"""Who may hear what happens to a membership: nobody but the member."""


def may_hear_membership(membership, pk):
    return membership.pk == pk
