from django.urls import path

from discovery.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.notifications, name="list"),
    path("count/", views.unread_count, name="count"),
    path("reading/", views.all_read, name="all_read"),
    path("<int:notification_id>/reading/", views.reading, name="reading"),
]
