"""Facts in, decision out. Pure: nothing here reads a clock, a database or the network."""
