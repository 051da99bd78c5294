using System.Globalization;
using System.Text;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Testing;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Tests.Middlewares;

public sealed class MiddlewareGoldenTests
{
    public static TheoryData<string> Cases => [.. GoldenCase.Names("Goldens")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_list_is_read_into_these_middlewares_and_problems(string name)
    {
        GoldenCase golden = GoldenCase.Read("Goldens", name);
        golden.Check(Describe(MiddlewareReader.Read(Yaml.Load(golden.Input), fromCluster: golden.Input.StartsWith("# from the cluster", StringComparison.Ordinal))));
    }

    private static string Describe(MiddlewareReading reading)
    {
        StringBuilder text = new();
        foreach (MiddlewareProblem problem in reading.Problems)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{problem.At.Line}:{problem.At.Column}: {problem.Kind}{(problem.Protects ? ", protects" : "")}: {problem.Message}{(problem.Fix is null ? "" : $" ({problem.Fix})")}");
        }

        foreach (MiddlewareSpec spec in reading.Middlewares)
            text.AppendLine(CultureInfo.InvariantCulture, $"{spec}");
        return text.ToString();
    }
}
