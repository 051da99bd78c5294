using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Certificates;

/// <summary>What a server shows to its clients, and what they check it with.</summary>
/// <param name="AuthorityPem">The authority's certificate.</param>
/// <param name="Pem">The server's certificate.</param>
/// <param name="Key">The server's private key, as PEM.</param>
/// <param name="NotBefore">Whole seconds, UTC.</param>
/// <param name="NotAfter">Whole seconds, UTC.</param>
internal sealed record ServerCertificate(string AuthorityPem, string Pem, Secret Key, DateTimeOffset NotBefore, DateTimeOffset NotAfter);
