using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Routes.Tests.Middlewares;

public sealed class HtpasswdTests
{
    [Fact]
    public void A_file_is_read_line_by_line()
    {
        HtpasswdReading reading = Htpasswd.Read("""
            # people
            ann:$apr1$salt$qFCyP2UBAyWVMMtTCKmNV0

            bob:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=
            eve:clear
            bob:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC
            nothing
            """);
        Assert.Equal(["ann Apr1", "bob Bcrypt"], reading.Users.Select(user => $"{user.Name} {user.Hash.Kind}"));
        Assert.Equal(["line 5: the password is not hashed with bcrypt, apr1 or {SHA}", "line 7: is not 'name:hash'"], reading.Faults);
    }

    [Theory]
    [InlineData("$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC", true)]
    [InlineData("$2a$12$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC", true)]
    [InlineData("$2x$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC", false)]
    [InlineData("$2y$31$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC", false)]
    [InlineData("$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRq", false)]
    [InlineData("$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BR C", false)]
    [InlineData("$apr1$salt$qFCyP2UBAyWVMMtTCKmNV0", true)]
    [InlineData("$apr1$toolongsalt$qFCyP2UBAyWVMMtTCKmNV0", false)]
    [InlineData("$apr1$$qFCyP2UBAyWVMMtTCKmNV0", false)]
    [InlineData("{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", true)]
    [InlineData("{SHA}5en6G6MezRroT3XKqkdPOmY/", false)]
    [InlineData("$$apr1$$salt$$qFCyP2UBAyWVMMtTCKmNV0", false)]
    [InlineData("rl0uE0ydPpXpc", false)]
    [InlineData("", false)]
    public void Only_hashes_that_can_be_verified_are_taken(string text, bool taken)
    {
        Assert.Equal(taken, PasswordHash.TryParse(text, out PasswordHash? hash, out string? fault));
        Assert.Equal(taken, hash is not null);
        Assert.Equal(!taken, fault is not null);
    }

    [Theory]
    [InlineData(":{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=")]
    [InlineData("a\tb:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=")]
    public void A_name_must_be_one_that_can_be_sent(string entry) => Assert.False(Htpasswd.TryReadEntry(entry, out _, out _));
}
