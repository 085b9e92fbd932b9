"""Where articles are kept: bytes and documents in S3 (archive), what is known about them in one DynamoDB table (ledger)."""
