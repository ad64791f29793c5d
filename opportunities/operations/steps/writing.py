"""Writing the fields of a node."""

from django.utils.timezone import now

from opportunities.operations.nodes import find_node
from opportunities.operations.refusals import StaleEdit, TooLong


def write(outcome, step):
    row = find_node(outcome, step["on"], step["id"])
    for name, was in step["was"].items():
        if plain(getattr(row, name)) != was:
            raise StaleEdit(row, name, step["set"][name])
    check_fits(row, step["set"])
    for name, value in step["set"].items():
        setattr(row, name, stored(row, name, value))
    row.version += 1
    row.save(update_fields=[*step["set"], "version", *touch(row)])
    return {**step, "set": step["was"], "was": step["set"]}


def check_fits(model, fields):
    """Refuse words that are longer than their column, whoever has let them through."""
    for name, value in fields.items():
        most = model._meta.get_field(name).max_length
        if most and len(str(value)) > most:
            raise TooLong(most)


def touch(row):
    """Note that an opportunity has changed now; return the names of the fields that this set."""
    if not hasattr(row, "updated_at"):
        return []
    row.updated_at = now()
    return ["updated_at"]


def plain(value):
    """A value as it stands in a step: dates are text in JSON, and nothing is an empty text."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else value


def stored(row, name, value):
    field = row._meta.get_field(name)
    return None if field.null and value == "" else field.to_python(value)
