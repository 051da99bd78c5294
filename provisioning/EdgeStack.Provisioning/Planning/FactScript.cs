using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Planning;

/// <summary>Questions to a node as one script, and its output as answers: one JSON object a line, <c>{"fact":3,"exit":0,"value":"base64"}</c>.</summary>
internal sealed class FactScript(IEnumerable<FactQuery> queries)
{
    // One that hangs (a mount whose server is gone) must not take the others along.
    private const int SecondsEach = 20;

    // A file lies on the disk that the node was started from, unless a link leads elsewhere: looking at it needs neither a shell nor a limit of its own, each of which takes a board
    // some milliseconds to start.

    private readonly ImmutableArray<FactQuery> _queries = [.. queries.Distinct()];

    public int Count => _queries.Length;

    /// <summary>Shell; no secret is in it.</summary>
    public string Text
    {
        get
        {
            StringBuilder text = new("""
                ask() {
                  timeout -k 5 "$2" sh -c "$3" </dev/null 2>/dev/null >"$es_answer"
                  tell "$1" "$?"
                }
                look() {
                  if [ -L "$3" ]; then
                    ask "$1" "$2" "$4"
                  else
                    (eval "$4") </dev/null 2>/dev/null >"$es_answer"
                    tell "$1" "$?"
                  fi
                }
                tell() {
                  printf '{"fact":%s,"exit":%s,"value":"' "$1" "$2"
                  base64 -w0 <"$es_answer"
                  printf '"}\n'
                }
                es_answer=$(mktemp /run/edgestack-fact.XXXXXXXX)

                """);
            for (int index = 0; index < _queries.Length; index++)
                text.Append(CultureInfo.InvariantCulture, $"{(_queries[index] is FactQuery.File file ? $"look {index} {SecondsEach} {ShellText.Quote(file.Path)}" : $"ask {index} {SecondsEach}")} {ShellText.Quote(_queries[index].Script)}\n");
            return text.Append("rm -f \"$es_answer\"\n").ToString();
        }
    }

    /// <summary>Everything at its slowest.</summary>
    public TimeSpan Limit => TimeSpan.FromSeconds(60 + (SecondsEach * Math.Min(Count, 6)));

    /// <param name="output">What the node said.</param>
    /// <param name="asked">By the operator's clock: when it was asked, and when the answer was there.</param>
    /// <exception cref="FormatException">The output is not that of this script.</exception>
    public Facts Read(string output, (DateTimeOffset Begin, DateTimeOffset End)? asked = null)
    {
        Dictionary<FactQuery, FactAnswer> answers = [];
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                JsonElement answer = document.RootElement;
                answers[_queries[answer.GetProperty("fact").GetInt32()]] = new FactAnswer(answer.GetProperty("exit").GetInt32(), answer.GetProperty("value").GetBytesFromBase64());
            }
            catch (Exception foreign) when (foreign is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
            {
                throw new FormatException($"the node answers with something else than facts: {line[..Math.Min(line.Length, 200)]}", foreign);
            }
        }

        return answers.Count == _queries.Length ? new Facts(answers) { Asked = asked } : throw new FormatException($"the node answered {answers.Count} of {_queries.Length} questions");
    }
}
