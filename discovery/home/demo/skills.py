"""How Mara learned to ask: six of her talks word for word, and a review of everybody's."""

from discovery.home.demo.content import FOLDER, read_stories
from interviews.models import Interview, SkillViewer
from interviews.operations.skills import review_skills
from interviews.operations.transcripts import add_transcript
from interviews.transcripts.times import write_clock

LED_BY = "mara"
# Which script each of her last talks followed, oldest first.
SCRIPTS = ["early", "early", "middle", "middle", "late", "late"]
WORDS_A_SECOND = 2.4
PAUSE = 900


def make_skills(cast):
    for script, (talk, quote) in zip(SCRIPTS, _talks(cast), strict=False):
        add_transcript(
            interview=talk,
            name=f"Talk with {talk.participant.first_name}.vtt",
            data=_written_down(cast, talk, script, quote).encode(),
            by=cast.members[LED_BY],
        )
    for talk in Interview.objects.filter(workspace=cast.workspace).for_habit():
        review_skills(interview=talk)
    SkillViewer.objects.create(
        workspace=cast.workspace,
        membership=cast.members["tomas"],
        viewer=cast.members[LED_BY],
    )


def _talks(cast):
    """The talks that she led, oldest first, each with what the customer is quoted with."""
    led = [story for story in read_stories() if story["lead"] == LED_BY]
    pairs = [
        (cast.interviews[story["team"], story["person"]], story.get("quote", ""))
        for story in led
        if story.get("quote")
    ]
    held = [pair for pair in pairs if pair[0].state == Interview.State.HELD]
    return sorted(held, key=lambda pair: pair[0].starts_at)[-len(SCRIPTS) :]


def _written_down(cast, talk, script, quote):
    """One of the scripts as a WebVTT file, at an even pace."""
    names = {"M": str(cast.members[LED_BY].user), "P": str(talk.participant)}
    text = (FOLDER / f"talks_{script}.txt").read_text(encoding="utf-8")
    cues, clock = ["WEBVTT\n"], 2_000
    for number, line in enumerate(text.splitlines(), 1):
        key, _, words = line.partition(": ")
        words = words.replace("{quote}", quote)
        until = clock + int(len(words.split()) / WORDS_A_SECOND * 1000) + 300
        times = f"{write_clock(clock)} --> {write_clock(until)}"
        cues.append(f"{number}\n{times}\n{names[key]}: {words}\n")
        clock = until + PAUSE
    return "\n".join(cues)
