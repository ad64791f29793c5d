from django.urls import path

from discovery.mail import views

app_name = "mail"

urlpatterns = [
    path("mail/", views.mail, name="mail"),
    path("mail/queue/restart/", views.queue_restart, name="queue_restart"),
    path(
        "mail/<int:email_id>/repetition/",
        views.email_repetition,
        name="email_repetition",
    ),
    path(
        "mail/<int:email_id>/confirmation/",
        views.email_confirmation,
        name="email_confirmation",
    ),
    path(
        "mail/suppressions/<int:suppression_id>/removal/",
        views.suppression_removal,
        name="suppression_removal",
    ),
]
