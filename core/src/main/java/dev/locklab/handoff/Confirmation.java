package dev.locklab.handoff;

import java.util.concurrent.TimeUnit;

/**
 * How long a grant may go unconfirmed before whoever gave it passes it on: longer where the server
 * answers slowly, and where its client is still subscribed; and never so long that a client that
 * has stopped holds up the others for more than a tenth of a second. Knows besides how long ago the
 * server did something, at the most.
 */
final class Confirmation {

  private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(45);
  private static final long MOST = TimeUnit.MILLISECONDS.toNanos(60);

  /**
   * How much longer a client has that is subscribed, and so is stopped or slow rather than gone.
   */
  private static final long SPARED = TimeUnit.MILLISECONDS.toNanos(35);

  /** A grant that has come later than that is confirmed at once, for its client may be slow. */
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(1);

  /** How many round trips the deadline leaves for a grant to come and to be confirmed. */
  private static final int ROUND_TRIPS = 16;

  /** A weight of one in so many for the last round trip, as TCP smooths its own (RFC 6298). */
  private static final int SMOOTHING = 8;

  /** After that time two clocks may have come apart by too much. */
  private static final long DRIFTS = TimeUnit.MINUTES.toNanos(1);

  private volatile long roundTrip;
  private volatile Sample sample = new Sample(0, 0);

  /** What the server's clock showed at some time after that. */
  private record Sample(long sent, long micros) {}

  /**
   * Learns from a call whose reply tells the server's time.
   *
   * @param sent when it was sent, by {@link System#nanoTime}
   * @param micros the server's time, or a token, which is the same
   */
  void learn(long sent, long micros) {
    learnRoundTrip(sent);
    sample = new Sample(sent, micros);
  }

  /** Learns from a call's duration. */
  void learnRoundTrip(long sent) {
    long took = System.nanoTime() - sent;
    long known = roundTrip;
    roundTrip = known == 0 ? took : known + (took - known) / SMOOTHING;
  }

  /** The round trip to the server, smoothed, in nanoseconds. */
  long roundTrip() {
    return roundTrip;
  }

  /** How long whoever gives a grant waits, in nanoseconds. */
  long deadline() {
    return Math.max(LEAST, Math.min(MOST, ROUND_TRIPS * roundTrip));
  }

  /** How long it waits once more for one that is subscribed. */
  long respite() {
    return SPARED;
  }

  /** Whether a grant with that token was long on its way for one in time. */
  boolean isSlow(long token, long now) {
    return ago(token, now) > SLOW;
  }

  /** How long ago that token was given at the most; negative where a clock has stepped. */
  private long ago(long token, long now) {
    Sample known = sample;
    return now - known.sent - (token - known.micros) * 1_000;
  }

  /**
   * Whether a grant with that token may be so old already that it will have been passed on before
   * its holder confirms it by itself. Where the server's clock has stepped it says so of new ones
   * too, which costs them a round trip.
   */
  boolean isSuspect(long token, long now) {
    Sample known = sample;
    long ago = ago(token, now);
    return known.micros == 0 || ago < 0 || ago > LEAST / 4 || now - known.sent > DRIFTS;
  }
}
