using System.Text;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Drafting;

/// <summary>Reads an Ansible inventory in the form of an INI file.</summary>
/// <param name="file">Its name, for problems.</param>
internal sealed class AnsibleIni(string file)
{
    private readonly AnsibleGroups _groups = new();
    private readonly List<Problem> _problems = [];

    public (AnsibleGroups Groups, IReadOnlyList<Problem> Problems) Read(string text)
    {
        string group = "ungrouped", kind = "";
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            // A line of hosts may begin with a range: [a:c].example.com.
            if (line[0] == '[' && WithoutComment(line) is [.., ']'] section)
            {
                string[] parts = section[1..^1].Split(':', 2);
                (group, kind) = (parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : "");
                if (kind is not ("" or "children" or "vars"))
                    Tell(number, $"[{group}:{kind}] is no section", "sections are [GROUP], [GROUP:children] and [GROUP:vars]");
                continue;
            }

            ReadLine(line, group, kind, number);
        }

        return (_groups, _problems);
    }

    private void ReadLine(string line, string group, string kind, int number)
    {
        if (kind == "children")
            _groups.AddChild(group, WithoutComment(line));
        else if (kind == "vars" && line.Split('=', 2) is [var name, var value])
            _groups.SetVariable(group, name.Trim(), Unquoted(value.Trim()));
        else if (kind == "vars")
            Tell(number, "a variable has no value", "NAME=VALUE");
        else if (kind == "")
            ReadHosts(line, group, number);
    }

    private void ReadHosts(string line, string group, int number)
    {
        List<string> words = Words(line);
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (string word in words.Skip(1))
        {
            if (word.Split('=', 2) is [var name, var value])
                variables[name] = value;
            else
                Tell(number, $"'{word}' is no variable", "behind a host stands NAME=VALUE");
        }

        // host:port, as long as it is no IPv6 address; a range has its colons between brackets.
        string pattern = words[0];
        int colon = pattern.LastIndexOf(':');
        if (colon > pattern.LastIndexOf(']') && pattern.IndexOf(':', pattern.LastIndexOf(']') + 1) == colon)
        {
            variables.TryAdd("ansible_port", pattern[(colon + 1)..]);
            pattern = pattern[..colon];
        }

        if (HostPattern.Expand(pattern) is not { } hosts)
            Tell(number, $"'{pattern}' is no name of hosts, or of more than {HostPattern.Most}", "web[1:3] is three");
        else
        {
            foreach (string host in hosts)
                _groups.AddHost(group, host, variables);
        }
    }

    /// <summary>Words between blanks; blanks between quotes are part of a word, and what begins with # is said to people.</summary>
    private static List<string> Words(string line)
    {
        List<string> words = [];
        StringBuilder word = new();
        char quote = '\0';
        bool isOpen = false;
        foreach (char letter in line)
        {
            if (quote == '\0' && letter == '#' && !isOpen)
                break;
            if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                if (isOpen)
                    words.Add(word.ToString());
                word.Clear();
                isOpen = false;
                continue;
            }

            isOpen = true;
            if (quote == '\0' && letter is '"' or '\'')
                quote = letter;
            else if (letter == quote)
                quote = '\0';
            else
                word.Append(letter);
        }

        if (isOpen)
            words.Add(word.ToString());
        return words;
    }

    private static string WithoutComment(string line) => line.Split(" #", 2)[0].TrimEnd();

    private static string Unquoted(string value) => value is ['"', .., '"'] or ['\'', .., '\''] && value.Length > 1 ? value[1..^1] : WithoutComment(value);

    private void Tell(int line, string message, string fix) => _problems.Add(new Problem(Severity.Error, new SourceLocation(file, file, line, 1), message, fix));
}
