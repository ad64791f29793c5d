app_name = "recruiting"

urlpatterns = []
