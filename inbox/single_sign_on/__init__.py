"""How does somebody come in by the department's own identity provider? See docs/single_sign_on.md."""
