using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Requests;

/// <param name="Filter">Parameters of <c>/api/v1/requests</c> that choose requests, each with its <c>&amp;</c>, encoded.</param>
/// <param name="Lines">Past requests to begin with.</param>
/// <param name="Follow">Go on with new ones until asked to stop.</param>
/// <param name="Output">How they are shown.</param>
internal sealed record TailSettings(string Filter, int Lines, bool Follow, OutputFormat Output);
