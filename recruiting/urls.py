from django.urls import path

from recruiting.views import nominations, participant, participants, photos, recruiting

app_name = "recruiting"

person = "participants/<int:participant_id>/"

urlpatterns = [
    path("participants/", participants.participants, name="participants"),
    path("participants/new/", participants.participant_new, name="participant_new"),
    path(person, participant.participant, name="participant"),
    path(f"{person}facts/", participant.participant_facts, name="participant_facts"),
    path(f"{person}invitation/", participant.invitation_new, name="invitation_new"),
    path(f"{person}consents/", participant.consent_new, name="consent_new"),
    path(f"{person}contact-stop/", participant.contact_stop, name="contact_stop"),
    path(f"{person}erasure/", participant.erasure, name="erasure"),
    path(f"{person}photo/", photos.photo_new, name="photo_new"),
    path(f"{person}photo/<int:photo_id>/", photos.photo, name="photo"),
    path("recruiting/", recruiting.recruiting, name="recruiting"),
    path("recruiting/page/", recruiting.opt_in_page_new, name="opt_in_page_new"),
    path(
        "recruiting/page/<int:page_id>/",
        recruiting.opt_in_page_words,
        name="opt_in_page_words",
    ),
    path(
        "recruiting/page/<int:page_id>/opening/",
        recruiting.opt_in_page_opening,
        name="opt_in_page_opening",
    ),
    path("recruiting/nominations/", nominations.nominations, name="nominations"),
]
