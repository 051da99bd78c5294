namespace EdgeStack.Collector.Sources.Host.FileSystems;

/// <summary>How large a file system is and how much of it is free.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Free">Bytes that are free.</param>
/// <param name="Available">Bytes that others than root can use.</param>
/// <param name="Files">Files it can hold; 0 when it does not count them, as vfat.</param>
/// <param name="FilesFree">Files it can hold more.</param>
internal sealed record FileSystemSize(double Bytes, double Free, double Available, double Files, double FilesFree);
