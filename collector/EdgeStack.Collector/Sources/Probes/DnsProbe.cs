using System.Net.Sockets;
using System.Security.Cryptography;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Names;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>A question to a DNS server over UDP. Made for one try.</summary>
internal sealed class DnsProbe(ProbeEnd server, string name, DnsType type, NameLookup names, TimeProvider time)
{
    private const int LongestMessage = 64 * 1024;

    private readonly ProbeConnector _connector = new(names, time);
    private TimeSpan _request;
    private DnsAnswer? _answer;

    public async Task<ProbeResult> RunAsync(CancellationToken cancellation)
    {
        ProbeResult result = new();
        try
        {
            using Socket socket = await _connector.UdpAsync(server.Host, server.Port, cancellation);
            _answer = await AskAsync(socket, cancellation);
            result.Problem = _answer.Code == 0 ? null : $"the server answers with the error {_answer.Code}";
        }
        catch (ProbeException fault)
        {
            result.Problem = fault.Message;
        }
        catch (OperationCanceledException)
        {
            result.Problem = "was ended";
        }
        catch (SocketException)
        {
            result.Problem = "no DNS server is there";
        }
        finally
        {
            Tell(result);
        }

        return result;
    }

    private async Task<DnsAnswer> AskAsync(Socket socket, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        try
        {
            byte[] question = DnsQuery.Question((ushort)RandomNumberGenerator.GetInt32(1 << 16), name, type) ?? throw new ProbeException("DNS cannot have such a name");
            byte[] message = new byte[LongestMessage];
            await socket.SendAsync(question, cancellation);
            // What belongs to no question of ours is nothing: anybody may send it.
            while (true)
            {
                int length = await socket.ReceiveAsync(message, cancellation);
                if (DnsQuery.Answer(question, message.AsSpan(0, length)) is { } answer)
                    return answer;
            }
        }
        finally
        {
            _request = time.GetElapsedTime(start);
        }
    }

    private void Tell(ProbeResult result)
    {
        result.Add(ProbeFamilies.Lookup, _connector.Lookup.TotalSeconds);
        result.Add(ProbeFamilies.Protocol, _connector.Protocol);
        result.Add(ProbeFamilies.DnsPhases, _connector.Lookup.TotalSeconds, "resolve");
        result.Add(ProbeFamilies.DnsPhases, _connector.Connect.TotalSeconds, "connect");
        result.Add(ProbeFamilies.DnsPhases, _request.TotalSeconds, "request");
        result.Add(ProbeFamilies.DnsAnswered, _answer is null ? 0 : 1);
        result.Add(ProbeFamilies.DnsAnswers, _answer?.Answers ?? 0);
        result.Add(ProbeFamilies.DnsAuthorities, _answer?.Authorities ?? 0);
        result.Add(ProbeFamilies.DnsAdditional, _answer?.Additional ?? 0);
    }
}
