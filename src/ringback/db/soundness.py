"""Is the database itself whole? SQLite can say so of its file; a server looks after its own."""

from ringback.db.transaction import Transaction


def damage(tx: Transaction) -> list[str]:
    """What is broken, in the database's words; nothing when it is whole."""
    if tx.connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in tx.connection.exec_driver_sql("PRAGMA quick_check(3)")]
    return [] if found == ["ok"] else found
