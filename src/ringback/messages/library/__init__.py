"""First texts for a trade, ready to choose from: one file for each, in English and Spanish."""
