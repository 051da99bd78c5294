namespace EdgeStack.Provisioning.Secrets;

/// <summary>A value that AES-GCM has sealed.</summary>
/// <param name="Nonce">Never used twice with the same key.</param>
/// <param name="Sealed">The value, and behind it the tag.</param>
internal sealed record SealedValue(byte[] Nonce, byte[] Sealed);
