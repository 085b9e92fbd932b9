"""Rules for one site, by whoever has its pages.

reading.py     a small page read by a rule, as the facts that its example states
pointing_at.py a text on a page as an element, an element as selectors
proposing.py   statements about a page as a rule, its effect, and the smallest page that shows it
writing.py     a rule and its examples as TOML
"""
