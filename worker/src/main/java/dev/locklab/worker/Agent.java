package dev.locklab.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Subscription;
import dev.locklab.run.Json;
import dev.locklab.run.Order;
import dev.locklab.run.Report;
import dev.locklab.run.Report.Standing;
import dev.locklab.run.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A worker's side of the control protocol: waits for Redis, joins a lab, obeys its orders, reports.
 * It keeps no settings of a run; see {@link Order} and {@link Report}.
 */
final class Agent implements AutoCloseable {

  /** After how long without any order an agent that nobody started gives its lab up for lost. */
  private static final long LAB_LOST_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** How often tallies that were not acknowledged are sent again. */
  private static final long RESEND_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final RedisAddress subject;
  private final Function<String, RedisAddress> node;
  private final RedisClient control;
  private final Subscription orders;
  private final String id = UUID.randomUUID().toString();
  private final String name;
  private final @Nullable String pinnedLab;
  private final @Nullable Path aliveFile;

  /** What is to be done, in turn; a task that does nothing makes for a report at once. */
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();

  private volatile boolean leaving;
  private boolean dismissed;
  private volatile @Nullable String lab;
  private volatile @Nullable Shift shift;
  private long lastOrder;
  private long lastSent;

  /**
   * @param node finds a server that a run names, with what it takes to log in there
   * @param pinnedLab the lab that started this worker, which serves no other; null to join any
   * @param aliveFile touched with every heartbeat that got through, for health checks
   */
  Agent(
      RedisAddress subject,
      RedisAddress control,
      Function<String, RedisAddress> node,
      String name,
      @Nullable String pinnedLab,
      @Nullable Path aliveFile) {
    this.subject = subject;
    this.node = node;
    this.name = name;
    this.pinnedLab = pinnedLab;
    this.aliveFile = aliveFile;
    this.control = control.client("locklab-worker-" + id);
    this.orders = new Subscription(control, "locklab-worker-" + id, Order.CHANNEL, this::receive);
  }

  private void receive(String message) {
    try {
      Order order = Json.MAPPER.readValue(message, Order.class);
      Shift current = shift;
      if (current != null && order.lab().equals(lab) && current.run().equals(order.run())) {
        // At once and not when its turn comes: all workers are to start together.
        if (order.phase() == Order.Phase.GO) {
          current.openGate();
        }
        current.set(order.gates());
      }
      inbox.add(() -> obey(order));
    } catch (JsonProcessingException e) {
      // Not an order of the lab's: anybody may publish on a channel.
    }
  }

  /** Obeys orders until dismissed by the lab that started it, or told to leave. */
  void run() throws InterruptedException {
    while (!dismissed) {
      Runnable task = inbox.poll(Report.BEAT_MILLIS, TimeUnit.MILLISECONDS);
      if (task != null) {
        task.run();
        if (!inbox.isEmpty()) {
          continue;
        }
      }
      forgetLostLab();
      if (leaving) {
        stopShift();
        if (shift == null) {
          break;
        }
      }
      report();
    }
    publish(new Report(id, name, lab, Standing.LEFT));
  }

  /** Finishes what it is at, hands in its tally, and leaves. */
  void leave() {
    leaving = true;
  }

  private void obey(Order order) {
    boolean mine =
        pinnedLab != null ? order.lab().equals(pinnedLab) : lab == null || order.lab().equals(lab);
    if (!mine) {
      return;
    }
    if (lab == null) {
      if (leaving || order.phase() != Order.Phase.RECRUIT || (pinnedLab == null && !order.open())) {
        return;
      }
      lab = order.lab();
    }
    lastOrder = System.nanoTime();
    Shift current = shift;
    if (current != null && order.received().contains(id) && current.run().equals(order.run())) {
      shift = null;
      current = null;
    }
    switch (order.phase()) {
      case RECRUIT -> {
        // A run that the lab has given up.
        if (current != null && current.standing() != Standing.DONE) {
          current.stop();
        } else {
          shift = null;
        }
      }
      case PREPARE -> prepare(order);
      case GO -> {
        if (current != null && current.run().equals(order.run())) {
          current.openGate();
        }
      }
      case STOP -> stopShift();
      case DISMISS -> {
        stopShift();
        shift = null;
        lab = null;
        dismissed = pinnedLab != null;
      }
    }
  }

  private void prepare(Order order) {
    String run = order.run();
    if (run == null || leaving || order.received().contains(id)) {
      return;
    }
    if (shift != null) {
      if (shift.run().equals(run)) {
        return;
      }
      shift.stop();
      shift = null;
    }
    for (int index = 0; index < order.team().size(); index++) {
      if (order.team().get(index).id().equals(id)) {
        try {
          String spec = control.get(Order.specKey(run));
          if (spec != null) {
            RunSpec settings = Json.MAPPER.readValue(spec, RunSpec.class);
            List<RedisAddress> nodes = settings.nodes().stream().map(node).toList();
            Runnable news = () -> inbox.add(() -> {});
            lastSent = System.nanoTime() - RESEND_NANOS;
            shift = new Shift(subject, nodes, settings, index, order.gates(), news);
          }
        } catch (JedisException e) {
          // The order is repeated, and so is the attempt.
        } catch (JsonProcessingException e) {
          publish(
              new Report(
                  id,
                  name,
                  lab,
                  Standing.DONE,
                  run,
                  0,
                  0,
                  0,
                  "the settings of the run cannot be read: " + e.getOriginalMessage(),
                  List.of(),
                  null));
        }
      }
    }
  }

  private void stopShift() {
    Shift current = shift;
    if (current != null) {
      current.stop();
    }
  }

  private void forgetLostLab() {
    if (lab != null && System.nanoTime() - lastOrder > LAB_LOST_NANOS) {
      stopShift();
      shift = null;
      lab = null;
    }
  }

  private void report() {
    Shift current = shift;
    if (current == null) {
      publish(new Report(id, name, lab, Standing.IDLE));
      return;
    }
    Standing standing = current.standing();
    Report plain =
        new Report(
            id,
            name,
            lab,
            standing,
            current.run(),
            current.progress().done(),
            current.progress().applied(),
            current.progress().stale(),
            current.trouble(),
            current.places(),
            null);
    if (standing != Standing.DONE || System.nanoTime() - lastSent < RESEND_NANOS) {
      publish(plain);
      return;
    }
    lastSent = System.nanoTime();
    for (Report.Part part : current.parts()) {
      publish(plain.with(part));
    }
  }

  private void publish(Report report) {
    try {
      control.publish(Report.CHANNEL, Json.MAPPER.writeValueAsString(report));
      if (aliveFile != null) {
        Files.writeString(aliveFile, report.standing().name());
      }
    } catch (JedisException e) {
      // The control is not up, or is down: the next beat tries again.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    orders.close();
    control.close();
  }
}
