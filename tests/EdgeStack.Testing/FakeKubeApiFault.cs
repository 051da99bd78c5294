using Microsoft.AspNetCore.Http;

namespace EdgeStack.Testing;

/// <summary>A scripted fault: what happens instead of an answer, to which requests, and how often.</summary>
internal sealed class FakeKubeApiFault(int times, string? verb, string? plural, Func<HttpContext, Task> act)
{
    private int _left = times;

    public Task ActAsync(HttpContext context) => act(context);

    /// <summary>Uses it up by one when it is for this request.</summary>
    public bool Takes(FakeKubeApiRequest request) => (verb is null || verb == request.Verb) && (plural is null || plural == request.Plural) && _left > 0 && _left-- > 0;
}
