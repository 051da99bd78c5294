using System.Security.Cryptography;
using System.Text;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Users in a Secret: key <c>users</c>, or <c>username</c> and <c>password</c> as the type kubernetes.io/basic-auth has them.</summary>
internal sealed class SecretUsers(string @namespace, string name, SecretSource secrets) : UserListSource
{
    private const string Users = "users", Username = "username", Password = "password";

    private Read? _last;

    public override ValueTask<UserListReading> ReadAsync()
    {
        if (secrets(@namespace, name) is not SecretLookup.Found found)
            return ValueTask.FromResult(new UserListReading(null, $"secret {@namespace}/{name} is missing"));
        Read? last = Volatile.Read(ref _last);
        if (last is null || last.Version != found.Version)
            Volatile.Write(ref _last, last = new Read(found.Version, Parse(found)));
        return ValueTask.FromResult(last.Users);
    }

    private UserListReading Parse(SecretLookup.Found secret)
    {
        string place = $"secret {@namespace}/{name}";
        if (secret.Values.TryGetValue(Users, out ReadOnlyMemory<byte> users))
            return UserListReading.Of(place, Htpasswd.Read(Encoding.UTF8.GetString(users.Span)));
        if (!secret.Values.TryGetValue(Username, out ReadOnlyMemory<byte> user) || !secret.Values.TryGetValue(Password, out ReadOnlyMemory<byte> password))
            return new UserListReading(null, $"{place} has neither the key 'users' nor 'username' and 'password'");
        if (user.IsEmpty || password.IsEmpty)
            return new UserListReading(null, $"{place} has an empty username or password");
        PasswordHash hash = new(PasswordHashKind.Sha256, Convert.ToHexString(SHA256.HashData(password.Span)));
        return new UserListReading(new UserList([new UserEntry(Encoding.UTF8.GetString(user.Span), hash)]));
    }

    private sealed record Read(string Version, UserListReading Users);
}
