"""Numbers for the ministries, in the admin: pages, reviews, contacts and matches."""
