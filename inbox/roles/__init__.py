"""Which roles are there besides the built-in ones, and who makes them? See docs/security.md."""
