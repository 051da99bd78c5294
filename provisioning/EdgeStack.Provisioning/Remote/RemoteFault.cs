using EdgeStack.Provisioning.Faults;

namespace EdgeStack.Provisioning.Remote;

/// <summary>Why a node cannot be used, in the words of the person who has to mend it.</summary>
/// <param name="Code">Which kind of fault.</param>
/// <param name="Message">What happened, a sentence without its subject: <c>refuses the connection at port 22</c>.</param>
/// <param name="Fix">What to do.</param>
internal sealed record RemoteFault(FaultCode Code, string Message, string Fix);
