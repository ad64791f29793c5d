"""``bin/bench NAME [--json]`` or ``bin/bench list``."""

import argparse
import json
import pkgutil
import sys
from dataclasses import asdict
from importlib import import_module

import django
from django.core.management import call_command

import tests.benchmarks as package

NOT_BENCHMARKS = {
    "__main__",
    "asking",
    "figures",
    "fragments",
    "room_clients",
    "room_seed",
    "tree_changes",
    "tree_film",
    "tree_editors",
    "tree_screen",
    "tree_seed",
    "tree_work",
    "typing",
}


def names():
    found = (module.name for module in pkgutil.iter_modules(package.__path__))
    return sorted(set(found) - NOT_BENCHMARKS)


def load(name):
    return import_module(f"tests.benchmarks.{name}")


def list_benchmarks():
    for name in names():
        summary = (load(name).__doc__ or "").strip().split("\n")[0]
        print(f"{name:<10} {summary}")


def run(name, as_json):
    call_command("migrate", interactive=False, verbosity=0)
    figures = []
    for figure in load(name).run():
        figures.append(figure)
        if not as_json:
            print(figure, flush=True)
    if as_json:
        print(json.dumps([asdict(figure) for figure in figures], indent=1))


def main(arguments):
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("name", choices=[*names(), "list"])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    django.setup()
    if options.name == "list":
        list_benchmarks()
    else:
        run(options.name, options.json)


main(sys.argv[1:])
