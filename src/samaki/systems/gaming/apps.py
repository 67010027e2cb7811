from django.apps import AppConfig


class GamingConfig(AppConfig):
    name = "samaki.systems.gaming"
    label = "gaming"
    default_auto_field = "django.db.models.BigAutoField"
