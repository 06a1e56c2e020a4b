<?php
// KIND LOCAL REMOTE NEWREMOTE with phpseclib 3; see DriverClient.cs.
require 'phpseclib3/autoload.php';

use phpseclib3\Crypt\PublicKeyLoader;
use phpseclib3\Net\SFTP;

set_error_handler(function (int $level, string $message) { throw new Exception($message); }, E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);

function check(mixed $done, SFTP $sftp): void
{
    if (!$done) {
        throw new Exception('refused: ' . $sftp->getLastSFTPError());
    }
}

function putFolder(SFTP $sftp, string $local, string $remote): void
{
    check($sftp->mkdir($remote), $sftp);
    foreach (array_diff(scandir($local), ['.', '..']) as $name) {
        is_dir("$local/$name")
            ? putFolder($sftp, "$local/$name", "$remote/$name")
            : check($sftp->put("$remote/$name", "$local/$name", SFTP::SOURCE_LOCAL_FILE), $sftp);
    }
}

function getFolder(SFTP $sftp, string $local, string $remote): void
{
    mkdir($local);
    foreach ($sftp->rawlist($remote) as $name => $attributes) {
        $name = (string) $name;
        if ($name === '.' || $name === '..') {
            continue;
        }
        $attributes['type'] === 2
            ? getFolder($sftp, "$local/$name", "$remote/$name")
            : check($sftp->get("$remote/$name", "$local/$name"), $sftp);
    }
}

[, $kind, $local, $remote, $newRemote] = array_pad($argv, 5, '');
if ($kind === 'Version') {
    echo trim(shell_exec("dpkg-query -W -f '\${Version}' php-phpseclib3"));
    exit;
}

$sftp = new SFTP('127.0.0.1', (int) getenv('MATRIX_PORT'));
$known = array_map(fn ($line) => implode(' ', array_slice(explode(' ', $line), 1)), file(getenv('MATRIX_KNOWN_HOSTS'), FILE_IGNORE_NEW_LINES));
if (!in_array($sftp->getServerPublicHostKey(), $known, true)) {
    throw new Exception('the host key is not known');
}
$secret = getenv('MATRIX_KEY') ? PublicKeyLoader::load(file_get_contents(getenv('MATRIX_KEY'))) : getenv('MATRIX_PASSWORD');
check($sftp->login(getenv('MATRIX_USER'), $secret), $sftp);
match ($kind) {
    'Get' => check($sftp->get($remote, $local), $sftp),
    'Put' => check($sftp->put($remote, $local, SFTP::SOURCE_LOCAL_FILE), $sftp),
    'ResumeGet' => check($sftp->get($remote, fopen($local, 'ab'), filesize($local)), $sftp),
    'ResumePut' => check($sftp->put($remote, $local, SFTP::SOURCE_LOCAL_FILE, $sftp->filesize($remote), $sftp->filesize($remote)), $sftp),
    'Rename' => check($sftp->rename($remote, $newRemote), $sftp),
    'Link' => check($sftp->symlink(basename($remote), $newRemote), $sftp),
    'GetFolder' => getFolder($sftp, $local, $remote),
    'PutFolder' => putFolder($sftp, $local, $remote),
};
