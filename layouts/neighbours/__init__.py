"""The Neighbours page: published and modelled lists, why each is near, and the clusters."""
