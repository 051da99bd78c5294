using System.Text;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Users in a file, looked at again after a second; by content, because a mounted Secret is swapped under its name.</summary>
internal sealed class FileUsers(string path, TimeProvider time) : UserListSource
{
    private const int Largest = 1024 * 1024;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<UserListReading>? _reading;
    private long _readAt;
    private (byte[] Content, UserListReading Users)? _last;

    public override ValueTask<UserListReading> ReadAsync()
    {
        lock (_lock)
        {
            if (_reading is null || (_reading.IsCompleted && time.GetElapsedTime(_readAt) >= Again))
            {
                _readAt = time.GetTimestamp();
                // Off the request's thread: opening a file can block.
                _reading = Task.Run(LoadAsync);
            }

            return new ValueTask<UserListReading>(_reading);
        }
    }

    private async Task<UserListReading> LoadAsync()
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > Largest })
                return new UserListReading(null, $"file {path} is larger than 1 MiB");
            byte[] content = await File.ReadAllBytesAsync(path, CancellationToken.None);
            if (_last is not { } last || !last.Content.AsSpan().SequenceEqual(content))
                _last = last = (content, UserListReading.Of($"file {path}", Htpasswd.Read(Encoding.UTF8.GetString(content))));
            return last.Users;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new UserListReading(null, $"file {path} cannot be read: {fault.GetType().Name}");
        }
    }
}
