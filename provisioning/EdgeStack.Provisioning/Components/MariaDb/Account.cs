using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>An account as it is to be. MariaDB knows a user from two places as two accounts.</summary>
/// <param name="Name">The user.</param>
/// <param name="Host">The address that the user comes from, or localhost.</param>
/// <param name="Authentication">How it proves who it is.</param>
/// <param name="RequiresTls">Only over an encrypted connection.</param>
/// <param name="Connections">The most at once; 0 is what the server allows.</param>
/// <param name="Grants">All that it may do.</param>
internal sealed record Account(string Name, string Host, Authentication Authentication, bool RequiresTls, int Connections, ImmutableArray<Grant> Grants)
{
    /// <summary>For statements.</summary>
    public string Sql => SqlText.Account(Name, Host);

    /// <summary>For people.</summary>
    public string Shown => $"{Name}@{Host}";

    /// <summary>How it logs in, behind CREATE USER and ALTER USER.</summary>
    public string Attributes => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Sql} IDENTIFIED VIA {Authentication.Sql} REQUIRE {(RequiresTls ? "SSL" : "NONE")} WITH MAX_USER_CONNECTIONS {Connections}");
}
