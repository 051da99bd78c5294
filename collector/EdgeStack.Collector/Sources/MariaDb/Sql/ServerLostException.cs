namespace EdgeStack.Collector.Sources.MariaDb.Sql;

/// <summary>There is no connection to the server, or none any more. The message says why, in words for people, and holds no secret.</summary>
internal sealed class ServerLostException(string message) : Exception(message);
