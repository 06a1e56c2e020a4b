"""KIND LOCAL REMOTE NEWREMOTE with FileZilla's fzsftp; see DriverClient.cs.

fzsftp does what its parent, FileZilla, tells it on standard input, line by line. It answers with events: a character for the kind
and a fixed number of lines. Local files are the parent's business: their bytes go through a shared memory, and events ask for it.
"""
import base64
import hashlib
import mmap
import os
import subprocess
import sys

KINDS = (
    "reply done error verbose info status recv send entry ask_host_key ask_host_key_changed ask_host_key_better ask_password transfer "
    "preamble instruction quota_recv quota_send kex kex_hash kex_curve cipher_up cipher_down mac_up mac_down host_key "
    "io_size io_open io_nextbuf io_finalize"
).split()
LINES = {"quota_recv": 0, "quota_send": 0, "io_size": 0, "entry": 3, "ask_host_key": 2, "ask_host_key_changed": 2, "ask_host_key_better": 2}
BUFFER = 256 * 1024


def known_fingerprints():
    with open(os.environ["MATRIX_KNOWN_HOSTS"]) as lines:
        digests = (hashlib.sha256(base64.b64decode(line.split()[2])).digest() for line in lines)
        return ["SHA256:" + base64.b64encode(digest).decode().rstrip("=") for digest in digests]


def quote(path):
    return '"' + path.replace('"', '""') + '"'


class FzSftp:
    def __init__(self):
        self.memory_file = os.memfd_create("fzsftp", 0)
        os.truncate(self.memory_file, BUFFER)
        self.memory = mmap.mmap(self.memory_file, BUFFER)
        self.process = subprocess.Popen(["fzsftp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[self.memory_file])
        self.source = self.target = None
        self.offset = 0
        self.fingerprint = self.errors = ""
        self.entries = []
        self.next_event()

    def login(self):
        if "MATRIX_KEY" in os.environ:
            self.run(f"keyfile {quote(os.environ['MATRIX_KEY'])}")
        self.run(f"open {quote(os.environ['MATRIX_USER'] + '@127.0.0.1')} {os.environ['MATRIX_PORT']}")
        # Current directory is: "/"
        self.home = self.run("pwd").split('"')[1]

    def put(self, local, remote, command="put"):
        with open(local, "rb") as self.source:
            self.run(f"{command} {quote(local)} {quote(remote)}")
        self.source = None

    def get(self, remote, local, command="get"):
        with open(local, "ab" if command == "reget" else "wb") as self.target:
            self.offset = self.target.tell()
            self.run(f"{command} {quote(remote)} {quote(local)}")
        self.target = None

    def put_folder(self, local, remote):
        self.run(f"mkdir {quote(remote)}")
        for entry in os.scandir(local):
            path = f"{remote}/{entry.name}"
            self.put_folder(entry.path, path) if entry.is_dir() else self.put(entry.path, path)

    def get_folder(self, remote, local):
        os.mkdir(local)
        self.entries = []
        self.run(f"cd {quote(remote)}")
        self.run("ls")
        self.run(f"cd {quote(self.home)}")
        for long_name, name in self.entries[:]:
            if name not in (".", ".."):
                path, source = os.path.join(local, name), f"{remote}/{name}"
                self.get_folder(source, path) if long_name[0] == "d" else self.get(source, path)

    def run(self, command):
        """Sends a command, serves what fzsftp asks for meanwhile, and returns its reply: either a line or that it is done."""
        self.send(command)
        self.errors = ""
        while True:
            kind, lines = self.next_event()
            if kind == "done":
                if lines[0] != "1":
                    sys.exit(f"{command.split()[0]}: fzsftp says {lines[0]}: {self.errors}")
                return ""
            if kind == "reply":
                return lines[0]
            if kind in ("error", "status"):
                self.errors += lines[0] + " "
            elif kind == "entry":
                self.entries.append((lines[0], lines[2]))
            elif kind == "host_key":
                self.fingerprint = lines[0].split()[-1]
            elif kind.startswith("ask_host_key"):
                self.send("y" if self.fingerprint in known_fingerprints() else "n")
            elif kind == "ask_password":
                self.send(os.environ.get("MATRIX_PASSWORD", ""))
            elif kind == "quota_recv":
                self.send("-0-")
            elif kind == "quota_send":
                self.send("-1-")
            elif kind == "io_size":
                self.send(f"-{os.fstat((self.source or self.target).fileno()).st_size}")
            elif kind == "io_open":
                self.open_local(int(lines[0]))
            elif kind == "io_nextbuf":
                self.next_buffer(int(lines[0]))
            elif kind == "io_finalize":
                self.target.write(self.memory[: int(lines[0])])
                self.send("-1")

    def open_local(self, offset):
        if self.source:
            self.source.seek(offset)
        self.send(f"-{self.memory_file} {BUFFER} {offset if self.source else self.offset}")

    def next_buffer(self, processed):
        if self.target:
            self.target.write(self.memory[:processed])
            self.send(f"-0 {BUFFER}")
        else:
            block = self.source.read(BUFFER)
            self.memory[: len(block)] = block
            self.send(f"-0 {len(block)}" if block else "-0")

    def send(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def next_event(self):
        character = self.process.stdout.read(1)
        if not character:
            sys.exit("fzsftp ended: " + self.errors)
        kind = KINDS[character[0] - ord("0")]
        return kind, [self.process.stdout.readline().decode().rstrip("\r\n") for _ in range(LINES.get(kind, 1))]


def main(kind, local="", remote="", new_remote=""):
    if kind == "Version":
        print(subprocess.run(["fzsftp", "-V"], capture_output=True, text=True).stdout.split("psftp: ")[1].split()[0])
        return
    client = FzSftp()
    client.login()
    {
        "Get": lambda: client.get(remote, local),
        "Put": lambda: client.put(local, remote),
        "ResumeGet": lambda: client.get(remote, local, "reget"),
        "ResumePut": lambda: client.put(local, remote, "reput"),
        "Rename": lambda: client.run(f"mv {quote(remote)} {quote(new_remote)}"),
        "GetFolder": lambda: client.get_folder(remote, local),
        "PutFolder": lambda: client.put_folder(local, remote),
    }[kind]()


main(*sys.argv[1:])
