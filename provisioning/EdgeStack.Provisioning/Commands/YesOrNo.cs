namespace EdgeStack.Provisioning.Commands;

/// <summary>What a person means who was asked for yes or no.</summary>
internal static class YesOrNo
{
    public static bool IsYes(string answer) => answer.Trim().ToLowerInvariant() is "y" or "yes";
}
