using ActorMft.Domain.Resources;
using ActorMft.Node.Mounts;

namespace ActorMft.Node.Tests.Mounts;

public sealed class MountRouteTests
{
    [Fact]
    public void Route_that_a_mount_is_in_already_goes_no_further()
    {
        var here = MountRoute.MarkOf("cluster", new MountSpec { Organization = "acme", Name = "a" });
        var there = MountRoute.MarkOf("other", new MountSpec { Organization = "acme", Name = "a" });
        here.ShouldNotBe(there);

        var told = MountRoute.Start.Through(here).Longer.ShouldNotBeNull().Through(there).Longer.ShouldNotBeNull().ToString();
        var (longer, refusal) = MountRoute.Parse(told).Through(here);

        longer.ShouldBeNull();
        refusal.ShouldNotBeNull().ShouldContain("leads back to itself");
    }

    [Fact]
    public void Route_of_eight_mounts_goes_no_further()
    {
        var route = MountRoute.Start;
        for (var number = 0; number < MountRoute.MaxMounts; number++)
        {
            route = MountRoute.Parse(route.ToString()).Through($"{number:x16}").Longer.ShouldNotBeNull();
        }

        route.Through($"{99:x16}").Refusal.ShouldNotBeNull().ShouldContain("9th mount in a row");
        Should.Throw<FormatException>(() => MountRoute.Parse(route + ",0123456789abcdef"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData(",")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("0123456789abcdef,")]
    public void Text_that_is_no_route_is_refused(string text) => Should.Throw<FormatException>(() => MountRoute.Parse(text));

    [Fact]
    public void Route_without_mounts_is_the_start() => MountRoute.Parse("").ShouldBe(MountRoute.Start);
}
