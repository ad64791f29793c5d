from django.urls import path

from discovery.audit import views

app_name = "audit"

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/export/", views.audit_export, name="export"),
]
