namespace EdgeStack.Provisioning.Inventory;

/// <summary>How the user that logs in becomes root.</summary>
internal enum Become
{
    /// <summary>With sudo, which may ask for a password.</summary>
    Sudo,

    /// <summary>It is root.</summary>
    None,
}
