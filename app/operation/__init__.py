"""What whoever runs the portal sees of it: log, metrics and health, and how it takes up new figures while it runs."""
