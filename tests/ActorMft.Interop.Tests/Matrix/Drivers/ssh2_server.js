// HOST_KEY: an SFTP server of ssh2 with one account; see ServerSite.cs. The package speaks the protocol, the files are ours to serve.
const fs = require('fs');
const path = require('path');
const { Server, utils } = require('ssh2');

const { STATUS_CODE, OPEN_MODE } = utils.sftp;
const { O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_TRUNC, O_EXCL } = fs.constants;
const keys = fs.readFileSync(process.env.MATRIX_AUTHORIZED_KEYS, 'utf8').split('\n').filter(Boolean).map((line) => utils.parseKey(line));

function isAllowed(auth) {
  if (auth.username !== process.env.MATRIX_USER) return false;
  if (auth.method === 'password') return auth.password === process.env.MATRIX_PASSWORD;
  if (auth.method !== 'publickey') return false;
  const key = keys.find((known) => known.type === auth.key.algo && known.getPublicSSH().equals(auth.key.data));
  return Boolean(key) && (!auth.signature || key.verify(auth.blob, auth.signature, auth.hashAlgo) === true);
}

const real = (name) => path.join(process.env.MATRIX_HOME, path.posix.resolve('/', name));
const attributes = (stat) => ({
  mode: stat.mode, uid: stat.uid, gid: stat.gid, size: stat.size, atime: stat.atimeMs / 1000 | 0, mtime: stat.mtimeMs / 1000 | 0,
});

const openFlags = (flags) => (flags & OPEN_MODE.WRITE ? (flags & OPEN_MODE.READ ? O_RDWR : O_WRONLY) : O_RDONLY)
  | (flags & OPEN_MODE.APPEND ? O_APPEND : 0) | (flags & OPEN_MODE.CREAT ? O_CREAT : 0)
  | (flags & OPEN_MODE.TRUNC ? O_TRUNC : 0) | (flags & OPEN_MODE.EXCL ? O_EXCL : 0);

function serve(sftp) {
  const handles = new Map();
  let next = 1;
  const status = (id, error) => sftp.status(id, !error ? STATUS_CODE.OK
    : error.code === 'ENOENT' ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE, error ? error.message : '');
  const open = (id, value) => {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(next++);
    handles.set(handle.toString('hex'), value);
    sftp.handle(id, handle);
  };
  const of = (handle) => handles.get(handle.toString('hex'));

  sftp.on('OPEN', (id, name, flags) => fs.open(real(name), openFlags(flags), (error, fd) => (error ? status(id, error) : open(id, { fd }))));
  sftp.on('CLOSE', (id, handle) => {
    const { fd } = of(handle);
    handles.delete(handle.toString('hex'));
    fd === undefined ? status(id) : fs.close(fd, (error) => status(id, error));
  });
  sftp.on('READ', (id, handle, offset, length) => fs.read(of(handle).fd, Buffer.alloc(length), 0, length, offset, (error, count, data) => {
    if (error) status(id, error);
    else if (count === 0) sftp.status(id, STATUS_CODE.EOF);
    else sftp.data(id, data.subarray(0, count));
  }));
  sftp.on('WRITE', (id, handle, offset, data) => fs.write(of(handle).fd, data, 0, data.length, offset, (error) => status(id, error)));
  for (const [request, call] of [['STAT', fs.stat], ['LSTAT', fs.lstat]]) {
    sftp.on(request, (id, name) => call(real(name), (error, stat) => (error ? status(id, error) : sftp.attrs(id, attributes(stat)))));
  }
  sftp.on('FSTAT', (id, handle) => fs.fstat(of(handle).fd, (error, stat) => (error ? status(id, error) : sftp.attrs(id, attributes(stat)))));
  sftp.on('SETSTAT', (id) => status(id));
  sftp.on('FSETSTAT', (id) => status(id));
  sftp.on('OPENDIR', (id, name) => fs.readdir(real(name), (error, names) => (error ? status(id, error) : open(id, { folder: real(name), names }))));
  sftp.on('READDIR', (id, handle) => {
    const { folder, names } = of(handle);
    const some = names.splice(0, 100);
    if (some.length === 0) sftp.status(id, STATUS_CODE.EOF);
    else sftp.name(id, some.map((filename) => ({ filename, longname: filename, attrs: attributes(fs.lstatSync(path.join(folder, filename))) })));
  });
  sftp.on('REALPATH', (id, name) => sftp.name(id, [{ filename: path.posix.resolve('/', name), longname: '', attrs: {} }]));
  sftp.on('MKDIR', (id, name) => fs.mkdir(real(name), (error) => status(id, error)));
  sftp.on('RMDIR', (id, name) => fs.rmdir(real(name), (error) => status(id, error)));
  sftp.on('REMOVE', (id, name) => fs.unlink(real(name), (error) => status(id, error)));
  sftp.on('SYMLINK', (id, link, target) => fs.symlink(target, real(link), (error) => status(id, error)));
  sftp.on('RENAME', (id, from, to) => fs.rename(real(from), real(to), (error) => status(id, error)));
}

new Server({ hostKeys: [fs.readFileSync(process.argv[2])] }, (client) => {
  client.on('error', () => {});
  // The package leaves Nagle's algorithm on, which costs 40 ms an answer.
  client._sock.setNoDelay(true);
  client.on('authentication', (auth) => (isAllowed(auth) ? auth.accept() : auth.reject(['publickey', 'password'])));
  client.on('session', (accept) => accept().on('sftp', (acceptSftp) => serve(acceptSftp())));
}).listen(Number(process.env.MATRIX_PORT), '127.0.0.1');
