namespace EdgeStack.Provisioning.Secrets;

/// <summary>The file of a vault.</summary>
/// <param name="Version">Of this format.</param>
/// <param name="Iterations">Of PBKDF2 with HMAC-SHA256.</param>
/// <param name="Salt">Of PBKDF2.</param>
/// <param name="Check">Nothing, sealed: whether a passphrase is the right one.</param>
/// <param name="Secrets">By their names, which are no secret.</param>
internal sealed record VaultDocument(int Version, int Iterations, byte[] Salt, SealedValue Check, SortedDictionary<string, SealedValue> Secrets);
