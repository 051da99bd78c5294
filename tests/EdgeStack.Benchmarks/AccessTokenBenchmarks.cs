using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using EdgeStack.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Benchmarks;

/// <summary>What <c>cloudflareAccess</c> adds to a request: a token of Cloudflare's size, verified anew each time.</summary>
public class AccessTokenBenchmarks : IDisposable
{
    private const string Team = "shop", Audience = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly RSA _rsa = RSA.Create(2048);
    private WebApplication _server = null!;
    private TokenVerifier _verifier = null!;
    private StringValues _right, _wrong;

    [GlobalSetup]
    public async Task StartAsync()
    {
        RSAParameters key = _rsa.ExportParameters(includePrivateParameters: false);
        string keys = $$"""{"keys":[{"kid":"a","kty":"RSA","alg":"RS256","use":"sig","e":"{{Base64Url.EncodeToString(key.Exponent)}}","n":"{{Base64Url.EncodeToString(key.Modulus)}}"}]}""";
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(context => context.Response.WriteAsync(keys));
        await _server.StartAsync();
        TeamKeys team = new(Team, new KeyEndpoint(TimeProvider.System, _ => new Uri(_server.Urls.Single())), TimeProvider.System, NullLogger<TeamKeys>.Instance);
        await team.RefreshAsync();
        _verifier = new TokenVerifier(team, [Audience], TimeProvider.System);
        string head = Part("""{"alg":"RS256","kid":"a","typ":"JWT"}""");
        string claims = Part($$"""{"aud":["{{Audience}}"],"email":"ann@example.com","exp":4102444800,"iat":1764424920,"nbf":1764424920,"iss":"https://{{Team}}.cloudflareaccess.com","type":"app","identity_nonce":"6ei69kawdKzMIAPF","sub":"7335d417-61da-459d-899c-0a01c76a2f94","country":"SE"}""");
        byte[] signature = _rsa.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _right = $"{head}.{claims}.{Base64Url.EncodeToString(signature)}";
        signature[0] ^= 1;
        _wrong = $"{head}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    [Benchmark]
    public async Task<bool> Right() => await _verifier.VerifyAsync(_right, CancellationToken.None) is AccessVerdict.Passed ? true : throw new InvalidOperationException("it was refused");

    [Benchmark]
    public async Task<bool> WrongSignature() => await _verifier.VerifyAsync(_wrong, CancellationToken.None) is AccessVerdict.Refused ? true : throw new InvalidOperationException("it was let in");

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        (_server as IDisposable)?.Dispose();
        _rsa.Dispose();
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
