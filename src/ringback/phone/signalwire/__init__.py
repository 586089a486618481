"""SignalWire: calls by documents of its compatibility interface (cXML), texts by its REST interface."""
