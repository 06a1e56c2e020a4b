"""HOST_KEY: an SFTP server of asyncssh with one account; see ServerSite.cs."""
import asyncio
import os
import sys

import asyncssh


class Account(asyncssh.SSHServer):
    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return username == os.environ["MATRIX_USER"] and password == os.environ["MATRIX_PASSWORD"]


async def main(host_key):
    server = await asyncssh.listen(
        "127.0.0.1",
        int(os.environ["MATRIX_PORT"]),
        server_factory=Account,
        server_host_keys=[host_key],
        authorized_client_keys=os.environ["MATRIX_AUTHORIZED_KEYS"],
        sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=os.environ["MATRIX_HOME"].encode()),
        rekey_bytes=8 << 20,
    )
    await server.wait_closed()


asyncio.run(main(sys.argv[1]))
