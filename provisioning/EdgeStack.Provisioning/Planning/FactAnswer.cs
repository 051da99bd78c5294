using System.Text;

namespace EdgeStack.Provisioning.Planning;

/// <summary>What a node answered.</summary>
/// <param name="ExitCode">Of the question's script; 124 when it did not end in time.</param>
/// <param name="Value">Its standard output.</param>
internal sealed record FactAnswer(int ExitCode, byte[] Value)
{
    public string Text => Encoding.UTF8.GetString(Value).TrimEnd('\n');

    public string[] Lines => Text.Length == 0 ? [] : Text.Split('\n');
}
