namespace EdgeStack.Kubernetes;

/// <summary>
/// Asks the API server for a page about itself. Behind one address there may be several servers, whose counters have nothing to do with each other: whoever answers is asked for its own
/// address before and after, over the same connection. A page that is left in the middle takes the connection with it, and there is no asking after it.
/// </summary>
internal sealed class ServerPageReading(ApiConnection connection)
{
    /// <exception cref="OperationCanceledException">The caller stops.</exception>
    public async Task<ServerPageAnswer> ReadAsync(string page, Func<string, Stream, CancellationToken, Task<bool>> read, Deadline deadline)
    {
        ApiRequest request = new("get", "", "", Namespace: null) { Page = page, SameServer = true };
        ServerAddresses addresses = new(connection);
        try
        {
            string before = await addresses.AnsweringAsync(deadline);
            switch (await connection.SendAsync(request, deadline))
            {
                case ApiAnswer.Ok(HttpResponseMessage response):
                    using (response)
                    {
                        await using Stream body = await response.Content.ReadAsStreamAsync(deadline.Token);
                        if (!await read(before.Length > 0 ? before : connection.Server.Authority, body, deadline.Token))
                            return new ServerPageAnswer.Read();
                    }

                    break;
                case ApiAnswer.Failed(Failure failure):
                    return new ServerPageAnswer.Failed(failure.Fault);
                default:
                    throw new InvalidOperationException("An answer is one of the two.");
            }

            string after = await addresses.AnsweringAsync(deadline);
            return after == before ? new ServerPageAnswer.Read() : new ServerPageAnswer.OfAnother(after);
        }
        catch (KubernetesApiException unanswered) when (unanswered.Fault is not null)
        {
            return new ServerPageAnswer.Failed(unanswered.Fault);
        }
        catch (Exception e) when (!deadline.Stopping && Faults.IsExpected(e))
        {
            return new ServerPageAnswer.Failed(Faults.Of(request, connection.Server, deadline, e).Fault);
        }
    }
}
