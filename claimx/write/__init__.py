"""Writing: one module a format, and files that are either whole or not there."""
