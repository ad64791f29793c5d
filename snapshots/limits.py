"""How often something about a snapshot may be done (docs/limits.md)."""

from discovery.workspaces.limits import address_of, hit

A_QUARTER = 900
AN_HOUR = 3600
A_DAY = 24 * 3600

TRIES_OF_ADDRESS = 10, A_QUARTER
# Once strangers have tried a link this often, each address has fewer tries left. So no one
# can try many passcodes from many addresses, and the true reader still gets in.
TRIES_OF_LINK = 60, AN_HOUR
TRIES_WHEN_ATTACKED = 2, A_QUARTER
MOST_TRIES_OF_LINK = 1000, A_DAY

COMMENTS_OF_MEMBER = 30, 600
REACTIONS_OF_MEMBER = 120, 600


def may_try_passcode(request, link):
    """Count one try, and say whether it may be compared.

    The counters belong to this passcode: a new one begins with none, so that its author can
    end any siege at once. Whoever has been let in before does not come here.
    """
    key = f"passcode:{link.pk}:{link.passcode_hash}"
    by_address = f"{key}:{address_of(request)}"
    is_within = hit(by_address, *TRIES_OF_ADDRESS)
    is_calm = hit(key, *TRIES_OF_LINK)
    is_within = is_within and (
        is_calm or hit(f"{by_address}:attacked", *TRIES_WHEN_ATTACKED)
    )
    # Only what is compared counts here, so that refused tries cannot use it up.
    return is_within and hit(f"{key}:day", *MOST_TRIES_OF_LINK)


def may_comment(membership):
    return hit(f"comment:{membership.pk}", *COMMENTS_OF_MEMBER)


def may_react(membership):
    return hit(f"reaction:{membership.pk}", *REACTIONS_OF_MEMBER)
