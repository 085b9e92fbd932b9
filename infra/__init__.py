"""What stands around the functions: the local stack, and what is deployed beside template.yaml."""
