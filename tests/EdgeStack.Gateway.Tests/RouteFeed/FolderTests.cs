using System.Net;
using System.Runtime.InteropServices;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.RouteFeed;

public sealed partial class FolderTests
{
    [Fact]
    public async Task An_edited_file_takes_effect_and_a_deleted_one_ends_its_routes()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        string file = folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 200);

        folder.Write("a.yaml", ConfigMap("a", Route("b.example", backend)));
        await gateway.EventuallyAnswersAsync("b.example", 200);
        await gateway.EventuallyAnswersAsync("a.example", 404);

        File.Delete(file);
        await gateway.EventuallyAnswersAsync("b.example", 404);
    }

    [Fact]
    public async Task No_pause_between_publications_stands_before_the_first_visitor()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        FakeTimeProvider stopped = new(); // whoever waited for a moment to pass would wait for ever
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path] }, services => services.AddSingleton<TimeProvider>(stopped))
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        using HttpResponseMessage response = await gateway.GetAsync("a.example", "/");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task CF_03_A_file_that_was_emptied_ends_its_routes_with_a_warning_until_it_is_written_again()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 200);

        folder.Write("a.yaml", "");
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("problems")).GetRawText().Contains("is empty: nothing is served from it", StringComparison.Ordinal), "the warning is told");
        await gateway.EventuallyAnswersAsync("a.example", 404);

        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await gateway.EventuallyAnswersAsync("a.example", 200);
        Assert.Equal(0, (await gateway.AdminAsync("problems")).GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task A_file_that_is_not_yaml_any_more_keeps_its_last_good_routes_and_is_reported_with_its_place()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);

        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)) + "\n  : [broken\n");
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("problems")).GetProperty("problems").GetArrayLength() == 1, "the problem is reported");
        System.Text.Json.JsonElement problem = (await gateway.AdminAsync("problems")).GetProperty("problems")[0];
        Assert.EndsWith("a.yaml", problem.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.True(problem.GetProperty("line").GetInt32() > 0);
        await gateway.EventuallyAnswersAsync("a.example", 200);
    }

    [Fact]
    public async Task A_file_that_is_not_yaml_any_more_and_asks_for_protection_answers_503_until_it_is_right_again()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        string right = ConfigMap("a", Route("a.example", backend));
        folder.Write("a.yaml", right);
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 200);

        folder.Write("a.yaml", right.Replace(" }\n", ", middlewares: [ { ipAllowList: { sourceRange: [ 192.0.2.1 ] } } ] }\n", StringComparison.Ordinal) + "\n  : [broken\n");
        await gateway.EventuallyAnswersAsync("a.example", 503);
        Assert.Contains("asks for more protection than before", (await gateway.AdminAsync("routes")).GetRawText(), StringComparison.Ordinal);

        folder.Write("a.yaml", right);
        await gateway.EventuallyAnswersAsync("a.example", 200);
    }

    [Fact]
    public async Task A_mounted_config_map_follows_the_swap_of_its_data_folder()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        Mount(folder, "..2026_01_01", $"routes:\n  - {Route("a.example", backend)}\n");
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 200);
        Assert.Equal("default/routes.yaml/0", Assert.Single((await gateway.AdminAsync("routes")).GetProperty("routes").EnumerateArray()).GetProperty("name").GetString());

        Mount(folder, "..2026_01_02", $"routes:\n  - {Route("b.example", backend)}\n");
        await gateway.EventuallyAnswersAsync("b.example", 200);
        await gateway.EventuallyAnswersAsync("a.example", 404);
    }

    [Fact]
    public async Task Files_in_sub_folders_are_read_and_hidden_ones_are_not()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("team/a.yml", ConfigMap("a", Route("a.example", backend)));
        folder.Write(".git/b.yaml", ConfigMap("b", Route("b.example", backend)));
        folder.Write(".c.yaml.swp", ConfigMap("c", Route("c.example", backend)));
        folder.Write("readme.txt", "not yaml: [");
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        Assert.Equal(["a.example"], (await gateway.AdminAsync("routes")).GetProperty("routes").EnumerateArray().Select(route => route.GetProperty("hosts")[0].GetString()));
        Assert.Equal(0, (await gateway.AdminAsync("problems")).GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task A_renamed_file_changes_nothing_and_a_service_in_two_files_stays_while_one_of_them_does()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\" }") + "---\n" + Service("web", backend.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 200);

        File.Move(folder.File("a.yaml"), folder.File("b.yaml"));
        folder.Write("c.yaml", ConfigMap("c", Route("c.example", backend)));
        await gateway.EventuallyAnswersAsync("c.example", 200);
        await gateway.EventuallyAnswersAsync("a.example", 200);

        folder.Write("web.yaml", Service("web", backend.Port));
        folder.Write("b.yaml", ConfigMap("a", "{ host: b.example, service: \"web:80\" }"));
        await gateway.EventuallyAnswersAsync("b.example", 200);
    }

    [Fact]
    public async Task A_folder_that_was_deleted_and_made_again_is_watched_again()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder parent = new();
        parent.Write("routes/a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(parent.File("routes"));
        await gateway.EventuallyAnswersAsync("a.example", 200);

        Directory.Delete(parent.File("routes"), recursive: true);
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("problems")).GetProperty("problems").GetArrayLength() > 0, "the folder is missed");
        await gateway.EventuallyAnswersAsync("a.example", 200);
        parent.Write("routes/a.yaml", ConfigMap("a", Route("b.example", backend)));
        await gateway.EventuallyAnswersAsync("b.example", 200);
        parent.Write("routes/a.yaml", ConfigMap("a", Route("c.example", backend)));
        await gateway.EventuallyAnswersAsync("c.example", 200);
        Assert.Equal(0, (await gateway.AdminAsync("problems")).GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task Edits_behind_a_linked_folder_are_seen_and_links_in_a_circle_count_once()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder elsewhere = new(), folder = new();
        elsewhere.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        Directory.CreateSymbolicLink(folder.File("linked"), elsewhere.Path);
        Directory.CreateSymbolicLink(elsewhere.File("circle"), elsewhere.Path);
        Directory.CreateSymbolicLink(elsewhere.File("back"), folder.Path);
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 200);
        Assert.Single((await gateway.AdminAsync("routes")).GetProperty("routes").EnumerateArray());
        elsewhere.Write("a.yaml", ConfigMap("a", Route("b.example", backend)));
        await gateway.EventuallyAnswersAsync("b.example", 200);
    }

    [Fact]
    public async Task A_file_without_end_of_its_yaml_is_one_problem_and_the_others_go_on()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        folder.Write("zz.yaml", "routes:\n  - hosts: {x.test\n    service: be:80\n");
        File.CreateSymbolicLink(folder.File("lost.yaml"), "nowhere.yaml");
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 200);
        Assert.Equal(2, (await gateway.AdminAsync("problems")).GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task New_endpoints_of_a_service_take_effect_without_a_new_table()
    {
        await using TestBackend first = await TestBackend.StartAsync(), second = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\" }"));
        folder.Write("web.yaml", Service("web", first.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 200);
        long revision = (await gateway.AdminAsync("overview")).GetProperty("table").GetProperty("revision").GetInt64();

        folder.Write("web.yaml", Service("web", second.Port));
        await Eventually.HoldsAsync(async () =>
        {
            using HttpResponseMessage response = await gateway.GetAsync("a.example");
            return !second.Requests.IsEmpty;
        }, "the second backend is asked");
        Assert.Equal(revision, (await gateway.AdminAsync("overview")).GetProperty("table").GetProperty("revision").GetInt64());
    }

    // What kubelet does: a new hidden folder, then one rename of the link that all files point through.
    private static void Mount(TemporaryFolder folder, string version, string text)
    {
        folder.Write($"{version}/routes.yaml", text);
        File.CreateSymbolicLink(folder.File("..data_tmp"), version);
        Assert.Equal(0, Rename(folder.File("..data_tmp"), folder.File("..data")));
        if (!File.Exists(folder.File("routes.yaml")))
            File.CreateSymbolicLink(folder.File("routes.yaml"), "..data/routes.yaml");
    }

    // File.Move looks at what a link points to; kubelet renames the link itself.
    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
