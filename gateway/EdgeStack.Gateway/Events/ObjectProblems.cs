using System.Collections.Immutable;
using EdgeStack.Kubernetes;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.Events;

/// <summary>An object of a cluster with what is wrong with it at this moment; nothing, when it had been wrong and is right again.</summary>
internal sealed record ObjectProblems(ObjectReference About, ImmutableArray<Problem> Problems);
