from django.apps import AppConfig


class BorderConfig(AppConfig):
    name = "samaki.systems.border"
    label = "border"
    default_auto_field = "django.db.models.BigAutoField"
