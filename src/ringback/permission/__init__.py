"""What the law, the carriers and good manners allow: when, what, and with which papers. All of it pure."""
