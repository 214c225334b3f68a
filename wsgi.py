"""``app`` is plain WSGI (any server runs it); ``asgi`` adds the live streams."""

from dialogue import create_app
from dialogue.live.endpoint import asgi_app

app = create_app()
asgi = asgi_app(app)
