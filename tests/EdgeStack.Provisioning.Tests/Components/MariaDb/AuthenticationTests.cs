using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Tests.Components.MariaDb;

public sealed class AuthenticationTests
{
    // SELECT PASSWORD('secret') of MariaDB 10.11.
    [Fact]
    public void A_password_is_hashed_as_the_server_hashes_it() => Assert.Equal("*14E65567ABDB5135D0CFD9A70B3032C179A49EE7", Authentication.Password(new Secret("secret")).Text);

    [Fact]
    public void Its_hash_is_not_in_its_text() => Assert.Equal("mysql_native_password ***", Authentication.Password(new Secret("secret")).ToString());
}
