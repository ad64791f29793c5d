from django.urls import path

from snapshots import views
from snapshots.views import stories
from snapshots.views.shared import shared_card

app_name = "shared"

urlpatterns = [
    path("s/<str:token>/", views.shared, name="snapshot"),
    path("s/<str:token>/photo/", views.shared_photo, name="photo"),
    path(
        "s/<str:token>/photos/<int:snapshot_id>/",
        stories.shared_story_photo,
        name="story_photo",
    ),
    path("s/<str:token>/card.png", shared_card, name="card"),
    path("s/<str:token>/pdf/", views.shared_pdf, name="pdf"),
    path("s/<str:token>/pdf/file/", views.shared_pdf_file, name="pdf_file"),
]
