using YamlDotNet.Core;

namespace EdgeStack.Routes.Middlewares;

/// <summary>Something in the list <c>middlewares</c> that cannot be served as written.</summary>
/// <param name="At">Where, in the text that was loaded.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to write instead, when that can be known.</param>
/// <param name="Kind">Wrong, unknown, or not implemented.</param>
/// <param name="Protects">Whether it keeps somebody or something out, so that nothing may be served without it.</param>
public sealed record MiddlewareProblem(Mark At, string Message, string? Fix, MiddlewareProblemKind Kind, bool Protects);
