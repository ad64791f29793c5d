from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from discovery.accounts.access import personal_view
from discovery.accounts.forms import ProfileForm, ThemeForm


@require_http_methods(["GET", "POST"])
@personal_view
def profile(request):
    """The person's own name, time zone, language and theme."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, translation.gettext("Saved."))
        return redirect("profile:profile")
    if form.errors:
        # The frame shows who is signed in, not what they typed.
        request.user.refresh_from_db()
    status = 422 if form.errors else 200
    return render(request, "profile/profile.html", {"form": form}, status=status)


@require_POST
@personal_view
def theme(request):
    """Light, dark or like the device; by the menu, and without script too."""
    form = ThemeForm(request.POST, instance=request.user)
    if form.is_valid():
        form.save()
    if request.htmx or request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    back = request.POST.get("next", "/")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(back, hosts, request.is_secure())
    return redirect(back if is_ours else "/")
