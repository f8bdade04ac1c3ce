"""What SECURITY.md says, a test for each sentence."""
