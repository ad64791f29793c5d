from discovery.digests.views.choice import choice, preview, sending
from discovery.digests.views.hooks import (
    hook,
    hook_key,
    hook_new,
    hook_removal,
    hook_result,
    hook_trial,
    hooks,
)
from discovery.digests.views.unsubscription import unsubscription

__all__ = [
    "choice",
    "hook",
    "hook_key",
    "hook_new",
    "hook_removal",
    "hook_result",
    "hook_trial",
    "hooks",
    "preview",
    "sending",
    "unsubscription",
]
