"""KIND LOCAL REMOTE NEWREMOTE with paramiko; see DriverClient.cs."""
import os
import stat
import sys

import paramiko

CHUNK = 1 << 20


def connect():
    client = paramiko.SSHClient()
    client.load_host_keys(os.environ["MATRIX_KNOWN_HOSTS"])
    password = os.environ.get("MATRIX_PASSWORD")
    client.connect(
        "127.0.0.1",
        port=int(os.environ["MATRIX_PORT"]),
        username=os.environ["MATRIX_USER"],
        password=password,
        # The user's own keys come first, as where they lie in ~/.ssh; before each try it asks for the service again.
        pkey=paramiko.ECDSAKey.generate() if password else None,
        key_filename=os.environ.get("MATRIX_KEY"),
        allow_agent=False,
        look_for_keys=False,
    )
    return client


def copy(source, target):
    while block := source.read(CHUNK):
        target.write(block)


def resume_put(sftp, local, remote):
    with open(local, "rb") as source, sftp.open(remote, "ab") as target:
        source.seek(sftp.stat(remote).st_size)
        target.set_pipelined(True)
        copy(source, target)


def resume_get(sftp, local, remote):
    with sftp.open(remote, "rb") as source, open(local, "ab") as target:
        source.seek(os.path.getsize(local))
        copy(source, target)


def put_folder(sftp, local, remote):
    sftp.mkdir(remote)
    for entry in os.scandir(local):
        path = f"{remote}/{entry.name}"
        put_folder(sftp, entry.path, path) if entry.is_dir() else sftp.put(entry.path, path)


def get_folder(sftp, local, remote):
    os.mkdir(local)
    for entry in sftp.listdir_attr(remote):
        path = os.path.join(local, entry.filename)
        source = f"{remote}/{entry.filename}"
        get_folder(sftp, path, source) if stat.S_ISDIR(entry.st_mode) else sftp.get(source, path)


def main(kind, local="", remote="", new_remote=""):
    if kind == "Version":
        print(paramiko.__version__)
        return
    with connect() as client, client.open_sftp() as sftp:
        {
            "Get": lambda: sftp.get(remote, local),
            "Put": lambda: sftp.put(local, remote),
            "ResumeGet": lambda: resume_get(sftp, local, remote),
            "ResumePut": lambda: resume_put(sftp, local, remote),
            "Rename": lambda: sftp.rename(remote, new_remote),
            "Link": lambda: sftp.symlink(os.path.basename(remote), new_remote),
            "GetFolder": lambda: get_folder(sftp, local, remote),
            "PutFolder": lambda: put_folder(sftp, local, remote),
        }[kind]()


main(*sys.argv[1:])
