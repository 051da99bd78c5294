using System.Buffers.Text;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>
/// Reads out of <c>grpc-status-details-bin</c> when a gRPC server wants to be asked again: a <c>google.rpc.Status</c> in base64, whose details (3) each have a type (1) and a message (2); that of
/// a <c>google.rpc.RetryInfo</c> has a duration (1) of seconds (1) and nanoseconds (2).
/// </summary>
internal static class RetryDelay
{
    private const long Longest = 24 * 60 * 60; // Nobody waits for as long; more of them would be no TimeSpan.

    /// <summary>After how long; null when it does not say that it is to be asked again.</summary>
    public static TimeSpan? Read(string? details)
    {
        if (details is null || Decoded(details) is not { } bytes)
            return null;
        ProtobufFields status = new(bytes);
        while (status.Next())
        {
            if (status.Field == 3 && OfDetail(status.Bytes) is { } after)
                return after;
        }

        return null;
    }

    private static TimeSpan? OfDetail(ReadOnlySpan<byte> detail)
    {
        bool isOurs = false;
        ReadOnlySpan<byte> message = [];
        ProtobufFields any = new(detail);
        while (any.Next())
        {
            if (any.Field == 1)
                isOurs = any.Bytes.EndsWith("/google.rpc.RetryInfo"u8);
            else if (any.Field == 2)
                message = any.Bytes;
        }

        return isOurs ? Delay(message) : null;
    }

    private static TimeSpan Delay(ReadOnlySpan<byte> message)
    {
        TimeSpan delay = TimeSpan.Zero;
        ProtobufFields info = new(message);
        while (info.Next())
        {
            ProtobufFields duration = new(info.Field == 1 ? info.Bytes : []);
            while (duration.Next())
            {
                if (duration.Field == 1)
                    delay += TimeSpan.FromSeconds(Math.Clamp((long)duration.Number, 0, Longest));
                else if (duration.Field == 2)
                    delay += TimeSpan.FromMicroseconds(Math.Clamp((long)duration.Number, 0, 999_999_999) / 1000);
            }
        }

        return delay;
    }

    // gRPC leaves the padding out, or not.
    private static byte[]? Decoded(string base64)
    {
        try
        {
            return Base64Url.DecodeFromChars(base64.Replace('+', '-').Replace('/', '_'));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
