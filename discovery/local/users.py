"""Root's stand-in: PostgreSQL refuses to run as root, so it runs as an unprivileged user."""

import os
import pwd
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class SystemUser:
    """A user that a child process is started as."""

    uid: int
    gid: int


def database_user():
    """Whom PostgreSQL runs as when we are root; ``None`` when we are an ordinary user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return SystemUser(entry.pw_uid, entry.pw_gid)
    return SystemUser(65534, 65534)


def options_for(user):
    """The arguments of ``subprocess`` that run a child as ``user``."""
    if user is None:
        return {}
    return {"user": user.uid, "group": user.gid, "extra_groups": [], "cwd": "/"}


def can_reach(user, path):
    """Whether a user may walk to a path; a folder under root's home it may not."""
    if user is None:
        return True
    test = subprocess.run(["test", "-x", str(path)], **options_for(user), check=False)
    return test.returncode == 0
