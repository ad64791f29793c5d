"""The guard of pages that are about the signed-in person alone."""

from functools import wraps

from django.utils.cache import add_never_cache_headers


def personal_view(view):
    """Mark a view that shows somebody nothing but their own; SignInMiddleware sees that they are signed in."""

    @wraps(view)
    def guarded(request, **kwargs):
        response = view(request, **kwargs)
        add_never_cache_headers(response)
        return response

    guarded.is_personal = True
    return guarded
