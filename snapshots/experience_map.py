"""The experience map: a line that rises and falls with how each moment of a story felt.

Pure: feelings from -2 (awful) to 2 (great) go in, the points and the path of an SVG come out.
The drawing is 632 by 150 units; each moment stands in the middle of its own column, so that
a grid of as many equal columns below it lines up without any measuring.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 632.0
HEIGHT = 150.0
MIDDLE = 74.0
STEP = 28.0
RADIUS = 10.0
# How far each corner of the mouth stands above its middle, by feeling: the shape that tells
# the five feelings apart without any colour.
MOUTHS = {2: 5.5, 1: 3.0, 0: 0.0, -1: -3.0, -2: -5.5}


@dataclass(frozen=True)
class Point:
    """One moment on the line; ``tone`` is good, mixed or bad, and never the only sign."""

    x: float
    y: float
    tone: str
    feeling: int = 0

    @property
    def face(self) -> str:
        """The path of two eyes and a mouth in the ring."""
        return face_at(self.x, self.y, self.feeling)

    @property
    def alone(self) -> str:
        """The same face in a drawing of its own, 24 by 24, around its middle."""
        return face_at(12, 12, self.feeling)


@dataclass(frozen=True)
class ExperienceMap:
    """What is drawn: the line, and a ring for each moment."""

    points: tuple[Point, ...]
    path: str
    width: float = WIDTH
    height: float = HEIGHT
    radius: float = RADIUS
    middle: float = MIDDLE


def draw_map(feelings: Sequence[int]) -> ExperienceMap:
    """Return the drawing of ``feelings`` in the order of the story; empty without moments."""
    column = WIDTH / max(len(feelings), 1)
    points = tuple(
        Point(
            x=round(column * (position + 0.5), 1),
            y=round(MIDDLE - STEP * min(max(feeling, -2), 2), 1),
            tone=tone_of(feeling),
            feeling=min(max(feeling, -2), 2),
        )
        for position, feeling in enumerate(feelings)
    )
    return ExperienceMap(points, path_through(points))


def tone_of(feeling: int) -> str:
    """The drawing has three tones, so that each is told apart at a glance."""
    if feeling > 0:
        return "good"
    return "bad" if feeling < -1 else "mixed"


def face_at(x: float, y: float, feeling: int) -> str:
    """Eyes as two short strokes, and a mouth that smiles as much as the person did."""
    bend = MOUTHS[feeling]
    corner = y + 3.4 - bend * 0.3
    eyes = "".join(f"M{x + side:g},{y - 3.6:g} v1.6" for side in (-3.4, 3.4))
    return (
        f"{eyes}M{x - 4.2:g},{corner:g} Q{x:g},{corner + bend:g} {x + 4.2:g},{corner:g}"
    )


def path_through(points: Sequence[Point]) -> str:
    """A smooth line that is level at each point, so that no hill is drawn that nobody told of."""
    if not points:
        return ""
    steps = [f"M{points[0].x:g},{points[0].y:g}"]
    for before, after in zip(points, points[1:], strict=False):
        half = (before.x + after.x) / 2
        steps.append(
            f"C{half:g},{before.y:g} {half:g},{after.y:g} {after.x:g},{after.y:g}"
        )
    return " ".join(steps)


def as_svg(drawing: ExperienceMap, colors: Mapping[str, str]) -> str:
    """A drawing that stands alone, for the PDF; ``colors`` names line, ground and the three tones."""
    line = f'fill="none" stroke="{colors["line"]}"'
    drops = "".join(
        f"M{point.x:g},{point.y + drawing.radius:g} V{drawing.height:g}"
        for point in drawing.points
    )
    faces = "".join(
        f'<g stroke="{colors[point.tone]}" stroke-width="2" stroke-linecap="round">'
        f'<circle cx="{point.x:g}" cy="{point.y:g}" r="{drawing.radius:g}" '
        f'fill="{colors["ground"]}"/><path d="{point.face}" fill="none"/></g>'
        for point in drawing.points
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width:g}" '
        f'height="{drawing.height:g}" viewBox="0 0 {drawing.width:g} {drawing.height:g}">'
        f'<path d="M0,{drawing.middle:g} H{drawing.width:g}{drops}" {line} stroke-dasharray="1 5" '
        f'stroke-linecap="round"/><path d="{drawing.path}" {line} stroke-width="2.5"/>'
        f"{faces}</svg>"
    )
