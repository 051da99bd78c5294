using CsCheck;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tunnel;

namespace EdgeStack.Gateway.Tests.Tunnel;

/// <summary>The rules alone, whatever happens in whatever order.</summary>
public sealed class TunnelMachineTests
{
    private static readonly TunnelEvent[] Anything =
    [
        new TunnelEvent.Looked(),
        new TunnelEvent.Polled(null), new TunnelEvent.Polled(0), new TunnelEvent.Polled(1), new TunnelEvent.Polled(4),
        new TunnelEvent.Dialed(Edge: true, Internet: true), new TunnelEvent.Dialed(Edge: false, Internet: true), new TunnelEvent.Dialed(Edge: false, Internet: false),
        new TunnelEvent.Said(new TunnelFact.MetricsAt(new Uri("http://127.0.0.1:1"))), new TunnelEvent.Said(new TunnelFact.Unauthorized("Unauthorized")),
        new TunnelEvent.Said(new TunnelFact.SlotUp(new TunnelSlot(0, "fra08", "quic", null))), new TunnelEvent.Said(new TunnelFact.SlotDown(0)), new TunnelEvent.Said(new TunnelFact.RateLimited()),
        new TunnelEvent.Said(new TunnelFact.QuickServiceDown("down")), new TunnelEvent.Said(new TunnelFact.FellBack()), new TunnelEvent.Said(new TunnelFact.Configured(1)), new TunnelEvent.Said(new TunnelFact.NoNames()),
        new TunnelEvent.Said(new TunnelFact.Prechecked(new TunnelPrecheck("UDP Connectivity", "region1", "fail"))),
        new TunnelEvent.QuickName("a.trycloudflare.com"), new TunnelEvent.Rules([new AstrayRule("a", "http://b")]), new TunnelEvent.InputsChanged(),
        new TunnelEvent.Exited(0, null), new TunnelEvent.Exited(1, "why"), new TunnelEvent.Exited(255, "usage"), new TunnelEvent.Exited(11, null),
    ];

    private static readonly double[] Seconds = [0, 1, 5, 30, 200, 4000];

    private static readonly Gen<(TunnelEvent Happened, double Seconds, bool Starts)[]> Histories =
        Gen.Select(Gen.Int[0, Anything.Length - 1].Select(index => Anything[index]), Gen.Int[0, 5].Select(index => Seconds[index]), Gen.Bool).Array[0, 200];

    [Fact]
    public void There_is_never_a_second_process_whatever_happens() => Gen.Select(Gen.Enum<TunnelMode>().Where(mode => mode is not (TunnelMode.Off or TunnelMode.External)), Histories).Sample((mode, history) =>
    {
        World world = new(mode);
        world.Take(new TunnelEvent.Begun(), starts: true);
        foreach ((TunnelEvent happened, double seconds, bool starts) in history)
        {
            world.Pass(seconds);
            // A process ends only when there is one.
            if (happened is not TunnelEvent.Exited || world.Runs)
                world.Take(happened, starts);
            Assert.NotEmpty(world.Sentence);
        }

        world.Take(new TunnelEvent.Ending(), starts: true);
        if (world.Runs)
            world.Take(new TunnelEvent.Exited(0, null), starts: true);
        Assert.True(world.HasEnded);
    });

    [Fact]
    public void Every_tunnel_comes_back_once_everything_is_well_again() => Gen.Select(Gen.Enum<TunnelMode>().Where(mode => mode is not (TunnelMode.Off or TunnelMode.External)), Histories).Sample((mode, history) =>
    {
        World world = new(mode);
        world.Take(new TunnelEvent.Begun(), starts: true);
        foreach ((TunnelEvent happened, double seconds, bool starts) in history)
        {
            world.Pass(seconds);
            if (happened is not TunnelEvent.Exited || world.Runs)
                world.Take(happened, starts);
        }

        // The files are right, the network is there, cloudflared answers: at most an hour, which is how long a trial of QUIC may be away.
        world.Take(new TunnelEvent.InputsChanged(), starts: true);
        for (int second = 0; second < 3700; second += 5)
        {
            world.Pass(5);
            world.Take(new TunnelEvent.Looked(), starts: true);
            if (world.Runs && world.IsStopping)
                world.Take(new TunnelEvent.Exited(0, null), starts: true);
            else if (world.Runs)
                world.Take(new TunnelEvent.Said(new TunnelFact.MetricsAt(new Uri("http://127.0.0.1:1"))), starts: true);
            if (world.Runs)
                world.Take(new TunnelEvent.Polled(4), starts: true);
        }

        Assert.True(world.State == TunnelState.Ready, world.Sentence);
    });

    // Carries out the orders of starting and stopping, and nothing else.
    private sealed class World(TunnelMode mode)
    {
        private readonly TunnelMachine _machine = new(mode, TunnelProtocol.Auto, TimeSpan.FromSeconds(30), () => 0.5);
        private Moment _now = new(TimeSpan.Zero, DateTimeOffset.UnixEpoch);

        public bool Runs { get; private set; }

        public bool IsStopping { get; private set; }

        public bool HasEnded => _machine.HasEnded;

        public string Sentence => _machine.Describe(_now).Sentence;

        public TunnelState State => _machine.Describe(_now).State;

        public void Pass(double seconds) => _now += TimeSpan.FromSeconds(seconds);

        public void Take(TunnelEvent happened, bool starts)
        {
            if (happened is TunnelEvent.Exited)
                (Runs, IsStopping) = (false, false);
            foreach (TunnelOrder order in _machine.Handle(happened, _now))
            {
                if (order is TunnelOrder.Start)
                    Start(starts);
                else if (order is TunnelOrder.Stop)
                    IsStopping = true;
            }
        }

        private void Start(bool starts)
        {
            Assert.False(Runs, "a second process is started beside the first");
            Runs = starts;
            Take(starts ? new TunnelEvent.Started(4711, CloudflaredVersion.Oldest) : new TunnelEvent.NotStarted("the file is wrong"), starts);
        }
    }
}
