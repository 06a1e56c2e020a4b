namespace ActorMft.Interop.Tests.Matrix;

/// <summary>The columns, in order.</summary>
internal static class Operations
{
    public const string Password = "password";
    public const string Key = "key";
    public const string Put = "put";
    public const string Get = "get";
    public const string ResumePut = "resume put";
    public const string ResumeGet = "resume get";
    public const string Rename = "rename";
    public const string Link = "link";
    public const string PutFolder = "put -r";
    public const string GetFolder = "get -r";
    public const string Rekey = "rekey";
    public const string Small = "1,000 files";

    public static IReadOnlyList<Operation> All { get; } =
    [
        new(Password, "logs in with a password and fetches a small file", trial => trial.LogInAsync(LoginMethod.Password)),
        new(Key, "logs in with a key and fetches a small file", trial => trial.LogInAsync(LoginMethod.Key)),
        new(Put, "sends a file of 5,000,001 bytes", static trial => trial.PutAsync(Trial.FileSize)),
        new(Get, "fetches a file of 5,000,001 bytes", static trial => trial.GetAsync(Trial.FileSize)),
        new(ResumePut, "an upload of 8 MiB whose line breaks after about 5 MiB is continued by the client; less than the whole goes over the line the second time", static trial => trial.ResumePutAsync()),
        new(ResumeGet, "the same with a download", static trial => trial.ResumeGetAsync()),
        new(Rename, "renames a file; the bytes have the new name and the old one is gone", static trial => trial.RenameAsync()),
        new(Link, "makes a symbolic link; it has the name and leads where the client was told, whichever order its two paths are sent in", static trial => trial.LinkAsync()),
        new(PutFolder, "sends a tree with nested folders, an empty file, blanks and letters beyond ASCII in names", static trial => trial.PutFolderAsync()),
        new(GetFolder, "fetches that tree", static trial => trial.GetFolderAsync()),
        new(Rekey, "sends and fetches a file that is larger than the server's rekey limit several times over", static trial => trial.RekeyAsync()),
        new(Small, "sends a folder of 1,000 files of 0 to 9,990 bytes and fetches it again", static trial => trial.SmallFilesAsync()),
    ];
}
