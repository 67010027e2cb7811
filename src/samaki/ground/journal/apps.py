from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _install_triggers(**_kwargs: object) -> None:
    # Django offers no other hook after a migrate; nothing else in Samaki listens to a signal.
    from django.db import connection  # noqa: PLC0415 - models are not loaded when this module is

    from samaki.ground.journal import seals, triggers  # noqa: PLC0415 - as above

    present = set(connection.introspection.table_names())
    for model in seals.append_only_models():
        table = model._meta.db_table  # noqa: SLF001 - Django's documented model API
        if table in present:
            triggers.install(table)


class JournalConfig(AppConfig):
    name = "samaki.ground.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_install_triggers, dispatch_uid="samaki-append-only-triggers")
