"""The rules of the house: who may import whom, no view without a guard, no row without a workspace."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.urls import URLPattern, get_resolver

from discovery.workspaces.permissions import Permission

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    "discovery.coach",
    "discovery.live",
    "discovery.htmx",
    "discovery.searching",
    "discovery.accounts",
    "discovery.workspaces",
    "discovery.audit",
    "discovery.mail",
    "discovery.notifications",
    "discovery.administration",
    "recruiting",
    "interviews",
    "snapshots",
    "opportunities",
    "discovery.digests",
    "discovery.home",
]
MODULES = [
    "permissions",
    "models",
    "access",
    "queries",
    "operations",
    "forms",
    "tasks",
    "views",
    "urls",
]
MODELS_OF_NO_WORKSPACE = {
    "workspaces.Workspace",  # is the workspace
    "workspaces.SetupLink",  # comes before the first workspace
    "workspaces.RateLimit",  # counts of public pages, keyed by address
    "mail.SenderStop",  # belongs to the mail server of the whole installation
    "accounts.User",  # a person may belong to several workspaces
}


def our_modules():
    for app in APPS:
        folder = ROOT / app.replace(".", "/")
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield pytest.param(dotted, path, id=dotted)


def rank(dotted):
    """Where a dotted name stands in the order above; ``None`` if it is not ours."""
    for position, app in enumerate(APPS):
        if dotted.startswith(f"{app}."):
            module = dotted.removeprefix(f"{app}.").split(".")[0]
            known = module in MODULES
            return position, MODULES.index(module) if known else len(MODULES)
    return None


def imported_names(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def breaches(name, source):
    """The names that a module imports although they stand above it.

    A module of no known layer (pure functions, a signal) may be used by every layer of its
    app, so only the order of the apps binds those who import it.
    """
    own_app, own_layer = rank(f"{name}.")
    for imported in imported_names(source):
        if (theirs := rank(imported)) is None:
            continue
        app, layer = theirs
        is_layered = layer < len(MODULES) and own_layer < len(MODULES)
        if app > own_app or (app == own_app and is_layered and layer > own_layer):
            yield imported


@pytest.mark.parametrize(("name", "path"), list(our_modules()))
def test_module_imports_nothing_above_it(name, path):
    assert list(breaches(name, path.read_text())) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("recruiting.views", "from interviews.models import Interview"),
        ("interviews.operations", "from interviews.forms import ScheduleForm"),
        ("discovery.audit.models", "import recruiting.models"),
    ],
)
def test_a_breach_is_noticed(name, source):
    assert list(breaches(name, source)) != []


def url_patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield pytest.param(pattern.callback, route, id=route)
        else:
            yield from url_patterns(pattern, route)


def is_ours(view):
    return not view.__module__.startswith(("allauth.", "django."))


@pytest.mark.parametrize(("view", "route"), list(url_patterns(get_resolver())))
def test_view_names_its_permission_or_is_marked_as_public(view, route):
    if not is_ours(view):
        return
    permission = getattr(view, "permission", None)

    if route.startswith("w/<slug:workspace_slug>/"):
        assert isinstance(permission, Permission)
    else:
        assert getattr(view, "is_public", False) or getattr(view, "is_personal", False)


@pytest.mark.parametrize(
    "model", apps.get_models(), ids=lambda model: model._meta.label
)
def test_model_belongs_to_a_workspace(model):
    if rank(model.__module__) and model._meta.label not in MODELS_OF_NO_WORKSPACE:
        assert model._meta.get_field("workspace").related_model._meta.label == (
            "workspaces.Workspace"
        )


def tenant_foreign_keys():
    """Every foreign key from a row of a workspace to another row of a workspace."""
    for model in apps.get_models():
        if not rank(model.__module__) or model._meta.label in MODELS_OF_NO_WORKSPACE:
            continue
        for field in model._meta.concrete_fields:
            parent = field.related_model
            if parent and rank(parent.__module__):
                if parent._meta.label in MODELS_OF_NO_WORKSPACE:
                    continue
                yield pytest.param(model, field, id=f"{model._meta.label}.{field.name}")


# Who did it, kept for the record: a membership of the same workspace by construction.
ACTORS = {
    "removed_by",
    "invited_by",
    "recorded_by",
    "uploaded_by",
    "recording_agreed_by",
    "cancelled_by",
    "saved_by",
    "created_by",
    "published_by",
    "placed_by",
    "decided_by",
    "by",
}


@pytest.mark.parametrize(("model", "field"), list(tenant_foreign_keys()))
def test_foreign_key_cannot_cross_into_another_workspace(db, model, field):
    if field.name in ACTORS:
        return
    parent = field.related_model._meta.db_table

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_constraint WHERE contype = 'f'"
            " AND conrelid = %s::regclass AND confrelid = %s::regclass"
            " AND array_length(conkey, 1) = 2 AND pg_get_constraintdef(oid) LIKE %s",
            [model._meta.db_table, parent, f"%{field.column}%"],
        )
        found = cursor.fetchone()

    assert found, f"Add same_workspace(...) for {field} in a migration."
