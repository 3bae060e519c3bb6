package dev.locklab.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.locklab.options.UnavailableException;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Subscription;
import dev.locklab.run.Json;
import dev.locklab.run.Order;
import dev.locklab.run.Report;
import dev.locklab.run.Report.Standing;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The verifier's side of the control protocol: repeats its order, and hears the workers' reports.
 */
final class Board implements AutoCloseable {

  /** After how long without a heartbeat a worker counts as dead. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long SUBSCRIBE_SECONDS = 5;

  /** A worker as it last reported. */
  record Member(Report report, @Nullable List<Tally> tallies, long heardAt) {
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
  private final RedisClient control;
  private final Subscription reports;
  private final Subscription echo;
  private final Thread beacon;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, Map<Integer, String>> parts = new ConcurrentHashMap<>();
  private volatile Order order;
  private volatile boolean closed;
  private volatile long echoedAt = System.nanoTime();
  private final AtomicLong heard = new AtomicLong();
  private final Object publishing = new Object();
  private long outage;
  private long news;

  Board(RedisAddress address, String lab, Order first) {
    this.lab = lab;
    this.order = first;
    this.control = address.client("locklab-verifier");
    this.reports = new Subscription(address, "locklab-verifier", Report.CHANNEL, this::receive);
    this.echo =
        new Subscription(
            address,
            "locklab-verifier",
            Order.CHANNEL,
            message -> {
              heard.incrementAndGet();
              echoedAt = System.nanoTime();
            });
    this.beacon = new Thread(this::repeat, "beacon");
    try {
      if (!reports.awaitSubscribed(SUBSCRIBE_SECONDS, TimeUnit.SECONDS)
          || !echo.awaitSubscribed(SUBSCRIBE_SECONDS, TimeUnit.SECONDS)) {
        close();
        throw new UnavailableException(
            "channels cannot be subscribed to at " + address + "; may the user subscribe?");
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
          wait(Math.max(1, Math.min(Report.BEAT_MILLIS, TimeUnit.NANOSECONDS.toMillis(left))));
        }
      }
    }
  }

  private synchronized void receive(String message) {
    heard.incrementAndGet();
    news++;
    Report report;
    try {
      report = Json.MAPPER.readValue(message, Report.class);
    } catch (JsonProcessingException e) {
      return; // Not a report of the lab's: anybody may publish on a channel.
    }
    if (!lab.equals(report.lab())) {
      members.remove(report.id());
      return;
    }
    if (report.standing() == Standing.LEFT) {
      members.remove(report.id());
      notifyAll();
      return;
    }
    Member known = members.get(report.id());
    List<Tally> tallies = null;
    if (known != null && report.run() != null && known.isAt(report.run())) {
      tallies = known.tallies();
    } else {
      parts.remove(report.id());
    }
    Report.Part part = report.part();
    if (part != null && tallies == null) {
      Map<Integer, String> arrived =
          parts.computeIfAbsent(report.id(), none -> new ConcurrentHashMap<>());
      arrived.put(part.index(), part.text());
      if (arrived.size() == part.of()) {
        tallies = assemble(arrived, part.of());
      }
    }
    members.put(report.id(), new Member(report, tallies, System.nanoTime()));
    notifyAll();
  }

  private static @Nullable List<Tally> assemble(Map<Integer, String> arrived, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(arrived.get(i));
    }
    try {
      return Json.MAPPER.readValue(text.toString(), new TypeReference<List<Tally>>() {});
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private void repeat() {
    while (!closed) {
      publish();
      try {
        TimeUnit.MILLISECONDS.sleep(Report.BEAT_MILLIS);
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
        control.publish(Order.CHANNEL, Json.MAPPER.writeValueAsString(order));
      }
    } catch (JedisException e) {
      // The control is down: the next beat tries again.
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
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
