using System.Globalization;
using System.Text;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>What is known of a Secret at this moment.</summary>
internal abstract record SecretLookup
{
    private SecretLookup()
    {
    }

    /// <summary>It is there.</summary>
    /// <param name="Version">Changes whenever a value does.</param>
    /// <param name="Values">Its keys and their decoded bytes.</param>
    internal sealed record Found(string Version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Values) : SecretLookup
    {
        protected override bool PrintMembers(StringBuilder text)
        {
            text.Append(CultureInfo.InvariantCulture, $"Version = {Version}, Values = ***");
            return true;
        }
    }

    /// <summary>It is not there, or may not be read.</summary>
    /// <param name="Why">A sentence for the owner.</param>
    internal sealed record Missing(string Why) : SecretLookup;
}
