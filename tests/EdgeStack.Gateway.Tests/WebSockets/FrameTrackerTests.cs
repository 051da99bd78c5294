using System.Runtime.InteropServices;
using EdgeStack.Gateway.WebSockets;

namespace EdgeStack.Gateway.Tests.WebSockets;

public sealed class FrameTrackerTests
{
    private static readonly int[] Lengths = [0, 1, 2, 125, 126, 127, 65535, 65536, 70000];
    private static readonly int[] Opcodes = [Frames.Continuation, Frames.Text, Frames.Binary, Frames.Ping, 10];
    private static readonly int[] LongestPieces = [1, 3, 20, 100_000, 1_000_000];

    [Fact]
    public void Any_frames_cut_into_any_pieces_are_tracked_exactly()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            List<byte> bytes = [];
            List<int> ends = [];
            for (int i = random.Next(1, 12); i > 0; i--)
            {
                int length = random.Next(8) == 0 ? Lengths[random.Next(Lengths.Length)] : random.Next(300);
                bytes.AddRange(Frames.Whole(Opcodes[random.Next(Opcodes.Length)], length, masked: random.Next(2) == 0, final: random.Next(2) == 0));
                ends.Add(bytes.Count);
            }

            FrameTracker tracker = new();
            int longest = LongestPieces[random.Next(LongestPieces.Length)];
            for (int at = 0, frame = 0; at < bytes.Count;)
            {
                ReadOnlySpan<byte> piece = CollectionsMarshal.AsSpan(bytes).Slice(at, Math.Min(random.Next(1, longest + 1), bytes.Count - at));
                FrameTracker other = tracker;
                int next = ends[frame];
                Assert.Equal(Math.Min(next - at, piece.Length), other.FollowFrame(piece));
                Assert.Equal(next <= at + piece.Length, other.IsBetweenFrames);
                tracker.Follow(piece);
                at += piece.Length;
                Assert.True(tracker.IsBetweenFrames == (ends.BinarySearch(at) >= 0), $"seed {seed}, byte {at}");
                while (frame < ends.Count && ends[frame] <= at)
                    frame++;
            }

            Assert.False(tracker.IsClosed);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_close_frame_is_seen_with_its_last_byte_and_only_as_a_frame(bool masked)
    {
        FrameTracker tracker = new();
        tracker.Follow(Frames.Whole(Frames.Text, 64, masked)); // its payload is full of them
        Assert.False(tracker.IsClosed);
        byte[] close = Frames.Whole(Frames.Close, 2, masked);
        tracker.Follow(close.AsSpan(0, close.Length - 1));
        Assert.False(tracker.IsClosed || tracker.IsBetweenFrames);
        tracker.Follow(close.AsSpan(close.Length - 1));
        Assert.True(tracker.IsClosed && tracker.IsBetweenFrames);
    }

    [Theory]
    [InlineData(1UL << 31)]
    [InlineData(1UL << 32)]
    [InlineData((1UL << 63) - 1)]
    public void A_payload_may_be_as_long_as_the_protocol_has_it(ulong length)
    {
        FrameTracker tracker = new();
        tracker.Follow(Frames.Header(Frames.Binary, length, masked: true));
        byte[] megabyte = Frames.Payload(1 << 20);
        ulong followed = 0;
        for (; followed < 64UL << 20; followed += (ulong)megabyte.Length)
            tracker.Follow(megabyte);
        Assert.False(tracker.IsBetweenFrames);
        if (length > 1UL << 32)
            return;
        for (; followed < length - (ulong)megabyte.Length; followed += (ulong)megabyte.Length)
            tracker.Follow(megabyte);
        tracker.Follow(megabyte.AsSpan(1));
        Assert.False(tracker.IsBetweenFrames);
        tracker.Follow(megabyte.AsSpan(0, 1));
        Assert.True(tracker.IsBetweenFrames);
    }
}
