"""The command line: `copydesk COMMAND …`, one file for every group of commands."""
