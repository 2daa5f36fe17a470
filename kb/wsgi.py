"""The application that a WSGI server loads; production settings unless told otherwise."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.production")

application = get_wsgi_application()

# The first reader need not wait for the views; and what is loaded stays, so that looking through all of it for garbage,
# which takes as long as several pages, would be in vain.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
