namespace ActorMft.Node.Connector;

/// <summary>By what a listing is ordered; equal ones by their path.</summary>
internal enum ConnectorSort
{
    Name,
    Size,
    Time,
}
