from django.urls import path

from interviews.views import booking, own_booking

app_name = "booking"

_own = "booking/<str:token>/"

urlpatterns = [
    path("book/<str:token>/", booking.pick, name="pick"),
    path(_own, own_booking.manage, name="manage"),
    path(f"{_own}time/", own_booking.time, name="time"),
    path(f"{_own}cancellation/", own_booking.cancellation, name="cancellation"),
    path(f"{_own}talk.ics", own_booking.calendar_file, name="calendar"),
]
