using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Tests.Middlewares;

internal static class Yaml
{
    public static YamlNode Load(string text)
    {
        YamlStream stream = new();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }
}
