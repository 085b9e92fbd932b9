"""Renditions: a kept article in another form, made on request."""
