// KIND LOCAL REMOTE NEWREMOTE with ssh2-sftp-client; see DriverClient.cs.
const fs = require('fs');
const Client = require('ssh2-sftp-client');
const login = require('./ssh2_login.js');

const [kind, local, remote, newRemote] = process.argv.slice(2);
const steps = {
  Get: (sftp) => sftp.get(remote, local),
  Put: (sftp) => sftp.put(local, remote),
  ResumeGet: (sftp) => sftp.get(remote, local, {
    readStreamOptions: { start: fs.statSync(local).size },
    writeStreamOptions: { flags: 'a' },
  }),
  ResumePut: async (sftp) => {
    const { size } = await sftp.stat(remote);
    await sftp.append(fs.createReadStream(local, { start: size }), remote);
  },
  Rename: (sftp) => sftp.rename(remote, newRemote),
  GetFolder: (sftp) => sftp.downloadDir(remote, local),
  PutFolder: (sftp) => sftp.uploadDir(local, remote),
};

async function main() {
  if (kind === 'Version') {
    console.log(require('ssh2-sftp-client/package.json').version);
    return;
  }
  const sftp = new Client();
  await sftp.connect(login());
  await steps[kind](sftp);
  await sftp.end();
}

main().catch((error) => { console.error(`${error}`); process.exit(1); });
