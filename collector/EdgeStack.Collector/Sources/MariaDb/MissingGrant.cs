namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>A privilege that our account lacks.</summary>
/// <param name="Privilege">As GRANT takes it.</param>
/// <param name="On">What it would be on: <c>*.*</c>.</param>
/// <param name="Without">What is not read without it.</param>
internal sealed record MissingGrant(string Privilege, string On, string Without)
{
    /// <summary>The statement that gives it.</summary>
    /// <param name="account"><c>edgestack@localhost</c></param>
    public string Statement(string account)
    {
        int at = account.LastIndexOf('@');
        string quoted = at < 0 ? Sql.SqlText.Quote(account) : $"{Sql.SqlText.Quote(account[..at])}@{Sql.SqlText.Quote(account[(at + 1)..])}";
        return $"GRANT {Privilege} ON {On} TO {quoted};";
    }
}
