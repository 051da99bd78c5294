namespace EdgeStack.Routes.Rules;

/// <summary>Headers and query of a request, wherever it is held: in the server, or on a command line that asks what would happen.</summary>
public interface IRequestFields
{
    /// <summary>True when one of the lines of that header passes the test. Names are compared without case.</summary>
    bool AnyHeader(string name, ValueTest test);

    /// <summary>True when one of the values of that query key passes the test. A key without <c>=</c> has an empty value.</summary>
    bool AnyQueryValue(string key, ValueTest test);
}
