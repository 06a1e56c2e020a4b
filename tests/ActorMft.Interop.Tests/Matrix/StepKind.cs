namespace ActorMft.Interop.Tests.Matrix;

/// <summary>What a client is asked to do in one run.</summary>
internal enum StepKind
{
    /// <summary>Fetch a file.</summary>
    Get,

    /// <summary>Send a file.</summary>
    Put,

    /// <summary>Fetch what is missing at the end of the local file.</summary>
    ResumeGet,

    /// <summary>Send what is missing at the end of the remote file.</summary>
    ResumePut,

    /// <summary>Rename a remote file, from <see cref="Step.Remote"/> to <see cref="Step.NewRemote"/>.</summary>
    Rename,

    /// <summary>Make the symbolic link <see cref="Step.NewRemote"/> that leads to the name of <see cref="Step.Remote"/>, beside it.</summary>
    Link,

    /// <summary>Fetch a folder with all that is in it; the local folder does not exist yet.</summary>
    GetFolder,

    /// <summary>Send a folder with all that is in it; the remote folder does not exist yet.</summary>
    PutFolder,
}
