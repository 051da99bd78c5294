using System.Text;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Faults;

namespace EdgeStack.Provisioning.Tests.Faults;

public sealed class FaultCatalogueTests
{
    [Fact]
    public void Every_code_is_explained_once_in_the_order_of_the_numbers() => Assert.Equal(Enum.GetValues<FaultCode>().Order(), FaultCatalogue.All.Select(fault => fault.Code));

    [Fact]
    public void The_page_about_errors_is_what_the_command_knows()
    {
        StringBuilder page = new(
            """
            # Errors and their codes

            An error about a node, a step or a run has a code: `error ES1202: pi2 base.packages: …`; those of nodes and steps have it in JSON too, as `code`. Its words may change, the code does not. `edgestack explain ES1202` says what stands
            here. Errors in the inventory and in arguments have none: they name file, line and column, and what was probably meant. This page is made from the code.


            """);
        foreach (FaultExplanation fault in FaultCatalogue.All)
        {
            page.Append($"## {FaultCatalogue.Name(fault.Code)}\n\n{fault.Meaning} *{fault.State}*\n\n");
            foreach (string help in fault.Help)
                page.Append($"- {help}\n");
            page.Append('\n');
        }

        page.Length--;
        GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "docs", "errors.md"), page.ToString());
    }

    [Theory]
    [InlineData("ES1202")]
    [InlineData("es1202")]
    public async Task A_code_is_explained_however_it_is_written(string code)
    {
        using CommandHost host = new();

        Assert.Equal(ExitCode.Fine, await host.RunAsync("explain", code));

        Assert.StartsWith("ES1202: A part of a step ended with a fault.\n\nThe step is half done at most; ", host.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\n- Mend it on the node, then `edgestack apply --resume`.", host.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_code_all_are_named_and_one_that_is_none_is_met_with_the_nearest()
    {
        using CommandHost host = new();

        Assert.Equal(ExitCode.Fine, await host.RunAsync("explain"));
        Assert.Equal(FaultCatalogue.All.Length, host.Output.ToString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        Assert.Equal(ExitCode.Usage, await host.RunAsync("explain", "ES1209x"));
        Assert.Contains("there is no code 'ES1209x'; did you mean 'ES1209'?", host.Error.ToString(), StringComparison.Ordinal);
    }
}
