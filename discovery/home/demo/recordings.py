"""The sound of one talk: nobody's voice, but a hum at everybody's pitch, in time with the words.

So the player, following along and leaving out what was redacted can be tried without a voice
of anybody real.
"""

import hashlib
import io
import math
import wave
from datetime import timedelta

from interviews.models import Recording, Transcript
from interviews.operations.uploads import (
    LARGEST_PIECE,
    begin_upload,
    finish_upload,
    receive,
)

RATE = 4_000  # samples a second, of one byte each: 30 minutes are 7 MB
SILENCE = 128
SYLLABLE = 0.17
GAP = 0.05
PITCHES = (118, 176, 205, 142)


def make_recordings(cast):
    """What the call tool recorded of Sarah's Tuesday."""
    interview = cast.interviews["checkout", "sarah"]
    interview.refresh_from_db()
    transcript = interview.transcripts.get()
    sound = hum(transcript)
    by = cast.members["tomas"]
    upload = begin_upload(
        interview=interview,
        name="Filling a shift, Sarah (hummed).wav",
        size=len(sound),
        by=by,
    )
    for start in range(0, len(sound), LARGEST_PIECE):
        piece = io.BytesIO(sound[start : start + LARGEST_PIECE])
        receive(upload=upload, offset=start, stream=piece)
    recording = finish_upload(upload=upload, sha256=hashlib.sha256(sound).hexdigest())
    Recording.objects.filter(pk=recording.pk).update(
        uploaded_at=interview.ended_at + timedelta(hours=1)
    )
    Transcript.objects.filter(pk=transcript.pk).update(recording=recording)


def hum(transcript):
    """A WAV file in which everybody hums for as long as they speak."""
    said = transcript.utterances.select_related("speaker").order_by("position")
    voices, parts, place = {}, [], 0
    for words in said:
        key = words.speaker_id
        if key not in voices:
            voices[key] = _syllable(PITCHES[len(voices) % len(PITCHES)])
        start, end = (ms * RATE // 1000 for ms in (words.starts_ms, words.ends_ms))
        parts.append(bytes([SILENCE]) * (start - place))
        voice = voices[key]
        parts.append((voice * ((end - start) // len(voice) + 1))[: end - start])
        place = max(end, place)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(b"".join(parts))
    return file.getvalue()


def _syllable(pitch):
    """One soft syllable and the pause after it."""
    length = int(SYLLABLE * RATE)
    samples = bytes(
        SILENCE
        + int(
            34
            * math.sin(math.pi * n / length)
            * (
                math.sin(2 * math.pi * pitch * n / RATE)
                + 0.4 * math.sin(4 * math.pi * pitch * n / RATE)
            )
        )
        for n in range(length)
    )
    return samples + bytes([SILENCE]) * int(GAP * RATE)
