from django.urls import path

from discovery.local import styleguide, views

app_name = "local"

urlpatterns = [
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("local/mail/", views.mails, name="mails"),
    path("local/mail/<slug:name>/", views.mail, name="mail"),
    path("local/mail/<slug:name>/html/", views.mail_html, name="mail_html"),
    path(
        "local/mail/<slug:name>/<str:filename>",
        views.mail_attachment,
        name="mail_attachment",
    ),
]
