"""How does an administrator connect an account in the browser? See docs/connecting.md."""
