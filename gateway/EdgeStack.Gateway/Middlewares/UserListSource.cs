using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Where a route's users come from; asked at every request, so that changes need no restart.</summary>
internal abstract class UserListSource
{
    public abstract ValueTask<UserListReading> ReadAsync();

    public static UserListSource Of(UserSource source, string @namespace, SecretSource secrets, TimeProvider time) => source switch
    {
        UserSource.Inline inline => new InlineUsers(new UserListReading(new UserList([.. inline.Users]))),
        UserSource.File file => new FileUsers(file.Path, time),
        UserSource.Secret secret => new SecretUsers(@namespace, secret.Name, secrets),
        _ => throw new ArgumentException($"{source.GetType().Name} is not known", nameof(source)),
    };

    private sealed class InlineUsers(UserListReading reading) : UserListSource
    {
        public override ValueTask<UserListReading> ReadAsync() => ValueTask.FromResult(reading);
    }
}
