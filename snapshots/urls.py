app_name = "snapshots"

urlpatterns = []
