"""A lifelike company to look at, and a huge one to measure with; started by `manage.py demo`.

What is told stands in ``content/*.toml``, so that anybody can write better stories without
reading code; the modules turn it into rows, with all dates relative to today.
"""
