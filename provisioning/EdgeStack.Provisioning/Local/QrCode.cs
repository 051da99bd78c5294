using System.Collections;
using System.Text;
using QRCoder;

namespace EdgeStack.Provisioning.Local;

/// <summary>A text as a QR code for a terminal: two rows of the code in one line of half blocks.</summary>
internal static class QrCode
{
    /// <summary>
    /// Light squares are blocks and dark ones are spaces, with the quiet zone that readers want; to be shown white on black, whatever the terminal's own
    /// colours are.
    /// </summary>
    public static IReadOnlyList<string> Lines(string text)
    {
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        List<BitArray> rows = code.ModuleMatrix;
        List<string> lines = [];
        for (int y = 0; y < rows.Count; y += 2)
        {
            StringBuilder line = new(rows.Count);
            for (int x = 0; x < rows.Count; x++)
                line.Append(Block(isUpperLight: !rows[y][x], isLowerLight: y + 1 < rows.Count && !rows[y + 1][x]));
            lines.Add(line.ToString());
        }

        return lines;
    }

    private static char Block(bool isUpperLight, bool isLowerLight) => (isUpperLight, isLowerLight) switch
    {
        (true, true) => '\u2588',
        (true, false) => '\u2580',
        (false, true) => '\u2584',
        _ => ' ',
    };
}
