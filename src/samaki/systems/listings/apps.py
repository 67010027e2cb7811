from django.apps import AppConfig


class ListingsConfig(AppConfig):
    name = "samaki.systems.listings"
    label = "listings"
    default_auto_field = "django.db.models.BigAutoField"
