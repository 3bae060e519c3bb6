package dev.locklab.scenario;

import dev.locklab.scenario.Proxy.Way;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What lies between one worker and the server, as a script breaks it. */
public final class NetworkActor {

  private static final Duration SILENCE = Duration.ofMillis(500);
  private static final Duration SLOWEST = Duration.ofSeconds(10);

  private final Scene scene;
  private final String worker;
  private final Proxy proxy;

  NetworkActor(Scene scene, String worker, Proxy proxy) {
    this.scene = scene;
    this.worker = worker;
    this.proxy = proxy;
  }

  /**
   * As soon as that is so, nothing that the server says reaches the worker any more, and it does
   * not notice. It is looked at before each reply goes on, so that the reply to whatever brings it
   * about is the first to be lost.
   */
  public void losesRepliesAfter(BooleanSupplier moment) {
    if (scene.fault(worker, "gets no reply any more")) {
      proxy.swallow(Way.REPLIES, moment);
    }
  }

  /** From now on nothing that the worker says reaches the server, and it does not notice. */
  public void losesRequests() {
    if (scene.fault(worker, "is not heard any more")) {
      proxy.swallow(Way.REQUESTS);
    }
  }

  /** From now on nothing goes through either way, and neither side notices. */
  public void halfOpen() {
    if (scene.fault(worker, "has a link that swallows everything")) {
      proxy.swallow(Way.REQUESTS);
      proxy.swallow(Way.REPLIES);
    }
  }

  /** From now on the worker can make no new connections; those that it has stay. */
  public void refuse() {
    if (scene.fault(worker, "can make no new connections")) {
      proxy.refuse();
    }
  }

  /** Ends the worker's connections, and lets it make new ones: what was lost stays lost. */
  public void reset() {
    proxy.mend();
    proxy.reset();
    scene.saw(worker, "has lost its connections, and can make new ones");
  }

  /** Everything takes that much longer either way, give or take half of it. */
  public void delay(Duration oneWay) {
    if (scene.fault(worker, "has a slow link")) {
      proxy.delay(oneWay.toNanos());
    }
  }

  /** Lets everything through again. */
  public void mend() {
    proxy.mend();
    scene.saw(worker, "has its link again");
  }

  /** Whether the server does not answer over this link, to somebody who asks anew. */
  public boolean isSilent() {
    return proxy.roundTrip(SILENCE) == null;
  }

  /** How long a round trip over this link takes, to somebody who asks anew. */
  public Duration roundTrip() {
    Duration trip = proxy.roundTrip(SLOWEST);
    return trip == null ? SLOWEST : trip;
  }

  /** How many bytes of the server's have been lost. */
  public long repliesLost() {
    return proxy.lost(Way.REPLIES);
  }

  /** How many bytes of the worker's have been lost. */
  public long requestsLost() {
    return proxy.lost(Way.REQUESTS);
  }
}
