using System.CommandLine;

namespace EdgeStack.Provisioning.Commands;

/// <summary>The option <c>--revert-after SECONDS</c>, the same in every command that changes nodes.</summary>
internal static class RevertOption
{
    public static Option<int> Create()
    {
        Option<int> option = new("--revert-after")
        {
            Description = "What might lock us out takes itself back after so many seconds, unless a new connection succeeds.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 120,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 10 or > 3600)
                result.AddError("--revert-after: 10 to 3600 seconds");
        });
        return option;
    }
}
