"""FreeSWITCH, and what is built on it, such as FusionPBX: an observer on its event socket (ESL)."""
