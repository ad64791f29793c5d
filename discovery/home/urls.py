from django.urls import path

from discovery.home import help, views

app_name = "home"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/all/", views.everything, name="everything"),
    path("help/", help.help_page, name="help"),
]
