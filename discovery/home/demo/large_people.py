"""The panel of Large Co: every name and company different, as search has to tell them apart."""

import json
from datetime import timedelta

from recruiting.models import Channel, Consent, Participant

FIRST = ["Ada", "Amir", "Bea", "Björn", "Chen", "Dana", "Edda", "Emeka", "Farid", "Greta", "Hiro", "Ines", "José", "Kira", "Lena", "Łukasz", "Maya", "Nils", "Noor", "Olga", "Pia", "Quinn", "Rosa", "Siân", "Tariq", "Uma", "Vera", "Wim", "Yara", "Zoë"]  # fmt: skip
LAST = ["Abel", "Brandt", "Conti", "Dubois", "Eriksen", "Fofana", "García", "Haddad", "Ivanov", "Jansen", "Kovač", "Lund", "Mbeki", "Novák", "Okafor", "Petit", "Quist", "Rossi", "Suzuki", "Tanaka", "Ueda", "Varga", "Weber", "Xu", "Yılmaz", "Zhou"]  # fmt: skip
TRADES = [
    "Bakery",
    "Café",
    "Pharmacy",
    "Hardware",
    "Books",
    "Flowers",
    "Grocer",
    "Cycles",
    "Optician",
    "Deli",
]
TOWNS = ["York", "Leeds", "Bristol", "Cork", "Ghent", "Malmö", "Porto", "Graz", "Lyon", "Turin", "Kraków", "Bern", "Oslo", "Ulm", "Nantes", "Delft"]  # fmt: skip
JOBS = ["Owner", "Shop manager", "Shift lead", "Baker", "Area manager", "Cashier"]
AUDIENCES = list(Participant.Audience)
CHANNELS = list(Channel)
PLANS = [json.dumps({"plan": plan, "seats": 3 + 4 * n}) for n, plan in enumerate(["Shop", "Trial", "Chain"])]  # fmt: skip


def copy_participants(copier, ground):
    names = [
        "workspace",
        "name",
        "email",
        "company",
        "job_title",
        "audience",
        "channel",
        "team",
        "pseudonym",
        "time_zone",
        "attributes",
        "last_contacted_at",
        "last_talked_at",
        "created_at",
    ]
    total = ground.scale.participants
    rows = (participant(ground, number) for number in range(total))
    ground.first_participant = copier.copy(Participant, names, rows, total)


def participant(ground, number):
    rng, moment = ground.rng, ground.moment
    first = FIRST[number % len(FIRST)]
    last = LAST[number // len(FIRST) % len(LAST)]
    initial = chr(65 + number // (len(FIRST) * len(LAST)) % 26)
    came_at = moment - timedelta(minutes=1 + number)
    talked = number < ground.scale.interviews
    contacted = talked or rng.random() < 0.2
    return (
        ground.workspace.pk,
        f"{first} {initial}. {last}",
        f"person{number}@customers.example",
        f"{last} {TRADES[number % len(TRADES)]} {number % 977}, {TOWNS[number % len(TOWNS)]}",
        JOBS[number % len(JOBS)],
        AUDIENCES[number % len(AUDIENCES)].value,
        CHANNELS[number % len(CHANNELS)].value,
        ground.teams[number % len(ground.teams)].pk if talked else None,
        f"P-{number:06}",
        "Europe/London",
        PLANS[number % len(PLANS)],
        moment - timedelta(days=rng.randint(1, 400)) if contacted else None,
        moment - timedelta(days=rng.randint(1, 400)) if talked else None,
        came_at,
    )


def copy_consents(copier, ground):
    """A yes to being written to from three in five."""
    names = [
        "workspace",
        "participant",
        "purpose",
        "is_granted",
        "text",
        "source",
        "at",
    ]
    chosen = [n for n in range(ground.scale.participants) if n % 5 < 3]
    rows = (
        (
            ground.workspace.pk,
            ground.first_participant + number,
            Consent.Purpose.CONTACT.value,
            True,
            "You may write to me about interviews.",
            Consent.Source.PAGE.value,
            ground.moment - timedelta(minutes=1 + number),
        )
        for number in chosen
    )
    copier.copy(Consent, names, rows, len(chosen))
