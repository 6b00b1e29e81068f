"""Writing: one module a format, a registry of them, and files that are either whole or not there."""
