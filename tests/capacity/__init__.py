"""How far one machine goes: what was measured of it, and the tables that the documents make of that."""
