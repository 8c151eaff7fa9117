"""What a project keeps on disk: shards, ledger and index."""
