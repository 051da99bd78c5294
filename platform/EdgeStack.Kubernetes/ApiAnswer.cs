namespace EdgeStack.Kubernetes;

/// <summary>What became of a request.</summary>
internal abstract record ApiAnswer
{
    /// <summary>Headers of a 2xx answer are here, the body is not yet; whoever takes it disposes it.</summary>
    public sealed record Ok(HttpResponseMessage Response) : ApiAnswer;

    public sealed record Failed(Failure Failure) : ApiAnswer;
}
