"""Who is told by webhook what happens, and how does it reach them? docs/outgoing_webhooks.md."""
