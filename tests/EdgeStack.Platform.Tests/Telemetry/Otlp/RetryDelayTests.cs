using EdgeStack.Telemetry.Otlp;

namespace EdgeStack.Platform.Tests.Telemetry.Otlp;

/// <summary>The texts were made with protobuf's own encoding: a status of 8, "no room", with a Help and the detail in question.</summary>
public sealed class RetryDelayTests
{
    private const string Help = "CAgSB25vIHJvb20aKQojdHlwZS5nb29nbGVhcGlzLmNvbS9nb29nbGUucnBjLkhlbHASAgoA", Retry = Help + "GjAKKHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xlLnJwYy5SZXRyeUluZm8S";

    [Theory]
    [InlineData(Retry + "BAoCCAU=", 5)]
    [InlineData(Retry + "BAoCCAU", 5)]
    [InlineData(Help + "GjYKKHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xlLnJwYy5SZXRyeUluZm8SCgoICAEQgMq17gE=", 1.5)]
    [InlineData(Help + "GjgKKHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xlLnJwYy5SZXRyeUluZm8SDAoKCP//////////fw==", 86400)]
    [InlineData(Help + "GjkKKHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xlLnJwYy5SZXRyeUluZm8SDQoLCPv//////////wE=", 0)]
    [InlineData(Help + "Gi4KKHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xlLnJwYy5SZXRyeUluZm8SAgoA", 0)]
    public void A_time_is_read_whatever_stands_before_it(string details, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDelay.Read(details));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("CAg=")]
    [InlineData("no base64")]
    [InlineData(Help)]
    [InlineData(Help + "GiwKJHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xlLnJwYy5PdGhlchIECgIIBQ==")]
    [InlineData(Retry)]
    public void What_says_no_time_or_is_cut_off_is_none(string? details) => Assert.Null(RetryDelay.Read(details));
}
