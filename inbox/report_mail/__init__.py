"""Reports that are sent by e-mail at set times."""
