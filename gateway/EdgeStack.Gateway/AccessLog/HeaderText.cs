using System.Text;
using System.Text.Unicode;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Header values as people read them: the listener hands over bytes as Latin-1, most of which are UTF-8.</summary>
internal static class HeaderText
{
    public static string Readable(string value)
    {
        if (Ascii.IsValid(value))
            return value;
        byte[] bytes = Encoding.Latin1.GetBytes(value);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : value;
    }
}
