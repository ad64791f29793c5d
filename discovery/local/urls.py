app_name = "local"

urlpatterns = []
