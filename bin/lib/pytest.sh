# Run by bin/test, with a database and a broker of its own around it.
set -eu
if [ $# = 0 ]; then
  .venv/bin/python manage.py makemigrations --check --dry-run
  # One file stays in one process, since files share what takes long to start. The longest
  # come first (tests/conftest.py), and one process more than cores uses what the others wait.
  set -- -n 3 --dist loadfile --no-loadscope-reorder
fi
exec .venv/bin/python -m pytest "$@"
