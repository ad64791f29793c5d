"""{% load progress %}  {% progress_of page as progress %}  {% timer_of snapshot as timer %}  {% sheet_of page as sheet %}"""

from django import template

from snapshots.completeness import progress_of, timer_of
from snapshots.sheet import sheet_of

register = template.Library()
register.simple_tag(progress_of)
register.simple_tag(timer_of)
register.simple_tag(sheet_of)
