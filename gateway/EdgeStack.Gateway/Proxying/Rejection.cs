using System.Collections.Frozen;
using System.Text;
using EdgeStack.Routes.Targets;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Why a request must not go further, with the answer to it. A closed list: the reason is a label.</summary>
internal sealed record Rejection(int Status, byte[] Body, string Reason)
{
    private static readonly byte[] Ambiguous = Encoding.ASCII.GetBytes("400: this request cannot be read in one way only.\n");

    public static readonly Rejection Trace = new(StatusCodes.Status405MethodNotAllowed, Encoding.ASCII.GetBytes("405: this method is not allowed here.\n"), "method");
    public static readonly Rejection UnknownMethod = new(StatusCodes.Status501NotImplemented, Encoding.ASCII.GetBytes("501: this method is not known here.\n"), "method");
    public static readonly Rejection EncodedByte = new(StatusCodes.Status400BadRequest, Ambiguous, "encoded_byte");
    public static readonly Rejection TargetCharacter = new(StatusCodes.Status400BadRequest, Ambiguous, "target_character");
    public static readonly Rejection Header = new(StatusCodes.Status400BadRequest, Ambiguous, "header");
    public static readonly Rejection Host = new(StatusCodes.Status400BadRequest, Ambiguous, "host");
    public static readonly Rejection BodyLength = new(StatusCodes.Status400BadRequest, Ambiguous, "body_length");
    public static readonly Rejection TransferCoding = new(StatusCodes.Status501NotImplemented, Encoding.ASCII.GetBytes("501: this transfer coding is not known here.\n"), "transfer_coding");
    public static readonly Rejection Expectation = new(StatusCodes.Status417ExpectationFailed, Encoding.ASCII.GetBytes("417: nothing but 100-continue can be expected here.\n"), "expectation");
    public static readonly Rejection BodySize = new(StatusCodes.Status413PayloadTooLarge, Refusals.BodyTooLarge, "body_size");
    public static readonly Rejection Upgrade = new(StatusCodes.Status400BadRequest, Ambiguous, "upgrade");
    public static readonly Rejection Loop = new(StatusCodes.Status508LoopDetected, Encoding.ASCII.GetBytes("508: this request has been here before.\n"), "loop");

    private static readonly FrozenDictionary<TargetFault, Rejection> ByFault = new Dictionary<TargetFault, string>
    {
        [TargetFault.NotAPath] = "not_a_path",
        [TargetFault.Fragment] = "fragment",
        [TargetFault.ControlCharacter] = "control_character",
        [TargetFault.BrokenEncoding] = "broken_encoding",
        [TargetFault.NotUtf8] = "not_utf8",
        [TargetFault.DotSegment] = "dot_segment",
    }.ToFrozenDictionary(pair => pair.Key, pair => new Rejection(StatusCodes.Status400BadRequest, Ambiguous, pair.Value));

    public static Rejection Of(TargetFault fault) => ByFault[fault];

    /// <summary>The reason for what Kestrel refused by itself: it tells them apart by the status only.</summary>
    public static string ReasonOfServer(int status) => status switch
    {
        StatusCodes.Status405MethodNotAllowed => "method",
        StatusCodes.Status408RequestTimeout => "header_timeout",
        StatusCodes.Status414UriTooLong => "target_size",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "header_size",
        StatusCodes.Status505HttpVersionNotsupported => "version",
        _ => "syntax",
    };
}
