using System.Text;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class PasswordTests
{
    private static readonly string[] Twice = ["Basic YTpi", "Basic YTpi"];

    // Written by Debian's htpasswd (apache2-utils 2.4) and, for the salt 'salt', by openssl passwd -apr1.
    [Theory]
    [InlineData("secret", "$apr1$salt$VEpBc9VHGUKwI9.yg13Iu0")]
    [InlineData("secret", "$apr1$uDrbN0EZ$YjwR.OgQF9CP24DGlTuDe0")]
    [InlineData("secret", "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=")]
    [InlineData("secret", "$2y$04$lq/I9nu6TG1h6T1d6ze3LOSCktF3ECT.FLCcWsUzEp4B4yv3f3D/2")]
    [InlineData("secret", "$2a$04$lq/I9nu6TG1h6T1d6ze3LOSCktF3ECT.FLCcWsUzEp4B4yv3f3D/2")]
    [InlineData("secret", "$2b$04$lq/I9nu6TG1h6T1d6ze3LOSCktF3ECT.FLCcWsUzEp4B4yv3f3D/2")]
    [InlineData("pass word with a length beyond sixteen", "$apr1$SxVuVETS$tRCk058cqQRnMbgeEJa8k0")]
    [InlineData("pass word with a length beyond sixteen", "{SHA}FGx7H+Kr3z9M+YwfhPjqbzGmEtM=")]
    [InlineData("pass word with a length beyond sixteen", "$2y$04$zNTb9CQVm9ZUS9gebDUVVu/c29orYLbm6XGOJODWO/pjwc9yDAjyK")]
    [InlineData("pässwörd", "$apr1$fIRMi13w$FpneW3LuGAklS8Ht5vVCF0")]
    [InlineData("pässwörd", "{SHA}9Rfd8dMqES/xrVXGbRsSyzjn6Pc=")]
    [InlineData("pässwörd", "$2y$04$3XATuLjeAAcYUfUrsk.qHuR/wvR3vYNOWdnpcav.fwd5SfI/o7ipO")]
    [InlineData("x", "$apr1$ApI8yaSX$RdeI.xOCRk9BwrnP2Y1wh0")]
    [InlineData("x", "{SHA}EfatjsUqKYSrqv18O1FlA3hcIHI=")]
    [InlineData("x", "$2y$04$uU/7xtZuMeD4nQMDCclB/OvV9uAA5w1du3Sr5RpIkLQ7yGWb/M70q")]
    public void A_hash_of_htpasswd_holds_for_its_password_and_no_other(string password, string text)
    {
        Assert.True(PasswordHash.TryParse(text, out PasswordHash? hash, out _));
        Assert.True(PasswordTest.Holds(password, hash!));
        Assert.False(PasswordTest.Holds(password + " ", hash!));
        Assert.False(PasswordTest.Holds(password[1..], hash!));
        Assert.False(PasswordTest.Holds("", hash!));
    }

    [Theory]
    [InlineData("ann:secret", "ann", "secret")]
    [InlineData("ann:", "ann", "")]
    [InlineData("ann:a:b", "ann", "a:b")]
    [InlineData("änn:pässwörd", "änn", "pässwörd")]
    public void Credentials_are_read_in_both_alphabets(string text, string user, string password)
    {
        foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, Encoding.Latin1])
        {
            BasicCredentials? read = BasicCredentials.Read("bAsIc  " + Convert.ToBase64String(encoding.GetBytes(text)) + " ");
            Assert.Equal((user, password), (read?.User, read?.Password));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Bearer YTpi")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YTpi YTpi!")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Basic YTpiAGM=")]
    [InlineData("Basic YQ06Yg==")]
    public void Anything_else_is_no_login(string header) => Assert.Null(BasicCredentials.Read(header));

    [Fact]
    public void A_huge_or_doubled_header_is_no_login()
    {
        Assert.Null(BasicCredentials.Read("Basic " + Convert.ToBase64String(new byte[48 * 1024])));
        Assert.Null(BasicCredentials.Read("Basic " + new string('=', 64 * 1024)));
        Assert.Null(BasicCredentials.Read(Twice));
    }

    [Fact]
    public void Nothing_secret_is_printed()
    {
        Assert.DoesNotContain("hunter2", new BasicCredentials("ann", "hunter2").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", new SecretLookup.Found("1", new Dictionary<string, ReadOnlyMemory<byte>> { ["password"] = "hunter2"u8.ToArray() }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_was_verified_is_remembered_and_old_entries_go()
    {
        VerifiedPasswords verified = new(generation: 2);
        PasswordHash hash = new(PasswordHashKind.Apr1, "$apr1$a$b"), other = new(PasswordHashKind.Apr1, "$apr1$a$c");
        UInt128 ann = verified.KeyOf("ann", "secret", hash);
        verified.Add(ann);
        Assert.True(verified.Contains(ann));
        Assert.NotEqual(ann, verified.KeyOf("ann", "secret", other));
        Assert.NotEqual(ann, verified.KeyOf("anns", "ecret", hash));
        Assert.NotEqual(ann, new VerifiedPasswords().KeyOf("ann", "secret", hash));
        for (int i = 0; i < 5; i++)
        {
            verified.Add((UInt128)i);
            Assert.True(verified.Contains(ann));
        }

        for (int i = 0; i < 5; i++)
            verified.Add((UInt128)i);
        Assert.False(verified.Contains(ann));
    }
}
