package dev.locklab.lab;

import dev.locklab.control.ControlCodec;
import dev.locklab.control.Heartbeat;
import dev.locklab.control.Heartbeat.Standing;
import dev.locklab.control.MalformedMessageException;
import dev.locklab.control.MessageBus;
import dev.locklab.control.Order;
import dev.locklab.control.TallyParts;
import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The verifier's side of the control protocol: repeats its order, and hears the workers' reports.
 */
final class ControlChannel implements AutoCloseable {

  /** After how long without a heartbeat a worker counts as dead. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Long enough for a machine on which many workers are just starting. */
  private static final long SUBSCRIBE_SECONDS = 20;

  /** Whoever claims to be one more is not heard. */
  private static final int MOST_MEMBERS = Workload.MOST_THREADS;

  /** A worker as it last reported. */
  record Member(Heartbeat report, @Nullable List<Tally> tallies, long heardAt) {
    String id() {
      return report.id();
    }

    String name() {
      return report.name();
    }

    boolean isAt(@Nullable String run) {
      return run != null && run.equals(report.run());
    }
  }

  private final String lab;
  private final MessageBus control;
  private final MessageBus.Listening reports;
  private final MessageBus.Listening echo;
  private final Thread beacon;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, TallyParts> parts = new HashMap<>();
  private volatile Order order;
  private volatile boolean closed;
  private volatile long echoedAt = System.nanoTime();
  private final AtomicLong heard = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private final Object publishing = new Object();
  private long outage;
  private long news;

  /**
   * @param control closed with the channel
   * @throws UnavailableException if the channels cannot be listened to
   */
  ControlChannel(MessageBus control, String lab, Order first) {
    this.lab = lab;
    this.order = first;
    this.control = control;
    this.reports = control.listen(Heartbeat.CHANNEL, this::receive);
    this.echo = control.listen(Order.CHANNEL, this::overhear);
    this.beacon = new Thread(this::repeat, "beacon");
    try {
      if (!reports.awaitHearing(SUBSCRIBE_SECONDS, TimeUnit.SECONDS)
          || !echo.awaitHearing(SUBSCRIBE_SECONDS, TimeUnit.SECONDS)) {
        close();
        throw new UnavailableException(
            "the channels %s and %s cannot be subscribed to; may the user subscribe?"
                .formatted(Order.CHANNEL, Heartbeat.CHANNEL));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    beacon.setDaemon(true);
    beacon.start();
  }

  /** Gives an order, and repeats it until there is another. */
  void order(Order next) {
    order = next;
    publish();
  }

  Order order() {
    return order;
  }

  /** The living workers that have joined this lab, by name. */
  synchronized List<Member> members() {
    long now = System.nanoTime();
    boolean deaf = deafNanos() > SILENCE_NANOS / 2;
    if (deaf) {
      // What cannot be heard says nothing about who is alive.
      outage = now;
    }
    List<Member> living = new ArrayList<>();
    for (Member member : members.values()) {
      boolean silent = now - Math.max(member.heardAt(), outage) > SILENCE_NANOS;
      if (deaf || !silent) {
        living.add(member);
      }
    }
    living.sort(
        Comparator.comparing((Member member) -> member.name().length())
            .thenComparing(Member::name)
            .thenComparing(Member::id));
    return living;
  }

  /** How many messages have gone over the control so far, of this lab and of others. */
  long heard() {
    return heard.get();
  }

  /** How many messages have come so far that nobody of any lab's can have sent. */
  long malformed() {
    return malformed.get();
  }

  /** For how long not even the verifier's own orders have come back, in nanoseconds. */
  long deafNanos() {
    return System.nanoTime() - echoedAt;
  }

  /** Forgets a worker that is known to be gone. */
  synchronized void forget(String id) {
    members.remove(id);
    parts.remove(id);
  }

  /** Waits until the condition holds, looking whenever something was heard. */
  boolean await(BooleanSupplier condition, long timeout, TimeUnit unit)
      throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    while (true) {
      long known;
      synchronized (this) {
        known = news;
      }
      if (condition.getAsBoolean()) {
        return true;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      synchronized (this) {
        // What was heard while the condition was looked at must not be waited for.
        if (news == known) {
          wait(Math.max(1, Math.min(Heartbeat.BEAT_MILLIS, TimeUnit.NANOSECONDS.toMillis(left))));
        }
      }
    }
  }

  /** The orders of this lab, which come back to it, and those of others. */
  private void overhear(String message) {
    heard.incrementAndGet();
    echoedAt = System.nanoTime();
    try {
      ControlCodec.order(message);
    } catch (MalformedMessageException e) {
      malformed.incrementAndGet();
    }
  }

  private void receive(String message) {
    heard.incrementAndGet();
    try {
      receive(ControlCodec.report(message));
    } catch (MalformedMessageException e) {
      malformed.incrementAndGet();
    }
  }

  private synchronized void receive(Heartbeat report) throws MalformedMessageException {
    news++;
    notifyAll();
    String id = report.id();
    if (!lab.equals(report.lab()) || report.standing() == Standing.LEFT) {
      forget(id);
      return;
    }
    Member known = members.get(id);
    if (known == null && members.size() >= MOST_MEMBERS) {
      throw new MalformedMessageException("there are " + MOST_MEMBERS + " workers already");
    }
    List<Tally> tallies = null;
    if (known != null && known.isAt(report.run())) {
      tallies = known.tallies();
    } else {
      parts.remove(id);
    }
    members.put(id, new Member(report, tallies, System.nanoTime()));
    Heartbeat.Part part = report.part();
    if (part != null && tallies == null && isInTeam(id)) {
      tallies = parts.computeIfAbsent(id, none -> new TallyParts()).add(part);
      members.put(id, new Member(report, tallies, System.nanoTime()));
    }
  }

  private boolean isInTeam(String id) {
    return order.team().stream().anyMatch(member -> member.id().equals(id));
  }

  private void repeat() {
    while (!closed) {
      publish();
      try {
        TimeUnit.MILLISECONDS.sleep(Heartbeat.BEAT_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /**
   * One at a time: a repeated order that came after the next one would be taken for a newer one,
   * and a RECRUIT among them for a run given up.
   */
  private void publish() {
    try {
      synchronized (publishing) {
        control.publish(Order.CHANNEL, ControlCodec.encode(order));
      }
    } catch (StoreException e) {
      // The control is down: the next beat tries again.
    }
  }

  @Override
  public void close() {
    closed = true;
    beacon.interrupt();
    reports.close();
    echo.close();
    control.close();
  }
}
