namespace EdgeStack.Gateway.Middlewares;

internal enum PasswordVerdict
{
    Wrong,
    Right,

    /// <summary>Too many passwords are being tested at this moment.</summary>
    Busy,

    /// <summary>This visitor has tried too many passwords.</summary>
    TooMany,
}
