# Prepares .venv from a hashed lock, with uv; does nothing when it holds that lock already.
# Sourced by the scripts beside it, from the root of the project.

# Registries are for packages only: an interpreter is never downloaded.
export UV_PYTHON_DOWNLOADS=never
# Set on some machines; without bytecode every start takes three seconds longer.
unset PYTHONDONTWRITEBYTECODE

# The machine's own certificates count, which a company's proxy may have added to.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
certificates=/etc/ssl/certs/ca-certificates.crt
if [ -f "$certificates" ]; then
  export PIP_CERT="${PIP_CERT:-$certificates}"
  export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$certificates}"
fi

say() { printf '%s\n' "$*" >&2; }

find_python() {
  for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      return 0
    fi
  done
  say "Earshot needs Python 3.11 or newer; none was found."
  exit 1
}

make_environment() {
  find_python
  say "  Making an isolated environment in .venv"
  rm -rf .venv
  if UV=$(command -v uv); then
    "$UV" venv --quiet --python "$python" .venv
  elif "$python" -m venv .venv 2>/dev/null || virtualenv --quiet --python "$python" .venv 2>/dev/null; then
    :
  else
    rm -rf .venv
    say "This Python cannot make environments. On Debian and Ubuntu, run:"
    say "    $([ "$(id -u)" = 0 ] || printf 'sudo ')apt-get install --yes python3-venv"
    exit 1
  fi
}

find_uv() {
  UV=$(command -v uv || true)
  if [ -z "$UV" ]; then
    UV=$PWD/.venv/bin/uv
    if [ ! -x "$UV" ]; then
      # An environment that a uv has made, which is gone since, comes without pip.
      .venv/bin/python -m pip --version >/dev/null 2>&1 ||
        .venv/bin/python -m ensurepip >/dev/null
      .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r bin/lib/uv.txt
    fi
  fi
  export UV
}

# install LOCK...: the last lock is installed; one of them in place is enough.
prepare_environment() {
  .venv/bin/python -c '' 2>/dev/null || make_environment
  for lock in "$@"; do
    if cmp -s "$lock" ".venv/installed-$lock"; then
      return 0
    fi
  done
  find_uv
  say "  Installing the packages of $lock"
  "$UV" pip install --quiet --python .venv/bin/python --require-hashes ${offline:+--offline} -r "$lock"
  cp "$lock" ".venv/installed-$lock"
}
