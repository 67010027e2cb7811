from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "samaki.web"
    label = "web"
