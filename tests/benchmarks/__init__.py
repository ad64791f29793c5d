"""Benchmarks: each measures us against the physical limit of the same machine in the same run.

A module of this package with ``def run():`` that yields ``Figure``s is a benchmark of that
name; the first line of its docstring is what ``bin/bench list`` says about it. It runs with
a database and a broker of its own, with Django set up and all migrations applied.
"""
