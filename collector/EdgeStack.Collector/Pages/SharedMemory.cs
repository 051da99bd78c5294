using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace EdgeStack.Collector.Pages;

/// <summary>
/// The web server's memory, out of the pool that the program has anyhow. Its own pools look every ten seconds whether they may give something back, which wakes a worker, the
/// pool's watch and the finalizer: more than a program costs that is asked every fifteen seconds.
/// </summary>
internal sealed class SharedMemory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => MemoryPool<byte>.Shared;
}
