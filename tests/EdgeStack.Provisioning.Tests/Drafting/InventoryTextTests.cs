using EdgeStack.Provisioning.Drafting;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Tests.Drafting;

public sealed class InventoryTextTests
{
    [Theory]
    [InlineData("/keys/a b: #1, [x] {y} 'z' \"w\"")]
    [InlineData("${HOME}/key")]
    [InlineData("~")]
    [InlineData("yes")]
    [InlineData("a\nb\\c")]
    public void Whatever_is_written_is_read_as_it_was(string key)
    {
        InventoryDraft draft = new("123", [new DraftNode("no", "fe80::1", [Roles.Storage]) { IdentityFile = key, Jump = "pi@10.0.0.1:22" }, new DraftNode("0x1f", "10.0.0.2", [])]);
        InventoryReading reading = new InventoryReader("cluster.yaml", _ => "another").Read(InventoryText.Of(draft));
        Assert.Empty(reading.Problems);
        Assert.Equal(("123", "no", "fe80::1", key, "pi@10.0.0.1:22"), (reading.Cluster!.Name, reading.Cluster.Nodes[0].Name, reading.Cluster.Nodes[0].Address, reading.Cluster.Nodes[0].Access.IdentityFile, reading.Cluster.Nodes[0].Access.Jump));
        Assert.Equal(("0x1f", null), (reading.Cluster.Nodes[1].Name, reading.Cluster.Nodes[1].Access.IdentityFile));
    }
}
