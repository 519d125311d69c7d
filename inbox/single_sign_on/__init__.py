"""How does somebody come in by an identity provider? See docs/single_sign_on.md."""
