namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>The time of a reading was used up before the server could be asked. It says nothing about the server.</summary>
internal sealed class BudgetSpentException() : Exception("the time of the reading is used up");
