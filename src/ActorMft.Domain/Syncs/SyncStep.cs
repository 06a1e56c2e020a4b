using System.Runtime.InteropServices;

namespace ActorMft.Domain.Syncs;

/// <summary>What a sync does about one name, and why, in words.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SyncStep(SyncAction Action, string Reason);
