// What ssh2 and ssh2-sftp-client need to connect; see DriverClient.cs.
const fs = require('fs');

const hostKeys = () => fs.readFileSync(process.env.MATRIX_KNOWN_HOSTS, 'utf8')
  .split('\n').filter(Boolean).map((line) => Buffer.from(line.split(' ')[2], 'base64'));

module.exports = () => ({
  host: '127.0.0.1',
  port: Number(process.env.MATRIX_PORT),
  username: process.env.MATRIX_USER,
  password: process.env.MATRIX_PASSWORD,
  privateKey: process.env.MATRIX_KEY && fs.readFileSync(process.env.MATRIX_KEY),
  hostVerifier: (key) => hostKeys().some((known) => known.equals(key)),
});
