"""Telnyx: calls by Call Control, which sends events and takes orders; texts by the interface of version 2."""
