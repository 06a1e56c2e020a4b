# KIND LOCAL REMOTE NEWREMOTE with Net::SFTP::Foreign; see DriverClient.cs.
use strict;
use warnings;
use File::Basename;
use Net::SFTP::Foreign;

my ($kind, $local, $remote, $new_remote) = @ARGV;
if ($kind eq 'Version') {
    print "$Net::SFTP::Foreign::VERSION\n";
    exit;
}

my @options = ('-o', "UserKnownHostsFile=$ENV{MATRIX_KNOWN_HOSTS}", '-o', 'StrictHostKeyChecking=yes', '-o', 'IdentitiesOnly=yes', '-o', 'LogLevel=ERROR');
push @options, $ENV{MATRIX_KEY} ? ('-i', $ENV{MATRIX_KEY}) : ('-o', 'PreferredAuthentications=password', '-o', 'NumberOfPasswordPrompts=1');
my $sftp = Net::SFTP::Foreign->new(
    '127.0.0.1', port => $ENV{MATRIX_PORT}, user => $ENV{MATRIX_USER}, more => \@options, autodie => 1, timeout => 60,
    # The library takes names that it reads from the disk as bytes, and names of the server as characters.
    fs_encoding => $kind eq 'PutFolder' ? 'latin1' : 'utf8');
my %steps = (
    Get       => sub { $sftp->get($remote, $local) },
    Put       => sub { $sftp->put($local, $remote) },
    ResumeGet => sub { $sftp->get($remote, $local, resume => 1) },
    ResumePut => sub { $sftp->put($local, $remote, resume => 1) },
    Rename    => sub { $sftp->rename($remote, $new_remote) },
    Link      => sub { $sftp->symlink($new_remote, basename($remote)) },
    GetFolder => sub { $sftp->rget($remote, $local, on_error => sub { die $_[0]->error }) },
    PutFolder => sub { $sftp->rput($local, $remote, on_error => sub { die $_[0]->error }) },
);
$steps{$kind}->();
