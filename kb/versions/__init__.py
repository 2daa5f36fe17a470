"""What changed in a published entry from version to version, in words that a reader understands."""
