using ActorMft.Node.Settings;

namespace ActorMft.Node.Sessions;

/// <summary>
/// How many connections may be unauthenticated at once, as OpenSSH's MaxStartups 10:30:100: below the first number none is
/// refused, from there on 30 % rising to 100 %, at the last number all (sftp.login.startups). Refusing at random keeps a flood from locking everybody out.
/// </summary>
internal sealed class StartupLimit(StartupSettings settings)
{
    private int _open;

    /// <summary>Connections that haven't logged in yet.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Counts a new connection, or refuses it.</summary>
    /// <param name="dice">A fresh random number, 0 to 99.</param>
    public bool TryEnter(int dice)
    {
        if (Interlocked.Increment(ref _open) is var open && dice >= RefusalPercent(open - 1))
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>The connection has logged in or is gone.</summary>
    public void Leave() => Interlocked.Decrement(ref _open);

    private int RefusalPercent(int others) =>
        others < settings.Begin ? 0
        : others >= settings.Full ? 100
        : settings.Percent + ((100 - settings.Percent) * (others - settings.Begin) / (settings.Full - settings.Begin));
}
