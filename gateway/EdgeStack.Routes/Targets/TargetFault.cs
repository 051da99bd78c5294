namespace EdgeStack.Routes.Targets;

/// <summary>Why a target cannot be read in one way only.</summary>
public enum TargetFault
{
    None,

    /// <summary>It is neither a path, a URL nor an asterisk.</summary>
    NotAPath,

    /// <summary>It has a fragment, which never leaves a browser.</summary>
    Fragment,

    /// <summary>It has a control character, plain or encoded.</summary>
    ControlCharacter,

    /// <summary>A percent sign is not followed by two hexadecimal digits.</summary>
    BrokenEncoding,

    /// <summary>What it decodes to is not UTF-8.</summary>
    NotUtf8,

    /// <summary>It has <c>.</c> or <c>..</c> as a segment, in whatever spelling.</summary>
    DotSegment,
}
