"""The real template on one machine.

settings ─► home ─► emulator ─► bundle ─► stack ─► proxy ─► mending ─► demo ─► watching     serve.py walks this line, from left to right
                     └ leash, saving: what runs in the emulator's own process
"""
