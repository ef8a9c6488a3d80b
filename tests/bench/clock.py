"""What a stage costs: wall time, CPU time of the programs and of the server, peak memory."""
import os
import resource
import subprocess
import time


class Clock:
    """with clock.measure() as cost: …  fills cost: wall and cpu (client and server), in seconds."""

    def __init__(self, postmaster):
        self.postmaster = postmaster
        self.tick = os.sysconf("SC_CLK_TCK")

    def _backends(self):
        with open(f"/proc/{self.postmaster}/task/{self.postmaster}/children") as children:
            for child in children.read().split():
                try:
                    with open(f"/proc/{child}/cmdline") as line:
                        words = line.read()
                    # One that has ended, and isn't counted yet, has no command line any more.
                    if words == "" or words.startswith("postgres: huizong "):
                        yield child
                except FileNotFoundError:
                    pass

    def _server(self):
        # The postmaster has the times of the backends that have ended: no other may still be at it.
        deadline = time.monotonic() + 10
        while any(self._backends()) and time.monotonic() < deadline:
            time.sleep(0.01)
        with open(f"/proc/{self.postmaster}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) / self.tick

    @staticmethod
    def _client():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def measure(self):
        return Cost(self)


class Cost(dict):
    def __init__(self, clock):
        super().__init__()
        self.clock = clock

    def __enter__(self):
        self.before = self.clock._server(), self.clock._client(), time.monotonic()
        return self

    def __exit__(self, *_):
        self["wall"] = time.monotonic() - self.before[2]
        self["server"] = self.clock._server() - self.before[0]
        self["client"] = self.clock._client() - self.before[1]
        self["cpu"] = self["server"] + self["client"]


def peak_kib(words, env, memory):
    """Runs a command; its peak memory."""
    subprocess.run(["/usr/bin/time", "-o", memory, "-f", "%M", *words], env=env, check=True)
    with open(memory) as out:
        return int(out.read().split()[-1])
