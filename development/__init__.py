"""What the make targets run: setting up, starting and checking the project. Nothing here is used in production."""
