"""A phone world in a box: a carrier that behaves like a real one, handsets, and faults on demand."""
