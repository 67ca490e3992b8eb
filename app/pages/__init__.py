"""Pages of forms, each with the addresses that change something: `register(server, …)` adds them."""
