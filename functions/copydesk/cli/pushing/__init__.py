"""Many pages to a desk, once each.

pages.py     paths and manifests as pages with their words
journal.py   what became of each, on disk before it is counted
sending.py   one page and its answer, asked again while it is time's fault
crew.py      several senders at once, and how a run stops
progress.py  what a person sees meanwhile
report.py    what became of the run
"""
