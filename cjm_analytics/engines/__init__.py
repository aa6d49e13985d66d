"""Where tables are built. Each engine has the same few methods."""
