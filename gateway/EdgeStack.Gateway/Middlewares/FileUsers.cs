using EdgeStack.RouteFolders;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Users in a file, looked at again after a second; by content, because a mounted Secret is swapped under its name.</summary>
internal sealed class FileUsers(string path, TimeProvider time) : UserListSource
{
    private const int Largest = 1024 * 1024; // in letters

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<UserListReading>? _reading;
    private long _readAt;
    private (string Content, UserListReading Users)? _last;

    public override ValueTask<UserListReading> ReadAsync()
    {
        lock (_lock)
        {
            if (_reading is null || (_reading.IsCompleted && time.GetElapsedTime(_readAt) >= Again))
            {
                _readAt = time.GetTimestamp();
                // Off the request's thread: opening a file can block.
                _reading = Task.Run(Load);
            }

            return new ValueTask<UserListReading>(_reading);
        }
    }

    private UserListReading Load()
    {
        switch (RouteFileReading.Of(path))
        {
            case RouteFileReading.Refused { Why: var why }:
                return new UserListReading(null, $"file {path} cannot be read: {why}");
            case RouteFileReading.Text { Letters: { Length: > Largest } }:
                return new UserListReading(null, $"file {path} is larger than 1 MiB");
            case RouteFileReading.Text { Letters: var text }:
                if (_last is not { } last || last.Content != text)
                    _last = last = (text, UserListReading.Of($"file {path}", Htpasswd.Read(text)));
                return last.Users;
            default:
                throw new InvalidOperationException("A reading is one of the two.");
        }
    }
}
