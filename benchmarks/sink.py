"""A mail server that takes everything, as fast as it can or at the pace of a real one; a process of its own.

`python -m benchmarks.sink PORT MILLISECONDS`: each message is answered that long after its end. A real server queues it on disk meanwhile.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.infra.processes import answers, free_port, wait_until


class Smtp(asyncio.Protocol):
    """Just enough of RFC 5321 to be told a message, in as few steps as possible: the sink must not be what is measured."""

    pause = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""
        self.in_data = False
        self._say(b"220 sink.example ESMTP\r\n")

    def _say(self, line: bytes) -> None:
        self.transport.write(line)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self._step():
            pass

    def _step(self) -> bool:
        if self.in_data:
            end = self.buffer.find(b"\r\n.\r\n")
            if end < 0:
                return False
            self.buffer, self.in_data = self.buffer[end + 5 :], False
            if self.pause:
                asyncio.get_running_loop().call_later(self.pause, self._say, b"250 OK\r\n")
            else:
                self._say(b"250 OK\r\n")
            return bool(self.buffer)
        line, found, rest = self.buffer.partition(b"\r\n")
        if not found:
            return False
        self.buffer = rest
        self._command(line[:4].upper())
        return bool(self.buffer)

    def _command(self, verb: bytes) -> None:
        if verb == b"DATA":
            self.in_data = True
            self._say(b"354 Go on\r\n")
        elif verb == b"EHLO":
            self._say(b"250-sink.example\r\n250 8BITMIME\r\n")
        elif verb == b"QUIT":
            self._say(b"221 Bye\r\n")
            self.transport.close()
        else:
            self._say(b"250 OK\r\n")


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Smtp, "127.0.0.1", port)
    await server.serve_forever()


@contextmanager
def running(milliseconds: float) -> Iterator[int]:
    """A sink; its port."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.sink", str(port), str(milliseconds)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1])
    try:
        wait_until(lambda: answers(port), "the sink", Path("/dev/null"))
        yield port
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    Smtp.pause = float(sys.argv[2]) / 1000
    asyncio.run(serve(int(sys.argv[1])))
