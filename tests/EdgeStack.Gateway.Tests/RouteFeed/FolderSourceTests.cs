using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Secrets;
using EdgeStack.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>A source to which every file looks as if it had been left alone for an hour, so that it only reads those of which it sees that they changed.</summary>
public sealed class FolderSourceTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IAsyncEnumerator<SourceChange> _changes;

    public FolderSourceTests()
    {
        _folder.Write("a.yaml", Document("a1.example"));
        _folder.Write("b.yaml", Document("b1.example"));
        _changes = new FolderSource(_folder.Path, new SecretStore(), new HourAhead(), NullLogger<FolderSource>.Instance)
            .ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_edit_is_seen_however_it_is_made_and_whatever_length_it_leaves()
    {
        Assert.Equal(("a.yaml", "a1.example"), await NextAsync());
        Assert.Equal(("b.yaml", "b1.example"), await NextAsync());
        Assert.True(await _changes.MoveNextAsync());
        Assert.IsType<SourceChange.Complete>(_changes.Current);

        string file = Path.Combine(_folder.Path, "b.yaml");
        DateTime written = File.GetLastWriteTimeUtc(file);
        await File.WriteAllTextAsync(file, Document("b2.example"), TestContext.Current.CancellationToken); // in place
        File.SetLastWriteTimeUtc(file, written);
        Assert.Equal(("b.yaml", "b2.example"), await NextAsync());

        _folder.Write("b.yaml", Document("b3.example")); // another file under its name
        Assert.Equal(("b.yaml", "b3.example"), await NextAsync());

        File.Delete(file);
        Assert.Equal(("b.yaml", null), await NextAsync());
        _folder.Write("b.yaml", Document("b3.example"));
        Assert.Equal(("b.yaml", "b3.example"), await NextAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _changes.DisposeAsync();
        _folder.Dispose();
    }

    private static string Document(string host) => $"routes:\n  - {{ host: {host}, service: \"web:80\" }}\n";

    private async Task<(string File, string? Host)> NextAsync()
    {
        Assert.True(await _changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        SourceChange.Replaced replaced = Assert.IsType<SourceChange.Replaced>(_changes.Current);
        string? text = replaced.Items.OfType<SourceItem.Routes>().SingleOrDefault()?.Object.Documents[0].Text;
        return (replaced.Scope.Part, text?.Split("host: ")[1].Split(',')[0]);
    }

    private sealed class HourAhead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromHours(1);
    }
}
