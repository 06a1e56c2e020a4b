using System.Globalization;
using ActorMft.Actors.Tests.Sample;

namespace ActorMft.Actors.Tests.Sqlite;

/// <summary>
/// <c>DIRECTORY FIRST</c>: a node on a SQLite file that sends numbers from FIRST on, from several senders at once, and prints each
/// number when the send has returned. It runs until it is killed.
/// </summary>
internal static class ChildProgram
{
    private const int Senders = 8;

    internal static async Task<int> Main(string[] args)
    {
        if (args.Length != 2)
        {
            await Console.Error.WriteLineAsync("usage: DIRECTORY FIRST");
            return 2;
        }

        try
        {
            await using SqliteNode node = await SqliteNode.StartAsync(args[0]);
            long next = long.Parse(args[1], CultureInfo.InvariantCulture);
            await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
            {
                while (true)
                {
                    long number = Interlocked.Increment(ref next);
                    await node.Node.SendAsync(new EntityId("counter", "c" + sender), new Forward(new EntityId("counter", "sum"), number), null, CancellationToken.None);
                    Console.Out.WriteLine(number.ToString(CultureInfo.InvariantCulture));
                }
            }));
            return 0;
        }
        catch (StoreException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
