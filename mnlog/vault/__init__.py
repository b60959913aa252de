"""Keys, encryption, backups and the checks that prove them."""
