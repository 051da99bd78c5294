using System.Text;

namespace EdgeStack.Provisioning.Tests;

/// <summary>Collects text and lets a test wait until some of it is there.</summary>
internal sealed class WatchedWriter : TextWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        lock (_gate)
        {
            _text.Append(value);
            _changed.TrySetResult();
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public async Task WaitForAsync(string text)
    {
        using CancellationTokenSource timeout = new(Patience);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_text.ToString().Contains(text, StringComparison.Ordinal))
                    return;
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"'{text}' was not written within {Patience.TotalSeconds} s, but:\n{this}");
            }
        }
    }

    public override string ToString()
    {
        lock (_gate)
            return _text.ToString();
    }
}
