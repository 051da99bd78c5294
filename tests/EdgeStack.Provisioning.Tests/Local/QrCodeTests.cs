using EdgeStack.Provisioning.Local;
using QRCoder;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class QrCodeTests
{
    [Fact]
    public void Every_square_of_the_code_is_where_it_belongs()
    {
        const string Address = "https://gentle-river-42.trycloudflare.com";
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(Address, QRCodeGenerator.ECCLevel.L);

        IReadOnlyList<string> lines = QrCode.Lines(Address);

        Assert.Equal((code.ModuleMatrix.Count + 1) / 2, lines.Count);
        for (int y = 0; y < code.ModuleMatrix.Count; y++)
            for (int x = 0; x < code.ModuleMatrix.Count; x++)
                Assert.Equal(code.ModuleMatrix[y][x], IsDark(lines[y / 2][x], isUpper: y % 2 == 0));
    }

    private static bool IsDark(char block, bool isUpper) => block switch
    {
        '\u2588' => false,
        '\u2580' => !isUpper,
        '\u2584' => isUpper,
        _ => true,
    };
}
