"""Settings of the tests: a folder of their own, quick passwords, jobs run at once."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("SAMAKI_DATA_DIR", tempfile.mkdtemp(prefix="samaki-tests-"))
os.environ.setdefault("SAMAKI_SECRET_KEY", "for-tests-alone")

from samaki.web.settings import *  # noqa: F403 - the folder has to be chosen first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
