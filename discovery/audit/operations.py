from discovery.audit.models import AuditEvent


def record(action, obj=None, *, by=None, fields=(), reason="", workspace=None):
    """Write one audit line, in the caller's transaction.

    ``by`` is the acting membership, or None where a participant or the system acted.
    ``fields`` are the names of what changed, never values.
    """
    workspace = (
        workspace or getattr(obj, "workspace", None) or getattr(by, "workspace", None)
    )
    return AuditEvent.objects.create(
        workspace=workspace,
        actor_id=by.pk if by else None,
        actor=str(by) if by else "",
        action=action,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
        fields=list(fields),
        reason=reason,
    )
