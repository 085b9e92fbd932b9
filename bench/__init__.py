"""Quality, speed, footprint and growth of the normalizer, in one run: `make bench PAGES=folder`."""
