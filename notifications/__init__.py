"""What people are told: in the site's bell, by e-mail, in their own language."""
