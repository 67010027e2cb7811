from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "samaki.systems.custody"
    label = "custody"
    default_auto_field = "django.db.models.BigAutoField"
