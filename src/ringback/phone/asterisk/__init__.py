"""Asterisk, and what is built on it, such as FreePBX: an observer on the manager interface (AMI)."""
