"""KIND LOCAL REMOTE NEWREMOTE with asyncssh; see DriverClient.cs."""
import asyncio
import os
import sys

import asyncssh

CHUNK = 1 << 20


async def resume_put(sftp, local, remote):
    with open(local, "rb") as source:
        async with sftp.open(remote, "ab") as target:
            source.seek((await sftp.stat(remote)).size)
            while block := source.read(CHUNK):
                await target.write(block)


async def resume_get(sftp, local, remote):
    offset = os.path.getsize(local)
    async with sftp.open(remote, "rb") as source:
        await source.seek(offset)
        with open(local, "ab") as target:
            while block := await source.read(CHUNK):
                target.write(block)


async def main(kind, local="", remote="", new_remote=""):
    if kind == "Version":
        print(asyncssh.__version__)
        return
    key = os.environ.get("MATRIX_KEY")
    async with asyncssh.connect(
        "127.0.0.1",
        port=int(os.environ["MATRIX_PORT"]),
        username=os.environ["MATRIX_USER"],
        password=os.environ.get("MATRIX_PASSWORD"),
        client_keys=[key] if key else None,
        known_hosts=os.environ["MATRIX_KNOWN_HOSTS"],
        agent_path=None,
        config=None,
    ) as connection, connection.start_sftp_client() as sftp:
        await {
            "Get": lambda: sftp.get(remote, local),
            "Put": lambda: sftp.put(local, remote),
            "ResumeGet": lambda: resume_get(sftp, local, remote),
            "ResumePut": lambda: resume_put(sftp, local, remote),
            "Rename": lambda: sftp.rename(remote, new_remote),
            "Link": lambda: sftp.symlink(os.path.basename(remote), new_remote),
            "GetFolder": lambda: sftp.get(remote, local, recurse=True),
            "PutFolder": lambda: sftp.put(local, remote, recurse=True),
        }[kind]()


asyncio.run(main(*sys.argv[1:]))
