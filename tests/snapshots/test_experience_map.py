from snapshots.experience_map import as_svg, draw_map

COLORS = {"ground": "#fff", "line": "#ccc", "good": "g", "mixed": "m", "bad": "b"}


def test_moments_stand_in_the_middle_of_equal_columns():
    drawing = draw_map([2, 0, -2, 1])

    assert [point.x for point in drawing.points] == [79.0, 237.0, 395.0, 553.0]


def test_the_line_rises_with_what_felt_good_and_falls_with_what_did_not():
    drawing = draw_map([2, 1, 0, -1, -2])

    assert [point.y for point in drawing.points] == [18.0, 46.0, 74.0, 102.0, 130.0]


def test_tones_are_told_apart_in_three():
    drawing = draw_map([2, 1, 0, -1, -2])

    tones = [point.tone for point in drawing.points]
    assert tones == ["good", "good", "mixed", "mixed", "bad"]


def test_each_feeling_has_a_shape_of_its_own():
    drawing = draw_map([2, 1, 0, -1, -2])

    assert len({point.alone for point in drawing.points}) == 5


def test_the_line_is_level_at_each_moment():
    assert draw_map([2, -2]).path == "M158,18 C316,18 316,130 474,130"


def test_a_feeling_off_the_scale_stays_on_the_paper():
    assert draw_map([9, -9]).points[0].y == 18.0


def test_no_moments_draw_no_line():
    assert draw_map([]).path == ""


def test_the_drawing_for_paper_has_its_own_colours():
    svg = as_svg(draw_map([-2]), COLORS)

    assert 'stroke="b"' in svg
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="632"')
