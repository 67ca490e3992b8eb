"""All that an installation cannot make again, in one file: local data, snapshots, own sources, finished packs."""
