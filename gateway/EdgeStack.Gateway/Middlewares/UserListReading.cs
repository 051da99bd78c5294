namespace EdgeStack.Gateway.Middlewares;

/// <summary>The users as they are now.</summary>
/// <param name="Users">Null when there are none: then nobody is let in.</param>
/// <param name="Fault">What the owner has to know; without anything secret.</param>
internal sealed record UserListReading(UserList? Users, string? Fault = null)
{
    /// <summary>Makes a list of what was read.</summary>
    public static UserListReading Of(string place, Routes.Middlewares.HtpasswdReading reading)
    {
        string? faults = reading.Faults.IsEmpty ? null : $"{place}: {string.Join("; ", reading.Faults.Take(3))}";
        return reading.Users.IsEmpty ? new UserListReading(null, faults ?? $"{place} holds no user") : new UserListReading(new UserList(reading.Users), faults);
    }
}
