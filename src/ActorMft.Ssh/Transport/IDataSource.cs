namespace ActorMft.Ssh.Transport;

/// <summary>Has channel data to send that the output refused.</summary>
internal interface IDataSource
{
    /// <summary>The output takes data again. Called outside of its locks.</summary>
    void Resume();
}
