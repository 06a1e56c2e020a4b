using System.Reflection;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.FileChanges;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Pulls;
using ActorMft.Domain.Sessions;
using ActorMft.Domain.Transfers;

namespace ActorMft.Domain.Tests;

public class VocabularyTests
{
    [Fact]
    public void Names_and_types_are_each_there_once()
    {
        VocabularyTypes.All.Select(entry => entry.Name).ShouldBeUnique();
        VocabularyTypes.All.Select(entry => entry.Type).ShouldBeUnique();
    }

    [Fact]
    public void Every_event_is_in_the_vocabulary()
    {
        Type[] bases = [typeof(CatalogEvent), typeof(FlowEvent), typeof(TransferEvent), typeof(PoolEvent), typeof(SessionEvent), typeof(EndpointEvent), typeof(PullEvent), typeof(FileChangeEvent)];
        var events = typeof(Vocabulary).Assembly.GetTypes().Where(type => !type.IsAbstract && bases.Contains(type.BaseType));
        events.Except(VocabularyTypes.All.Select(entry => entry.Type)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_actor_keeps_a_state_of_the_vocabulary()
    {
        foreach (var behavior in DomainActors.All)
        {
            Stored.Copy(behavior.CreateInitial("a/b"));
        }

        DomainActors.All.Select(behavior => behavior.Kind).ShouldBeUnique();
    }

    [Fact]
    public void A_message_of_an_unknown_type_is_refused_by_every_actor()
    {
        foreach (var behavior in DomainActors.All)
        {
            var context = new Decisions.DecisionContext(new(behavior.Kind, "a/b"), Actor.Start, "m", "node-1", Guid.Empty);
            Should.Throw<ArgumentException>(() => behavior.Decide(behavior.CreateInitial("a/b"), new Version(1, 0), context))
                .Message.ShouldContain(nameof(Version));
        }
    }

    [Fact]
    public void Every_event_of_a_transfer_has_its_words()
    {
        foreach (var type in typeof(Vocabulary).Assembly.GetTypes().Where(type => type.BaseType == typeof(TransferEvent)))
        {
            var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single();
            var arguments = constructor.GetParameters().Select(parameter => Sample(parameter.ParameterType)).ToArray();
            TransferTimeline.Describe((TransferEvent)constructor.Invoke(arguments)).ShouldNotBeNullOrWhiteSpace();
        }
    }

    private static object? Sample(Type type) =>
        type == typeof(TransferDefinition) ? Transfers.TransferSamples.Definition
        : type == typeof(string) ? "x"
        : type.IsValueType ? Activator.CreateInstance(type)
        : null;
}
