"""The command `cjm`. It stands above the library and the pipeline; neither imports it."""
