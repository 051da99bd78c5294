namespace EdgeStack.Routes.Table;

/// <summary>Lists of entries in the order in which they are tried.</summary>
internal static class EntryOrder
{
    /// <summary>A list without what is gone and with what has come; the list itself stays as it is.</summary>
    /// <param name="before">In order.</param>
    /// <param name="gone">Targets of entries that are left out.</param>
    /// <param name="come">In order.</param>
    public static TableEntry<TTarget>[] Changed<TTarget>(TableEntry<TTarget>[] before, IReadOnlySet<TTarget> gone, IReadOnlyList<TableEntry<TTarget>> come)
    {
        List<TableEntry<TTarget>> after = new(before.Length + come.Count);
        int next = 0;
        foreach (TableEntry<TTarget> entry in before)
        {
            if (gone.Count > 0 && gone.Contains(entry.Target))
                continue;
            for (; next < come.Count && TableEntry<TTarget>.Compare(come[next], entry) < 0; next++)
                after.Add(come[next]);
            after.Add(entry);
        }

        for (; next < come.Count; next++)
            after.Add(come[next]);
        return [.. after];
    }
}
