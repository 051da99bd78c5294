namespace EdgeStack.Provisioning.Commands;

/// <summary>The exit codes of the command line, one meaning each in every command.</summary>
internal static class ExitCode
{
    public const int Fine = 0;
    public const int Failure = 1;
    public const int ProblemsFound = 2;
    public const int SomeHostsFailed = 3;
    public const int Unreachable = 4;
    public const int Locked = 5;
    public const int VerificationFailed = 6;
    public const int Usage = 64;
    public const int Interrupted = 130;
}
