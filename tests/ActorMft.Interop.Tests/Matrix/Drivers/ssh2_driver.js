// KIND LOCAL REMOTE NEWREMOTE with ssh2; see DriverClient.cs.
const fs = require('fs');
const path = require('path');
const { pipeline } = require('stream/promises');
const { promisify } = require('util');
const { Client } = require('ssh2');
const login = require('./ssh2_login.js');

const [kind, local, remote, newRemote] = process.argv.slice(2);
const call = (sftp, name, ...args) => promisify(sftp[name]).call(sftp, ...args);

async function putFolder(sftp, from, to) {
  await call(sftp, 'mkdir', to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), `${to}/${entry.name}`];
    await (entry.isDirectory() ? putFolder(sftp, source, target) : call(sftp, 'fastPut', source, target));
  }
}

async function getFolder(sftp, to, from) {
  fs.mkdirSync(to);
  for (const entry of await call(sftp, 'readdir', from)) {
    const [source, target] = [`${from}/${entry.filename}`, path.join(to, entry.filename)];
    await (entry.attrs.isDirectory() ? getFolder(sftp, target, source) : call(sftp, 'fastGet', source, target));
  }
}

const steps = {
  // Streams, one block after the other: what a broken line leaves has no gaps.
  Get: (sftp) => pipeline(sftp.createReadStream(remote), fs.createWriteStream(local)),
  Put: (sftp) => pipeline(fs.createReadStream(local), sftp.createWriteStream(remote)),
  ResumeGet: (sftp) => pipeline(sftp.createReadStream(remote, { start: fs.statSync(local).size }), fs.createWriteStream(local, { flags: 'a' })),
  ResumePut: async (sftp) => {
    const { size } = await call(sftp, 'stat', remote);
    await pipeline(fs.createReadStream(local, { start: size }), sftp.createWriteStream(remote, { flags: 'r+', start: size }));
  },
  Rename: (sftp) => call(sftp, 'rename', remote, newRemote),
  Link: (sftp) => call(sftp, 'symlink', path.basename(remote), newRemote),
  GetFolder: (sftp) => getFolder(sftp, local, remote),
  PutFolder: (sftp) => putFolder(sftp, local, remote),
};

const fail = (error) => { console.error(`${error}`); process.exit(1); };
if (kind === 'Version') {
  console.log(require('ssh2/package.json').version);
} else {
  const client = new Client();
  let done = false;
  client.on('error', (error) => done || fail(error))
    .on('close', () => done || fail('the connection was closed'))
    .on('ready', () => client.sftp((error, sftp) => (error ? fail(error) : steps[kind](sftp).then(() => { done = true; client.end(); }, fail))))
    .connect(login());
}
