"""The opt-in page: where a stranger says "yes, I'd talk to you"."""

from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from discovery.workspaces.links import absolute_url, public_view, speak
from discovery.workspaces.permissions import Permission
from recruiting.forms import OptInForm
from recruiting.limits import may_mail, may_sign_up
from recruiting.models import OptInPage
from recruiting.operations import opt_in
from recruiting.operations.opt_in import recording_consent_text


@dataclass
class Host:
    """A member as a stranger sees them: a face and a first name."""

    first_name: str
    portrait_seed: str

    def __str__(self):
        return self.first_name


def find_page(slug):
    pages = OptInPage.objects.select_related("workspace", "team__workspace")
    return pages.filter(slug=slug).first()


@require_http_methods(["GET", "POST"])
@public_view(find_page)
def opt_in_page(request, page):
    """A team's public page; its answer says the same whoever the visitor is."""
    speak(request, "")
    if not page.is_open:
        return render(request, "recruiting/opt_in_closed.html", about(page))
    form = OptInForm(
        request.POST or None, page=page, recording_text=recording_consent_text()
    )
    if form.is_bound and form.is_robot:
        return redirect(thanks_path(request, page))
    if not form.is_valid():
        return show(request, page, form, status=422 if form.errors else 200)
    if not may_sign_up(request, page):
        form.add_error(
            None,
            _(
                "Too many people signed up from here just now. Please try again in an hour."
            ),
        )
        return show(request, page, form, status=429)
    say_yes(page, form.cleaned_data)
    return redirect(thanks_path(request, page))


def show(request, page, form, *, status):
    hosts = hosts_of(page.team)
    names = get_text_list([str(host) for host in hosts], _("and"))
    context = {**about(page), "form": form, "hosts": hosts, "names": names}
    return render(request, "recruiting/opt_in_page.html", context, status=status)


def about(page):
    return {"page": page, "workspace": page.workspace}


def hosts_of(team):
    """The people who ask: at most six."""
    members = team.memberships.active().with_permission(Permission.INTERVIEW_MANAGE)
    return [
        Host(member.user.first_name, portrait_seed=f"User:{member.user_id}")
        for member in members.select_related("user").order_by("pk")[:6]
    ]


def say_yes(page, answers):
    if not may_mail(answers["email"]):
        return
    opt_in(
        page=page,
        name=answers["name"],
        email=answers["email"],
        answer=answers.get("answer", ""),
        may_record=answers["may_record"],
        time_zone=answers["time_zone"],
        page_url=absolute_url(page.path),
    )


def thanks_path(request, page):
    """The next page, in the language that the visitor chose on this one."""
    path = reverse("join:thanks", args=[page.slug])
    language = request.GET.get("lang")
    return f"{path}?lang={get_language()}" if language else path


@require_GET
@public_view(find_page)
def opt_in_thanks(request, page):
    """What happens next."""
    speak(request, "")
    return render(request, "recruiting/opt_in_thanks.html", about(page))
