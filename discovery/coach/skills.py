"""The four skills of an interviewer, scored 0 to 4 with what was said as evidence (R30 to R32).

A score is None where nobody can tell, and never guessed: without a transcript only what was
ticked on the guide and written in the notes is known, so nothing scores higher than 3.
"""

from collections.abc import Sequence

from discovery.coach import heard, unheard
from discovery.coach.scores import Asked, Noted, Review, Score, Skill
from discovery.coach.talking import Finding, Part, Said, Talk, measure_talk

__all__ = [
    "Asked",
    "Finding",
    "Noted",
    "Part",
    "Review",
    "Said",
    "Score",
    "Skill",
    "Talk",
    "review_talk",
]


def review_talk(
    asked: Sequence[Asked], notes: Sequence[Noted], said: Sequence[Said]
) -> Review:
    """Score a talk by what was said, where that is known; else by the guide and the notes."""
    if any(words.part == Part.OWN for words in said):
        return Review(
            (
                heard.opener(said),
                heard.scene(said),
                heard.timeline(said),
                heard.redirect(said),
            ),
            measure_talk(said),
        )
    basis = "unmapped" if said else "notes" if asked or notes else "nothing"
    scores = (
        unheard.ticked_opener(asked),
        unheard.noted_scene(notes),
        unheard.noted_timeline(asked, notes),
        unheard.noted_redirect(notes),
    )
    return Review(scores, Talk(basis=basis))
