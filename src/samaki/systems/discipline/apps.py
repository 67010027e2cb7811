from django.apps import AppConfig


class DisciplineConfig(AppConfig):
    name = "samaki.systems.discipline"
    label = "discipline"
    default_auto_field = "django.db.models.BigAutoField"
