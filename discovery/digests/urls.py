from django.urls import path

from discovery.digests import views

app_name = "digests"

urlpatterns = [
    path("digest/", views.choice, name="choice"),
    path("digest/preview/", views.preview, name="preview"),
    path("digest/sending/", views.sending, name="sending"),
    path("settings/chats/", views.hooks, name="hooks"),
    path("settings/chats/new/", views.hook_new, name="hook_new"),
    path("settings/chats/<int:hook_id>/", views.hook, name="hook"),
    path("settings/chats/<int:hook_id>/trial/", views.hook_trial, name="hook_trial"),
    path("settings/chats/<int:hook_id>/result/", views.hook_result, name="hook_result"),
    path("settings/chats/<int:hook_id>/key/", views.hook_key, name="hook_key"),
    path(
        "settings/chats/<int:hook_id>/removal/", views.hook_removal, name="hook_removal"
    ),
]
