"""Who is asking: accounts of the portal's own, sign-in by a council's provider, and the viewer of each request."""
