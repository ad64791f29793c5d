"""What has to be there before the first start, and is skipped when it is: libraries of the
browser, compiled translations, system libraries of the PDF."""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from discovery.local.console import step, tell

ROOT = Path(__file__).resolve().parents[2]
OLDEST_NODE = 20
PDF_LIBRARIES = (
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz-subset.so.0",
)
PDF_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PreparationError(Exception):
    """Something that a person has to do first; the text says what."""


def prepare(*, is_offline=False, with_tests=False):
    """Do what is missing, in the order in which it is needed."""
    fetch_browser_libraries(is_offline=is_offline, with_tests=with_tests)
    compile_translations()
    install_system_packages(
        "PDF libraries", PDF_PACKAGES, has_pdf_libraries(), is_offline=is_offline
    )
    if with_tests:
        browser = shutil.which("chromium")
        install_system_packages(
            "browser for the tests", "chromium", browser, is_offline=is_offline
        )


def fetch_browser_libraries(*, is_offline, with_tests):
    """Run ``npm ci`` unless node_modules already holds what the lock names."""
    lock = (ROOT / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock).hexdigest()
    stamp = ROOT / "node_modules" / ".installed"
    installed = stamp.read_text().split() if stamp.exists() else []
    if installed[:1] == [wanted] and (not with_tests or "tests" in installed):
        return
    with step("Fetching the browser libraries"):
        options = ["--ignore-scripts", "--no-audit", "--no-fund"]
        options += [] if with_tests else ["--omit=dev"]
        options += ["--offline"] if is_offline else []
        _run([*_npm(is_offline), "ci", *options], "npm ci")
        stamp.write_text(f"{wanted} {'tests' if with_tests else ''}")


def _npm(is_offline):
    """The npm of this machine, or the one that comes with a Python package."""
    bundled = Path(sys.executable).parent / "npm"
    if bundled.exists():
        return [bundled]
    if (node := shutil.which("node")) and (npm := shutil.which("npm")):
        answer = subprocess.run([node, "--version"], capture_output=True, text=True)
        if int(answer.stdout.strip().lstrip("v").split(".")[0] or 0) >= OLDEST_NODE:
            return [npm]
    uv = os.environ.get("UV") or shutil.which("uv") or "uv"
    command = [uv, "pip", "install", f"--python={sys.executable}", "--require-hashes"]
    command += ["--offline"] if is_offline else []
    _run([*command, "-r", ROOT / "bin" / "lib" / "node.txt"], "installing Node")
    return [bundled]


def compile_translations():
    """Write a .mo beside each .po that is newer."""
    for source in ROOT.glob("**/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if ".venv" in source.parts or "node_modules" in source.parts:
            continue
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parts[-3])
        draft = target.with_suffix(".new")
        with draft.open("wb") as file:
            write_mo(file, catalog)
        draft.rename(target)


def has_pdf_libraries():
    if not sys.platform.startswith("linux"):
        return True
    try:
        for name in PDF_LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install_system_packages(what, packages, is_there, *, is_offline=False):
    """Install packages where we may (root and apt); otherwise say the one command."""
    if is_there:
        return True
    install = f"apt-get install --no-install-recommends --yes {packages}"
    if os.geteuid() == 0 and shutil.which("apt-get") and not is_offline:
        with step(f"Installing the {what}"):
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for command in ("apt-get update", install):
                answer = subprocess.run(
                    command.split(), env=quiet, capture_output=True, text=True
                )
        if answer.returncode == 0:
            return True
        tell(answer.stderr.strip())
    tell(f"  The {what} are missing; everything else works. To add them:")
    tell(f"      {'sudo ' if os.geteuid() else ''}{install}")
    return False


def _run(command, what):
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise PreparationError(f"{what}: {error.filename} is not installed.") from error
    if answer.returncode:
        raise PreparationError(f"{what} failed:\n{answer.stdout}{answer.stderr}")
