namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Somebody who wants to know what the sources hold, after it serves. Called on the feed's loop: must not wait.</summary>
internal interface IFeedFollower
{
    void Published(FeedState state, SourceHealth health);
}
