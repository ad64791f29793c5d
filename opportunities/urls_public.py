from django.urls import path

from opportunities.views import shared

app_name = "shared_tree"

urlpatterns = [
    path("t/<str:token>/", shared.shared_tree, name="tree"),
    path("t/<str:token>/picture.svg", shared.shared_picture, name="picture"),
]
