"""How people come to write for an enterprise, and how they leave it: applications, invitations, colleagues."""
