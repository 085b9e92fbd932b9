"""`make load`: many pages at once through a local stack of their own, and what became of each of them."""
