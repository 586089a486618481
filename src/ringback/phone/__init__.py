"""Phone companies and PBXs behind one contract."""
