"""The gate: figures that may not fall, with the data they were measured on."""
