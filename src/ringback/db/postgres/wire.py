"""A connection to PostgreSQL that sends many statements in few round trips.

On a server a flow's time goes mostly into the round trips of its statements. So a statement waits here until
somebody needs its result. Then all that wait are sent together, in their order, and answered together
(libpq's pipeline). The result of most writes is needed only by the next read or the commit.

So the error of a statement may be raised by a later one, at the latest by the commit.

What a flow will read one after the other, it may ask for at once (`Transaction.ahead`). Those answers are
kept only until it writes or locks, so that nothing is used that was read before a lock.

Only prepared statements (`db/prepared.py`) come this way. Anything else goes through a cursor of the driver,
which first sends the statements that wait.
"""

import select
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.types.string import StrDumper

MOST_UNSENT: Final = 100  # statements; what they hold is in memory until then


class Wire(psycopg.Connection[Any]):
    """Made in the driver's autocommit mode: `begin`, `commit` and `rollback` are ours."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._unsent: list[Answer] = []
        self._names: dict[str, bytes] = {}
        self._reading: set[bytes] = set()  # those of the statements that neither write nor lock
        self._ahead: dict[tuple[Any, ...], Answer] = {}
        self._noting = False
        self._values = Transformer(self)
        self._readable = select.poll()
        self._readable.register(self.pgconn.socket, select.POLLIN)

    def ask(self, sql: str, values: Sequence[Any]) -> "Answer":
        """Run a statement with `%s` for its values, soon: at the latest when its answer is looked at.

        Raises psycopg.Error, for a value that the server cannot store at once.
        """
        name = self._names.get(sql) or self._prepare(sql)
        answer = Answer(self, name, self._written(values))
        if name in self._reading and (self._noting or self._ahead):
            asked = (name, *(value if value is None else bytes(value) for value in answer.values))
            if asked in self._ahead:
                return self._ahead[asked]
            if self._noting:
                self._ahead[asked] = answer
        elif self._noting:
            raise RuntimeError("only what reads can be asked ahead")
        else:
            self._ahead.clear()
        self._unsent.append(answer)
        if len(self._unsent) >= MOST_UNSENT:
            self.send()
        return answer

    def ahead(self, reads: Iterable[Callable[[], object]]) -> None:
        """Run each until it waits for its first answer, and send what all of them have asked, if anything."""
        known = len(self._ahead)
        self._noting = True
        try:
            for read in reads:
                with suppress(_Noted):
                    read()
        finally:
            self._noting = False
        if len(self._ahead) > known:
            self.send()

    def wait_for(self, answer: "Answer") -> pq.abc.PGresult:
        if answer.result is None:
            if self._noting:
                raise _Noted
            self.send()
        assert answer.result is not None
        return answer.result

    def forget(self) -> None:
        """Drop the answers that were asked for ahead, because another flow begins."""
        self._ahead.clear()

    def begin(self) -> None:
        self.ask("BEGIN ISOLATION LEVEL READ COMMITTED", ())

    def commit(self) -> None:
        """Send what waits, and commit. Raises psycopg.Error, also when the server had aborted the
        transaction."""
        idle = not self._unsent and self.pgconn.transaction_status == pq.TransactionStatus.IDLE
        if not idle and self.ask("COMMIT", ()).word != b"COMMIT":
            raise psycopg.errors.InFailedSqlTransaction("the server had given the transaction up")

    def rollback(self) -> None:
        self._unsent.clear()
        self._ahead.clear()
        if self.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            self.pgconn.exec_(b"ROLLBACK")

    def cursor(self, *args: Any, **kw: Any) -> Any:
        self._ahead.clear()
        self.send()
        return super().cursor(*args, **kw)

    def send(self) -> None:
        """Send the statements that wait, and receive their answers.

        Raises psycopg.Error for the first that went wrong; the server has run none of those behind it.
        """
        unsent, self._unsent = self._unsent, []
        if len(unsent) == 1:
            unsent[0].result = self.pgconn.exec_prepared(unsent[0].name, unsent[0].values)
        elif unsent:
            self._send_together(unsent)
        for answer in unsent:
            _raise_what_went_wrong(answer.result)

    def rows(self, result: pq.abc.PGresult) -> list[tuple[Any, ...]]:
        self._values.set_pgresult(result)
        return self._values.load_rows(0, result.ntuples, tuple)

    def replace_zeros(self) -> None:
        """From now on replace the one character that PostgreSQL cannot store (NUL). This costs some time for
        each text."""
        self.adapters.register_dumper(str, _WithoutZeros)
        self._values = Transformer(self)  # the old one knows the old dumpers

    def _send_together(self, unsent: list["Answer"]) -> None:
        self.pgconn.enter_pipeline_mode()
        for answer in unsent:
            self.pgconn.send_query_prepared(answer.name, answer.values)
        self.pgconn.pipeline_sync()
        for answer in unsent:
            answer.result = self._received()
            self._received()  # nothing, between two answers
        self._received()  # the end of the pipeline
        self.pgconn.exit_pipeline_mode()

    def _received(self) -> pq.abc.PGresult | None:
        """Waits without holding up the other threads."""
        while self.pgconn.is_busy():
            while self.pgconn.flush():
                self._readable.poll(1)  # the server first wants to be rid of its answers
                self.pgconn.consume_input()
            self._readable.poll()
            self.pgconn.consume_input()
        return self.pgconn.get_result()

    def _prepare(self, sql: str) -> bytes:
        """Once for each connection."""
        self.send()
        name = b"ringback_%d" % len(self._names)
        _raise_what_went_wrong(self.pgconn.prepare(name, _numbered(sql)))
        self._names[sql] = name
        if sql.startswith("SELECT") and " FOR " not in sql:
            self._reading.add(name)
        return name

    def _written(self, values: Sequence[Any]) -> Sequence[Any]:
        return self._values.dump_sequence(values, [PyFormat.TEXT] * len(values)) if values else ()


class Answer:
    """The server's answer to a statement. Looking at it sends the statement, if it still waits.

    Has the part of a cursor that `db/prepared.py` wants.
    """

    __slots__ = ("_wire", "name", "result", "values")

    def __init__(self, wire: Wire, name: bytes, values: Sequence[Any]) -> None:
        self._wire = wire
        self.name = name
        self.values = values
        self.result: pq.abc.PGresult | None = None

    @property
    def rowcount(self) -> int:
        return self._known().command_tuples or 0

    @property
    def description(self) -> list[tuple[str, int]]:
        """Of each column, the name, which nobody asks for, and the number of its type."""
        known = self._known()
        return [("", known.ftype(place)) for place in range(known.nfields)]

    @property
    def word(self) -> bytes:
        """How the server calls what it did."""
        return self._known().command_status or b""

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._wire.rows(self._known())

    def _known(self) -> pq.abc.PGresult:
        return self._wire.wait_for(self)


class _Noted(Exception):
    """The statement is noted, and will be sent with others."""


class _WithoutZeros(StrDumper):
    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))


def _raise_what_went_wrong(result: pq.abc.PGresult | None) -> None:
    if result is None:
        raise psycopg.OperationalError("the connection was lost")
    if result.status in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
        return
    error = psycopg.errors.error_from_result(result)
    if error.sqlstate is None:  # not the server has said that
        raise psycopg.OperationalError(str(error))
    raise error


def _numbered(sql: str) -> bytes:
    """With `$1`, `$2` instead of `%s`. No statement of ours has that in its words."""
    first, *others = sql.split("%s")
    numbered = first + "".join(f"${place}{words}" for place, words in enumerate(others, 1))
    return numbered.replace("%%", "%").encode()
