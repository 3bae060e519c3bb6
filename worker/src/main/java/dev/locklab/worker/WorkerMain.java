package dev.locklab.worker;

import dev.locklab.control.MessageBus;
import dev.locklab.control.RedisBus;
import dev.locklab.exit.Exit;
import dev.locklab.options.CommandLines;
import dev.locklab.options.HelpGroup;
import dev.locklab.options.NodeOptions;
import dev.locklab.options.Printable;
import dev.locklab.options.RedisOptions;
import dev.locklab.options.Startup;
import dev.locklab.redis.RedisAddress;
import dev.locklab.strategy.LoadedLibraries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The worker's program. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    versionProvider = WorkerMain.class,
    description = {
      "Waits for a verifier on the given Redis, and applies updates to the balance as it is told.",
      "Every option --some-thing can also be given as the variable LOCKLAB_SOME_THING."
    },
    footer = {
      "",
      "Examples:",
      "  worker",
      "  worker --redis redis://redis.example:6379 --name alice"
    })
@HelpGroup("Worker")
public final class WorkerMain implements Callable<Integer>, IVersionProvider {

  private static final long LEAVE_MILLIS = TimeUnit.SECONDS.toMillis(8);

  @Mixin private RedisOptions redis = new RedisOptions();

  @Mixin private NodeOptions nodes = new NodeOptions();

  @Option(
      names = "--name",
      description = "What this worker is called; by default host and process.")
  private @Nullable String name;

  @Option(names = "--alive-file", description = "A file to touch with every heartbeat.")
  private @Nullable Path aliveFile;

  @Option(names = "--lab", hidden = true, description = "The lab that started this worker.")
  private @Nullable String lab;

  public static void main(String... args) {
    // Chatter of the libraries is no news; what matters reaches the verifier in the tally.
    Startup.prepare("worker");
    System.exit(CommandLines.execute(new WorkerMain(), args));
  }

  @Override
  public String[] getVersion() {
    return LoadedLibraries.inWords().toArray(String[]::new);
  }

  @Override
  public Integer call() throws InterruptedException {
    RedisAddress subject =
        Objects.requireNonNullElseGet(
            redis.subject(), () -> RedisAddress.parse("redis://127.0.0.1:6379"));
    RedisAddress control = Objects.requireNonNullElse(redis.control(), subject);
    String called = Objects.requireNonNullElseGet(name, WorkerMain::hostAndProcess);
    CountDownLatch left = new CountDownLatch(1);
    Agent.Assignments assignments =
        (spec, index, gates, news) ->
            new WorkerRun(
                subject,
                spec.nodes().stream().map(node -> nodes.named(node, redis)).toList(),
                spec.railServer() == null ? null : nodes.named(spec.railServer(), redis),
                spec,
                index,
                gates,
                news);
    MessageBus bus = new RedisBus(control, "locklab-worker-" + UUID.randomUUID());
    try (Agent agent = new Agent(bus, assignments, called, lab, aliveFile)) {
      if (lab == null) {
        System.out.println(
            Printable.line("worker " + called + ": waiting for a verifier at " + control));
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      agent.leave();
                      try {
                        // Not the end of the main thread: that one ends in System.exit, which
                        // waits for this hook.
                        left.await(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    },
                    "leave"));
      } else {
        leaveWithParent();
      }
      agent.run();
    } finally {
      left.countDown();
    }
    return Exit.OK;
  }

  /**
   * Whoever a verifier started must not outlive it, however it ends: the pipe to its standard input
   * closes with the verifier.
   */
  static void leaveWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever said on this pipe.
                }
              } catch (IOException e) {
                // As good as its end.
              }
              Runtime.getRuntime().halt(Exit.UNAVAILABLE);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }

  private static String hostAndProcess() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "worker";
    }
    return host + "-" + ProcessHandle.current().pid();
  }
}
