"""The commands, one module each: `add` declares its options, and its run function prints the answer."""
