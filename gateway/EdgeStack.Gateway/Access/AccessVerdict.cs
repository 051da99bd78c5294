namespace EdgeStack.Gateway.Access;

/// <summary>What a visitor's token is worth.</summary>
internal abstract record AccessVerdict
{
    private AccessVerdict()
    {
    }

    /// <summary>He has logged in.</summary>
    /// <param name="Email">Of a person; null of a service, and of a certificate.</param>
    /// <param name="User">The e-mail, or the name that a service or certificate has; null when Cloudflare lets in without one.</param>
    internal sealed record Passed(string? Email, string? User) : AccessVerdict;

    /// <summary>He has not.</summary>
    /// <param name="Why">A sentence for the owner, without anything of the token.</param>
    internal sealed record Refused(string Why) : AccessVerdict;

    /// <summary>It cannot be known.</summary>
    /// <param name="Why">A sentence for the owner.</param>
    internal sealed record Unknown(string Why) : AccessVerdict;
}
