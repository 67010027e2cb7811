from django.apps import AppConfig


class ImmigrationConfig(AppConfig):
    name = "samaki.systems.immigration"
    label = "immigration"
    default_auto_field = "django.db.models.BigAutoField"
