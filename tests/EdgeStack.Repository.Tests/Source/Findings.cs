namespace EdgeStack.Repository.Tests.Source;

/// <summary>What a rule of the house found: each a place and what to do about it.</summary>
internal static class Findings
{
    public static void None(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        if (all.Length > 0)
            Assert.Fail($"{all.Length} found:\n{string.Join('\n', all)}");
    }
}
