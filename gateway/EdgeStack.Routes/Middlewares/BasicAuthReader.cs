using System.Collections.Immutable;
using YamlDotNet.Core;

namespace EdgeStack.Routes.Middlewares;

internal static class BasicAuthReader
{
    public const string Users = "users";

    private const string UsersFile = "usersFile", Secret = "secret", Realm = "realm", HeaderField = "headerField", RemoveHeader = "removeHeader";

    public static readonly MiddlewareKind Kind = new("basicAuth", [Users, UsersFile, Secret, Realm, HeaderField, RemoveHeader], Read) { Protects = true };

    private static MiddlewareSpec.BasicAuth? Read(MiddlewareOptions options)
    {
        string? realm = options.Text(Realm), field = options.Text(HeaderField);
        UserSource? source = ReadSource(options, field);
        MiddlewareSpec.BasicAuth? spec = source is null ? null : new MiddlewareSpec.BasicAuth(source);
        if (realm is not null && (!HeaderSyntax.IsValue(realm) || realm.AsSpan().ContainsAny('"', '\\')))
            options.Report(Realm, "'realm' may have ASCII letters, digits, blanks and signs, without '\"' and '\\'", null);
        if (field is { Length: > 0 } && (!HeaderSyntax.IsName(field) || HeaderSyntax.BelongsToConnection(field)))
            options.Report(HeaderField, $"'{field}' is not the name of a header that can be set", null);
        bool remove = options.Flag(RemoveHeader);
        return spec is null ? null : spec with
        {
            Realm = realm is { Length: > 0 } ? realm : spec.Realm,
            HeaderField = field is { Length: > 0 } ? field : null,
            RemoveHeader = remove,
        };
    }

    private static UserSource? ReadSource(MiddlewareOptions options, string? field)
    {
        string[] written = [.. new[] { Users, UsersFile, Secret }.Where(options.Has)];
        if (written.Length == 0)
            options.Require(Secret, "'basicAuth' knows no users", "add 'secret: NAME' (a Secret with the key 'users', as htpasswd writes it)");
        if (written.Length > 1)
            options.ReportNotImplemented(written[1], $"'{written[0]}' and '{written[1]}' together are not implemented in this version", "put all users into one place");
        return written switch
        {
            [Users] => ReadUsers(options, field),
            [UsersFile] => ReadFile(options),
            [Secret] => ReadSecret(options),
            _ => null,
        };
    }

    private static UserSource.Inline? ReadUsers(MiddlewareOptions options, string? field)
    {
        ImmutableArray<UserEntry>.Builder users = ImmutableArray.CreateBuilder<UserEntry>();
        foreach ((string written, Mark at) in options.Texts(Users))
        {
            // The text itself is not repeated: it may be a password in clear.
            if (!Htpasswd.TryReadEntry(written, out UserEntry? user, out string? fault))
                options.Report(Users, at, $"a user cannot be read: {fault}", "write what 'htpasswd -nB NAME' prints, between single quotes");
            else if (field is { Length: > 0 } && !HeaderSyntax.IsValue(user!.Name))
                options.Report(Users, at, $"the name of a user cannot stand in the header '{field}'", "write the name in ASCII, or take out 'headerField'");
            else
                users.Add(user!);
        }

        options.RequireItems(Users, "'users' lets nobody in", "write what 'htpasswd -nB NAME' prints, between single quotes");
        return users.Count == 0 ? null : new UserSource.Inline(new OptionList<UserEntry>(users.ToImmutable()));
    }

    private static UserSource.File? ReadFile(MiddlewareOptions options)
    {
        if (options.Text(UsersFile) is not { } path)
            return null;
        if (options.FromCluster)
            options.Report(UsersFile, "a route in the cluster cannot name a file of the gateway's machine", "put the users into a Secret of this namespace: 'secret: NAME'");
        else if (!path.StartsWith('/') || path.Any(char.IsControl))
            options.Report(UsersFile, $"'{path}' is not an absolute path", "write where the file is: '/etc/edgestack/users'");
        return new UserSource.File(path);
    }

    private static UserSource.Secret? ReadSecret(MiddlewareOptions options)
    {
        if (options.Text(Secret) is not { } name)
            return null;
        if (SecretText.FaultOf(name) is { } fault)
            options.Report(Secret, fault.Message, fault.Fix);
        return new UserSource.Secret(name);
    }
}
