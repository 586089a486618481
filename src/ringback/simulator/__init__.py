"""A simulated phone company: a carrier that behaves like a real one, phones, and faults on demand."""
