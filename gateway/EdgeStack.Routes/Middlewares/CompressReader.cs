using System.Collections.Immutable;
using YamlDotNet.Core;

namespace EdgeStack.Routes.Middlewares;

internal static class CompressReader
{
    private const string Encodings = "encodings", Included = "includedContentTypes", Excluded = "excludedContentTypes", Minimum = "minResponseBodyBytes";

    public static readonly MiddlewareKind Kind = new("compress", [Encodings, Included, Excluded, Minimum], Read) { NotYet = ["defaultEncoding"] };

    private static MiddlewareSpec.Compress Read(MiddlewareOptions options)
    {
        MiddlewareSpec.Compress standard = new();
        OptionList<string> included = ReadTypes(options, Included), excluded = ReadTypes(options, Excluded);
        if (included.Count > 0 && excluded.Count > 0)
            options.Report(Excluded, "'includedContentTypes' and 'excludedContentTypes' cannot both stand in 'compress'", "keep one of them");
        return new MiddlewareSpec.Compress
        {
            Encodings = options.Has(Encodings) ? ReadEncodings(options) : standard.Encodings,
            IncludedTypes = included,
            ExcludedTypes = excluded,
            MinimumBytes = (int)options.Whole(Minimum, standard.MinimumBytes, 0, 1024 * 1024),
        };
    }

    private static OptionList<string> ReadEncodings(MiddlewareOptions options)
    {
        ImmutableArray<string>.Builder encodings = ImmutableArray.CreateBuilder<string>();
        foreach ((string written, Mark at) in options.Texts(Encodings))
        {
            if (MiddlewareSpec.Compress.Known.Contains(written, StringComparer.Ordinal))
                encodings.Add(written);
            else if (written == "zstd")
                options.ReportNotImplemented(Encodings, "encoding 'zstd' is not implemented in this version", "keep gzip and br");
            else
                options.Report(Encodings, at, $"unknown encoding '{written}'", "write gzip or br");
        }

        return new OptionList<string>(encodings.ToImmutable());
    }

    private static OptionList<string> ReadTypes(MiddlewareOptions options, string option)
    {
        ImmutableArray<string>.Builder types = ImmutableArray.CreateBuilder<string>();
        foreach ((string written, Mark at) in options.Texts(option))
        {
            string type = written.Split(';')[0].Trim().ToLowerInvariant();
            if (type.Split('/') is [{ Length: > 0 } kind, { Length: > 0 } rest] && HeaderSyntax.IsName(kind) && HeaderSyntax.IsName(rest))
                types.Add(type);
            else
                options.Report(option, at, $"'{written}' is not a media type", "write 'application/json' or 'text/*'");
        }

        return new OptionList<string>(types.ToImmutable());
    }
}
