"""What people see and do on the tree; every change answers scripts, htmx and plain forms."""
