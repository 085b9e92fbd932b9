"""One thin file per Lambda function: unpack, call the desk, answer."""
