"""``python -m discovery.local``: what bin/start, bin/manage, bin/test and bin/bench run."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile

from discovery.local.console import tell
from discovery.local.place import Place, PlaceError
from discovery.local.preparation import PreparationError, compile_translations, prepare
from discovery.local.services import inherited_environment, manage, services_for_a_while
from discovery.local.supervisor import Supervisor

# Commands that touch no database: nothing is started for them.
WITHOUT_SERVICES = {"coach"}


def start(options):
    """Everything, in one place, until Ctrl-C."""
    place = Place(options.data)
    place.prepare()
    if not place.lock():
        where = place.read_runtime().get("address", "somewhere")
        raise PlaceError(f"Earshot already runs from {place.folder}: {where}")
    tell("Earshot is starting.\n")
    prepare(is_offline=options.offline)
    Supervisor(place, port=options.port, with_demo=options.demo).run()


def run_manage(options):
    """A management command, against the running database or one started for it."""
    if WITHOUT_SERVICES.intersection(options.arguments[:1]):
        return _run(manage(*options.arguments), {"DEBUG": "1"})
    place = Place(options.data)
    place.prepare()
    if place.lock():
        with services_for_a_while(place) as found:
            site = os.environ.get("SITE_URL", "http://localhost:8000")
            return _run(manage(*options.arguments), {"SITE_URL": site, **found})
    return _run(manage(*options.arguments), place.read_runtime().get("environment", {}))


def run_with_services(options):
    """A command with a database and a broker of its own, thrown away afterwards."""
    # Servers of somebody else are not ours to fill and empty.
    for name in ("DATABASE_URL", "REDIS_URL", "TEST_DATABASE_NAME"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="earshot-") as folder:
        place = Place(folder)
        place.prepare()
        try:
            with services_for_a_while(place, for_tests=not options.durable) as found:
                return _run(options.arguments, {"DEBUG": "1", **found})
        finally:
            shutil.rmtree(place.database_folder() / "postgres")


def run_preparation(options):
    prepare(is_offline=options.offline, with_tests=options.tests)


def run_translations(options):
    compile_translations()


def _run(command, found):
    """Run a command with the variables of a place; those that are set already win."""
    env = {**found, **inherited_environment()}
    return subprocess.run([str(part) for part in command], env=env).returncode


def add_start_options(parser):
    """The options of ``bin/start``, which ``manage.py start`` has too."""
    parser.add_argument("--port", type=int, help="default: the first free from 8000")
    parser.add_argument(
        "--data", default=".data", help="the folder for everything kept"
    )
    parser.add_argument("--no-demo", dest="demo", action="store_false")
    parser.add_argument("--offline", action="store_true", help="ask no registry")


def parse(arguments):
    parser = argparse.ArgumentParser(prog="python -m discovery.local")
    commands = parser.add_subparsers(required=True)
    add_start_options(command := commands.add_parser("start", help=start.__doc__))
    command.set_defaults(run=start)
    command = commands.add_parser("manage", help=run_manage.__doc__)
    command.add_argument("--data", default=os.environ.get("EARSHOT_DATA", ".data"))
    command.add_argument("arguments", nargs=argparse.REMAINDER)
    command.set_defaults(run=run_manage)
    command = commands.add_parser("with-services", help=run_with_services.__doc__)
    # As in production every commit reaches the disk, for what is measured.
    command.add_argument("--durable", action="store_true")
    command.add_argument("arguments", nargs=argparse.REMAINDER)
    command.set_defaults(run=run_with_services)
    command = commands.add_parser("prepare")
    command.add_argument("--offline", action="store_true")
    command.add_argument("--tests", action="store_true")
    command.set_defaults(run=run_preparation)
    commands.add_parser("translations").set_defaults(run=run_translations)
    return parser.parse_args(arguments)


def main(arguments):
    options = parse(arguments)
    try:
        return options.run(options) or 0
    except (PlaceError, PreparationError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
