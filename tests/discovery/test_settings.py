"""What a production system is started with, seen from outside: a process and its environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PRODUCTION = {
    "PATH": os.environ.get("PATH", ""),
    "SECRET_KEY": "a-key-of-sixty-random-characters-0123456789-abcdefghijklmnop",
    "SITE_URL": "https://earshot.example.com",
    "DATABASE_URL": "postgres://earshot:secret@database/earshot",
    "REDIS_URL": "redis://:secret@valkey:6379/0",
    "EMAIL_HOST": "smtp.example.com",
}


def check(**changes):
    """Run ``manage.py check --deploy`` in an environment and return its exit code and words."""
    env = {k: v for k, v in {**PRODUCTION, **changes}.items() if v is not None}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"]
    answer = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    return answer.returncode, answer.stdout + answer.stderr


def test_production_settings_pass_the_deployment_check_without_a_warning():
    assert check() == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "at least 50 characters"),
        ({"SECRET_KEY": "short"}, "at least 50 characters"),
        ({"SECRET_KEY": "a" * 64}, "random"),
        ({"SECRET_KEY": "django-insecure-" + "0123456789abcdefghij" * 3}, "random"),
        ({"SITE_URL": None}, "SITE_URL"),
        ({"SITE_URL": "http://earshot.example.com"}, "https://"),
        ({"DATABASE_URL": "postgres://postgres:secret@database/earshot"}, "superuser"),
        ({"REDIS_URL": "redis://valkey:6379/0"}, "password"),
        ({"DEBUG": "yes"}, "0 or 1"),
    ],
)
def test_production_does_not_start_on(changes, words):
    code, said = check(**changes)

    assert code != 0
    assert words in said


def test_a_secret_may_come_from_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text(PRODUCTION["SECRET_KEY"] + "\n")

    assert check(SECRET_KEY=None, SECRET_KEY_FILE=str(secret))[0] == 0


def test_pages_may_use_the_camera_and_nothing_else_that_a_browser_lends(client, db):
    policy = client.get("/accounts/login/").headers["Permissions-Policy"]

    assert "camera=(self)" in policy
    assert "microphone=()" in policy
    assert "geolocation=()" in policy
