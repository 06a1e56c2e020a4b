using ActorMft.Domain.Resources;
using ActorMft.Domain.Syncs;

namespace ActorMft.Domain.Tests.Syncs;

public class SyncRuleTests
{
    private static readonly SyncEntry _old = new(SyncEntryKind.File, 10, 1000);
    private static readonly SyncEntry _new = new(SyncEntryKind.File, 12, 2000);
    private static readonly SyncEntry _sameSizeLater = _old with { ModifiedAt = 3000 };
    private static readonly SyncEntry _directory = new(SyncEntryKind.Directory, 0, 1);
    private static readonly SyncEntry _link = new(SyncEntryKind.Other, 0, 1);

    [Fact]
    public void Push_copies_what_the_target_lacks_or_has_in_another_size()
    {
        Push(_old, null).ShouldBe(SyncAction.Push);
        Push(_old, _new).ShouldBe(SyncAction.Push);
        Push(_old, _sameSizeLater).ShouldBe(SyncAction.Skip);
        Push(null, _old).ShouldBe(SyncAction.Skip);
    }

    [Fact]
    public void Pull_is_the_mirror_image_of_push()
    {
        foreach (var local in Everything())
        {
            foreach (var remote in Everything())
            {
                var pushed = SyncRule.Decide(SyncDirection.Push, AfterCopy.Keep, local, remote).Action;
                var pulled = SyncRule.Decide(SyncDirection.Pull, AfterCopy.Keep, remote, local).Action;
                pulled.ShouldBe(pushed == SyncAction.Push ? SyncAction.Pull : pushed);
            }
        }
    }

    [Fact]
    public void Of_two_that_differ_the_newer_wins_and_of_two_of_the_same_time_none()
    {
        TwoWay(_old, _new).ShouldBe(SyncAction.Pull);
        TwoWay(_new, _old).ShouldBe(SyncAction.Push);
        TwoWay(_old, null).ShouldBe(SyncAction.Push);
        TwoWay(null, _old).ShouldBe(SyncAction.Pull);
        TwoWay(_old, _sameSizeLater).ShouldBe(SyncAction.Skip);
        TwoWay(_old, _new with { ModifiedAt = _old.ModifiedAt }).ShouldBe(SyncAction.Refuse);
    }

    [Fact]
    public void Source_is_removed_only_when_the_target_has_it_for_certain()
    {
        SyncRule.Decide(SyncDirection.Push, AfterCopy.Delete, _old, _old).Action.ShouldBe(SyncAction.Remove);
        SyncRule.Decide(SyncDirection.Push, AfterCopy.Delete, _old, _sameSizeLater).Action.ShouldBe(SyncAction.Push);
        SyncRule.Decide(SyncDirection.Push, AfterCopy.Delete, null, _old).Action.ShouldBe(SyncAction.Skip);
    }

    [Fact]
    public void Directories_are_gone_through_and_what_is_neither_or_not_the_same_is_refused()
    {
        Push(_directory, null).ShouldBe(SyncAction.Descend);
        Push(_directory, _directory).ShouldBe(SyncAction.Descend);
        Push(_directory, _old).ShouldBe(SyncAction.Refuse);
        Push(_old, _directory).ShouldBe(SyncAction.Refuse);
        Push(_link, null).ShouldBe(SyncAction.Refuse);
        TwoWay(null, _directory).ShouldBe(SyncAction.Descend);
        TwoWay(_old, _directory).ShouldBe(SyncAction.Refuse);
        TwoWay(null, _link).ShouldBe(SyncAction.Refuse);
    }

    private static SyncAction Push(SyncEntry? local, SyncEntry? remote) => SyncRule.Decide(SyncDirection.Push, AfterCopy.Keep, local, remote).Action;

    private static SyncAction TwoWay(SyncEntry? local, SyncEntry? remote) => SyncRule.Decide(SyncDirection.TwoWay, AfterCopy.Keep, local, remote).Action;

    private static SyncEntry?[] Everything() => [null, _old, _new, _sameSizeLater, _directory, _link];
}
