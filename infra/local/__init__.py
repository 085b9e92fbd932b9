"""The real template on one machine.

settings ─► emulator ─► bundle ─► stack ─► proxy ─► demo        serve.py walks this line, from left to right
"""
