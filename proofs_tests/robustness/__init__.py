"""What becomes of results when a program is killed, runs twice at once, or finds no room on the disk."""
