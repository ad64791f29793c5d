from django.urls import path

from recruiting.views import own_data, public

app_name = "join"

urlpatterns = [
    path("join/<slug:token>/", public.opt_in_page, name="page"),
    path("join/<slug:token>/thanks/", public.opt_in_thanks, name="thanks"),
    path("you/erased/", own_data.erased, name="erased"),
    path("you/<slug:token>/", own_data.you, name="you"),
    path(
        "you/<slug:token>/consents/<slug:purpose>/withdrawal/",
        own_data.consent_withdrawal,
        name="consent_withdrawal",
    ),
    path("you/<slug:token>/stop/", own_data.contact_stop, name="contact_stop"),
    path("you/<slug:token>/start/", own_data.contact_start, name="contact_start"),
    path("you/<slug:token>/erasure/", own_data.own_erasure, name="own_erasure"),
    path("unsubscribe/<slug:token>/", own_data.unsubscription, name="unsubscribe"),
]
