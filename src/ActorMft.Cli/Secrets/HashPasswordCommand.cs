using ActorMft.Cli.Terminal;
using ActorMft.Node.Secrets;

namespace ActorMft.Cli.Secrets;

/// <summary><c>actormft hash-password</c>: for <c>password: { hash: ... }</c>.</summary>
internal sealed class HashPasswordCommand : CliCommand
{
    private readonly CliContext _context;

    public HashPasswordCommand(CliContext context)
        : base("hash-password", "Reads a password and prints its hash, for 'password: { hash: ... }' in a user.")
    {
        _context = context;
        SetAction(_ => Run());
        Examples =
        [
            new("actormft hash-password", "asks without showing what is typed"),
            new("printf %s \"$PASSWORD\" | actormft hash-password", "from a variable"),
        ];
    }

    private int Run()
    {
        var password = Console.IsInputRedirected ? Console.In.ReadLine() : ReadHidden();
        if (string.IsNullOrEmpty(password))
        {
            throw CliException.Usage("The password is empty.");
        }
        _context.Output.WriteLine(new PasswordHasher().Hash(password));
        return ExitCode.Done;
    }

    private string ReadHidden()
    {
        _context.Error.Write("Password: ");
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key is not ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key is ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }
        _context.Error.WriteLine();
        return typed.ToString();
    }
}
