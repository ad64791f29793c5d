"""What was said in one talk, word for word, with the quotes that were kept from it."""

import random

from discovery.home.demo.content import FOLDER
from interviews.models import Interview
from interviews.operations.highlights import keep_quote
from interviews.operations.redactions import redact_words
from interviews.operations.transcripts import add_transcript
from interviews.transcripts.times import write_clock

WORDS_A_SECOND = 2.4
SPEAKERS = {"T": "tomas", "M": "mara", "I": "ida"}
QUOTES = [
    ("mara", "I spent forty-five minutes texting people one by one. By the time someone said yes I had already put my coat on."),
    ("tomas", "Eleven messages, and three answers, and all three of them were no."),
    ("mara", "Is it no because it's five o'clock, or no because it's Tuesday, or no because you don't want to do it any more?"),
    ("ida", "He saw six and thought, no chance."),
    ("tomas", "The flour bag is the emergency plan. Two of the five have left since."),
]  # fmt: skip
# What Ben was ill with is nobody's business.
REDACTED = "he couldn't keep anything down"


def make_transcripts(cast):
    """Sarah's Tuesday, as the call tool wrote it down."""
    interview = cast.interviews["checkout", "sarah"]
    Interview.objects.filter(pk=interview.pk).update(
        recording_agreed_at=interview.started_at,
        recording_agreed_by=cast.members["tomas"],
    )
    interview.refresh_from_db()
    transcript = add_transcript(
        interview=interview,
        name="Filling a shift, Sarah.vtt",
        data=written_down(cast).encode(),
        by=cast.members["tomas"],
    )
    for who, words in QUOTES:
        keep_quote(by=cast.members[who], **_place(transcript, words))
    redact_words(
        by=cast.members["noor"],
        reason="About a third person",
        **_place(transcript, REDACTED),
    )


def written_down(cast):
    """The talk as a WebVTT file of a call tool; everybody speaks at an even pace."""
    names = {key: str(cast.members[who].user) for key, who in SPEAKERS.items()}
    names["S"] = str(cast.people["sarah"])
    lines = (FOLDER / "transcript_sarah.txt").read_text(encoding="utf-8").splitlines()
    pauses = random.Random(5)  # noqa: S311
    cues, clock = ["WEBVTT\n"], 2_000
    for number, line in enumerate(lines, 1):
        key, _, words = line.partition(": ")
        length = max(int(len(words.split()) / WORDS_A_SECOND * 1000), 700)
        times = f"{write_clock(clock)} --> {write_clock(clock + length)}"
        cues.append(f"{number}\n{times}\n{names[key]}: {words}\n")
        clock += length + pauses.randint(150, 1_900)
    return "\n".join(cues)


def _place(transcript, words):
    """Where the words stand, as the operations take it."""
    utterance = transcript.utterances.get(text__contains=words)
    starts_at = utterance.text.index(words)
    return {
        "first": utterance,
        "starts_at": starts_at,
        "last": utterance,
        "ends_at": starts_at + len(words),
    }
