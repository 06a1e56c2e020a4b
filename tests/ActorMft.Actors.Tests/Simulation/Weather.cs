namespace ActorMft.Actors.Tests.Simulation;

/// <summary>How badly the way to the database behaves.</summary>
internal sealed class Weather
{
    /// <summary>The call never arrives.</summary>
    internal double FailBefore { get; set; }

    /// <summary>It happens, and the caller hears of a failure.</summary>
    internal double LoseAnswer { get; set; }

    /// <summary>It takes up to <see cref="StallTime"/> on the way there or back.</summary>
    internal double Stall { get; set; }

    internal TimeSpan StallTime { get; set; }

    /// <summary>Wakes that never arrive.</summary>
    internal double LoseWake { get; set; }

    internal void Clear()
    {
        FailBefore = 0;
        LoseAnswer = 0;
        Stall = 0;
    }
}
