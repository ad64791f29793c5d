from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

AT = datetime(2026, 11, 27, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "time"),
    [("en", "27 November 2026", "16:05"), ("de", "27. November 2026", "16:05")],
)
def test_dates_and_times_read_as_people_here_write_them(language, day, time):
    with translation.override(language):
        assert date_format(AT, "DATE_FORMAT") == day
        assert date_format(AT, "TIME_FORMAT") == time
