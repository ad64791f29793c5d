"""Who belongs to a workspace and what it is called: settings, members, teams, the first set-up.

It has no models. The rows are those of ``discovery.workspaces``; changing them leaves audit
lines and sends mails, which that app does not know (docs/decisions/0802-administration-stands-beside-workspaces.md).
"""
