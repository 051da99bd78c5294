using System.Collections.Frozen;

namespace EdgeStack.Provisioning.Planning;

/// <summary>What is known about one node: the answers to the questions that its steps asked.</summary>
internal sealed class Facts(IReadOnlyDictionary<FactQuery, FactAnswer> answers)
{
    private readonly FrozenDictionary<FactQuery, FactAnswer> _answers = answers.ToFrozenDictionary();

    /// <summary>By the operator's clock: when it was asked, and when the answer was there. Null when it is not known of all answers.</summary>
    public (DateTimeOffset Begin, DateTimeOffset End)? Asked { get; init; }

    /// <exception cref="KeyNotFoundException">A step judges by what it has not asked for: a bug.</exception>
    public FactAnswer this[FactQuery query] => _answers[query];

    public FileFact? Of(FactQuery.File query) => FileFact.Parse(this[query]);

    public UnitFact Of(FactQuery.Unit query) => UnitFact.Parse(this[query]);

    public PackageFacts Of(FactQuery.Packages query) => PackageFacts.Parse(this[query]);

    /// <summary>These answers, and others in the place of those that were asked again.</summary>
    public Facts With(Facts newer)
    {
        Dictionary<FactQuery, FactAnswer> all = new(_answers);
        foreach ((FactQuery query, FactAnswer answer) in newer._answers)
            all[query] = answer;
        return new Facts(all);
    }
}
