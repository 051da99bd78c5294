using CsCheck;
using EdgeStack.Routes.Targets;

namespace EdgeStack.Routes.Tests.Targets;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a/b.c/d?x=1&y=%2e%2e/..", "/a/b.c/d")]
    [InlineData("/a//b///c", "/a/b/c")]
    [InlineData("//a", "/a")]
    [InlineData("/a%20b", "/a b")]
    [InlineData("/w%C3%A4hrung", "/währung")]
    [InlineData("/a%3Ab%40", "/a:b@")]
    [InlineData("/.well-known/x", "/.well-known/x")]
    [InlineData("/a/...", "/a/...")]
    [InlineData("/a..b/..c/d..", "/a..b/..c/d..")]
    [InlineData("/a;v=1/b", "/a;v=1/b")]
    [InlineData("http://a.example/x/y?z", "/x/y")]
    [InlineData("http://a.example", "/")]
    [InlineData("http://a.example?x", "/")]
    [InlineData("*", "")]
    public void A_target_has_this_canonical_path(string target, string path) => Assert.Equal(new RequestTarget(path, EncodedBytes.None, TargetFault.None), RequestTarget.Read(target));

    [Theory]
    [InlineData("/files/100%25%23%3F.txt", "/files/100%25%23%3F.txt", EncodedBytes.Percent | EncodedBytes.Hash | EncodedBytes.QuestionMark)] // WebDAV: 100%#?.txt
    [InlineData("/api/v4/projects/group%2fproject", "/api/v4/projects/group%2Fproject", EncodedBytes.Slash)] // a GitLab project id
    [InlineData("/_matrix/client/v3/directory/room/%23room%3Aexample.org", "/_matrix/client/v3/directory/room/%23room:example.org", EncodedBytes.Hash)]
    [InlineData("/a%5cb", "/a%5Cb", EncodedBytes.Backslash)]
    [InlineData("/a\\b", "/a%5Cb", EncodedBytes.Backslash)]
    public void Bytes_that_somebody_might_decode_stay_encoded_and_are_told(string target, string path, EncodedBytes encoded) =>
        Assert.Equal(new RequestTarget(path, encoded, TargetFault.None), RequestTarget.Read(target));

    [Theory]
    [InlineData(0xd800)]
    [InlineData(0xdc00)]
    public void Half_of_a_surrogate_pair_is_no_text_and_hides_nothing_behind_it(int half) =>
        Assert.Equal(TargetFault.NotUtf8, RequestTarget.Read($"/a{(char)half}\\b").Fault);

    [Theory]
    [InlineData("/a%00")]
    [InlineData("/a%0d%0ab")]
    [InlineData("/a\tb")]
    [InlineData("/a%7f")]
    [InlineData("/..")]
    [InlineData("/.")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/a/%2e%2e/b")]
    [InlineData("/a/.%2E/b")]
    [InlineData("/a/%2e/b")]
    [InlineData("/a/..;/b")]
    [InlineData("/a/..;x=1/b")]
    [InlineData("/a/..%2fb")]
    [InlineData("/a%2f..%2fb")]
    [InlineData("/a/..%5cb")]
    [InlineData("/a\\..\\b")]
    [InlineData("/a%5C%2e%2e")]
    [InlineData("/a%c0%ae%c0%ae/b")]
    [InlineData("/a%ff")]
    [InlineData("/a%C3")]
    [InlineData("/a%u002f")]
    [InlineData("/a%2")]
    [InlineData("/a%")]
    [InlineData("/a#b")]
    [InlineData("a.example:443")]
    [InlineData("a")]
    public void A_target_that_can_be_read_in_two_ways_is_refused(string target) => Assert.NotEqual(TargetFault.None, RequestTarget.Read(target).Fault);

    [Fact]
    public void A_path_of_a_usual_kind_is_read_without_allocating()
    {
        const string Target = "/api/v2/users/42/avatar.png";
        Assert.Same(Target, RequestTarget.Read(Target).Path);
        Assert.Equal(0, Allocated.By(() =>
        {
            for (int i = 0; i < 1000; i++)
                RequestTarget.Read(Target);
        }));
    }

    [Fact]
    public void A_canonical_path_is_its_own_canonical_path() =>
        Gen.OneOf(Gen.String, Pieces).Sample(text =>
        {
            RequestTarget once = RequestTarget.Read("/" + text);
            if (once.Fault != TargetFault.None || once.Path.Any(c => c is '?' or > '\x7f') || once.Encoded.HasFlag(EncodedBytes.Percent))
                return true; // such a path is not written as it is
            return RequestTarget.Read(once.Path) == once;
        });

    [Fact]
    public void No_spelling_of_two_dots_between_dividers_gets_through() =>
        Gen.Select(OneOf("/", "%2f", "%2F", "\\", "%5c", "/a/", "//"), OneOf(".", "%2e", "%2E"), OneOf(".", "%2e", "%2E"), OneOf("/", "%2f", "\\", "%5C", ";", ";a=b/", ""))
            .Sample((before, first, second, after) => RequestTarget.Read($"/x{before}{first}{second}{after}").Fault != TargetFault.None);

    private static Gen<string> Pieces => OneOf("/", ".", "..", "%2e", "%2f", "%5c", "\\", ";", "a", "%41", "%C3%A4", "%25", "%", "#", "ä", "+").Array[0, 12].Select(parts => string.Concat(parts));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
