using System.Text;

namespace EdgeStack.Provisioning.Remote;

/// <summary>Notices that sudo asks: it writes its prompt, which we choose, to standard error.</summary>
internal sealed class SudoPrompt(string mark)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _said = new();
    private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;

    /// <summary>Letters and digits only.</summary>
    public string Text { get; } = $"{mark}asks";

    public bool IsAnswered { get; private set; }

    /// <summary>Done when it asks, and after an answer when it asks again.</summary>
    public Task Asked
    {
        get
        {
            lock (_gate)
                return _asked.Task;
        }
    }

    /// <summary>More of standard error.</summary>
    public void Look(string text)
    {
        lock (_gate)
        {
            // A prompt stands within the first lines of a session; what a script says later is no business of ours.
            if (_said.Length > 64 * 1024)
                return;
            _said.Append(text);
            int count = _said.ToString().Split(Text).Length - 1;
            if (count <= _seen)
                return;
            _seen = count;
            _asked.TrySetResult();
        }
    }

    /// <summary>The password is on its way.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            IsAnswered = true;
            _asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>What was said beside the prompts.</summary>
    public string Without(string error) => error.Replace(Text, "", StringComparison.Ordinal);
}
