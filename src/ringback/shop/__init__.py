"""The file view of a business's settings: read, check, describe, write back."""
