"""Who did what here, from where, and did it succeed? docs/audit.md explains the log."""
