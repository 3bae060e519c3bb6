package dev.locklab.worker;

import dev.locklab.control.Breakpoint;
import dev.locklab.control.ControlCodec;
import dev.locklab.control.Heartbeat;
import dev.locklab.control.Heartbeat.Standing;
import dev.locklab.control.MalformedMessageException;
import dev.locklab.control.MessageBus;
import dev.locklab.control.Order;
import dev.locklab.options.Versions;
import dev.locklab.redis.Errors;
import dev.locklab.redis.StoreException;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.LoadedLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker's side of the control protocol: waits for Redis, joins a lab, obeys its orders, reports.
 * It keeps no settings of a run; see {@link Order} and {@link Heartbeat}.
 */
final class Agent implements AutoCloseable {

  /** After how long without any order an agent that nobody started gives its lab up for lost. */
  private static final long LAB_LOST_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** How often tallies that were not acknowledged are sent again. */
  private static final long RESEND_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Map<String, String> LIBRARIES = LoadedLibraries.ofRuns();

  /** Starts a part in a run. */
  interface Assignments {
    /**
     * @param workerIndex this worker's place in the team
     * @param news to be called when there is something to report at once
     */
    Assignment start(RunSpec spec, int workerIndex, List<Breakpoint> gates, Runnable news);
  }

  private final MessageBus control;
  private final MessageBus.Listening orders;
  private final Assignments assignments;
  private final String id = UUID.randomUUID().toString();
  private final String name;
  private final @Nullable String pinnedLab;
  private final @Nullable Path aliveFile;

  /** What is to be done, in turn; a task that does nothing makes for a report at once. */
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();

  private volatile boolean leaving;
  private boolean dismissed;
  private volatile @Nullable String lab;
  private volatile @Nullable Assignment assignment;
  private long lastOrder;
  private long lastSent;

  /**
   * @param control where orders are heard and reports are published; closed with the agent
   * @param pinnedLab the lab that started this worker, which serves no other; null to join any
   * @param aliveFile touched with every heartbeat that got through, for health checks
   */
  Agent(
      MessageBus control,
      Assignments assignments,
      String name,
      @Nullable String pinnedLab,
      @Nullable Path aliveFile) {
    this.assignments = assignments;
    this.name = name;
    this.pinnedLab = pinnedLab;
    this.aliveFile = aliveFile;
    this.control = control;
    this.orders = control.listen(Order.CHANNEL, this::receive);
  }

  private void receive(String message) {
    Order order;
    try {
      order = ControlCodec.order(message);
    } catch (MalformedMessageException e) {
      // Anybody may publish on a channel; the lab counts what is not its own.
      return;
    }
    Assignment current = assignment;
    if (current != null && order.lab().equals(lab) && current.run().equals(order.run())) {
      // At once and not when its turn comes: all workers are to start together.
      if (order.phase() == Order.Phase.GO) {
        current.openGate();
      }
      current.set(order.gates());
    }
    inbox.add(() -> obey(order));
  }

  /** Obeys orders until dismissed by the lab that started it, or told to leave. */
  void run() throws InterruptedException {
    while (!dismissed) {
      Runnable task = inbox.poll(Heartbeat.BEAT_MILLIS, TimeUnit.MILLISECONDS);
      if (task != null) {
        task.run();
        if (!inbox.isEmpty()) {
          continue;
        }
      }
      forgetLostLab();
      if (leaving) {
        stopAssignment();
        if (assignment == null) {
          break;
        }
      }
      report();
    }
    publish(new Heartbeat(id, name, Versions.lab(), lab, Standing.LEFT));
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
    Assignment current = assignment;
    if (current != null && order.received().contains(id) && current.run().equals(order.run())) {
      assignment = null;
      current = null;
    }
    switch (order.phase()) {
      case RECRUIT -> {
        // A run that the lab has given up.
        if (current != null && current.standing() != Standing.DONE) {
          current.stop();
        } else {
          assignment = null;
        }
      }
      case PREPARE -> prepare(order);
      case GO -> {
        if (current != null && current.run().equals(order.run())) {
          current.openGate();
        }
      }
      case STOP -> stopAssignment();
      case DISMISS -> {
        stopAssignment();
        assignment = null;
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
    if (assignment != null) {
      if (assignment.run().equals(run)) {
        return;
      }
      assignment.stop();
      assignment = null;
    }
    for (int index = 0; index < order.team().size(); index++) {
      if (order.team().get(index).id().equals(id)) {
        try {
          start(order, run, index);
        } catch (StoreException e) {
          // The order is repeated, and so is the attempt.
        } catch (MalformedMessageException e) {
          cannotPrepare(run, "the settings of the run cannot be read: " + e.getMessage());
        } catch (RuntimeException | LinkageError e) {
          cannotPrepare(run, Errors.named(e));
        }
      }
    }
  }

  private void start(Order order, String run, int index) throws MalformedMessageException {
    String text = control.get(Order.specKey(run));
    if (text == null) {
      return;
    }
    RunSpec spec = ControlCodec.spec(text);
    List<String> names = order.team().stream().map(Order.Member::name).toList();
    if (!spec.run().equals(run) || !spec.team().equals(names)) {
      throw new MalformedMessageException("they are of another run");
    }
    lastSent = System.nanoTime() - RESEND_NANOS;
    assignment = assignments.start(spec, index, order.gates(), () -> inbox.add(() -> {}));
  }

  private void cannotPrepare(String run, String why) {
    publish(
        new Heartbeat(
            id,
            name,
            Versions.lab(),
            Map.of(),
            lab,
            Standing.DONE,
            run,
            0,
            0,
            0,
            why,
            List.of(),
            null));
  }

  private void stopAssignment() {
    Assignment current = assignment;
    if (current != null) {
      current.stop();
    }
  }

  private void forgetLostLab() {
    if (lab != null && System.nanoTime() - lastOrder > LAB_LOST_NANOS) {
      stopAssignment();
      assignment = null;
      lab = null;
    }
  }

  private void report() {
    Assignment current = assignment;
    if (current == null) {
      publish(new Heartbeat(id, name, Versions.lab(), lab, Standing.IDLE));
      return;
    }
    Heartbeat plain = current.report(id, name, Versions.lab(), lab);
    if (plain.standing() != Standing.DONE || System.nanoTime() - lastSent < RESEND_NANOS) {
      publish(plain);
      return;
    }
    lastSent = System.nanoTime();
    for (Heartbeat.Part part : current.parts()) {
      publish(plain.with(part));
    }
  }

  private void publish(Heartbeat report) {
    try {
      control.publish(Heartbeat.CHANNEL, ControlCodec.encode(report.with(LIBRARIES)));
      if (aliveFile != null) {
        Files.writeString(aliveFile, report.standing().name());
      }
    } catch (StoreException e) {
      // The control is not up, or is down: the next beat tries again.
    } catch (IOException e) {
      // Whoever looks at the file sees that it is not touched any more; that is what it is for.
    }
  }

  @Override
  public void close() {
    orders.close();
    control.close();
  }
}
