package dev.locklab.lab;

import dev.locklab.control.Order;
import dev.locklab.exit.UnavailableException;
import dev.locklab.options.Versions;
import dev.locklab.redis.RedisAddress;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Gets the workers for a run together, and gives each a name of its own. */
final class CrewGathering {

  private static final int LONGEST_NAME = 64;

  private final ControlChannel channel;
  private final @Nullable CrewProcesses own;
  private final Crew crew;
  private final RedisAddress control;
  private final BooleanSupplier stopped;

  /**
   * @param own the lab's own workers; absent where others start them
   * @param stopped whether to stop waiting
   */
  CrewGathering(
      ControlChannel channel,
      @Nullable CrewProcesses own,
      Crew crew,
      RedisAddress control,
      BooleanSupplier stopped) {
    this.channel = channel;
    this.own = own;
    this.crew = crew;
    this.control = control;
    this.stopped = stopped;
  }

  /**
   * Waits until there are enough.
   *
   * @param died how many have died in runs before
   * @param strategy what they are to run
   * @throws UnavailableException if they do not come, or those of others have not loaded what the
   *     strategy is of
   */
  List<Order.Member> gather(int died, Strategy strategy) throws InterruptedException {
    if (own != null) {
      own.ensure(crew.count());
    }
    // Nobody brings back a worker that died; what is left of an open crew goes on.
    int needed = crew.andMore() ? Math.max(1, crew.count() - died) : crew.count();
    Set<String> settled = new HashSet<>();
    long[] lastNews = {System.nanoTime()};
    channel.await(
        () -> {
          List<ControlChannel.Member> idle = idle();
          Set<String> ids = new HashSet<>();
          idle.forEach(member -> ids.add(member.id()));
          if (!ids.equals(settled)) {
            settled.clear();
            settled.addAll(ids);
            lastNews[0] = System.nanoTime();
          }
          boolean quiet = System.nanoTime() - lastNews[0] > Crew.SETTLES.toNanos();
          return (idle.size() >= needed && (!crew.andMore() || quiet))
              || stranger() != null
              || anyEnded()
              || stopped.getAsBoolean();
        },
        crew.patience().toMillis(),
        TimeUnit.MILLISECONDS);
    ControlChannel.Member stranger = stranger();
    if (stranger != null) {
      throw new UnavailableException(otherVersion(stranger));
    }
    List<ControlChannel.Member> idle = idle();
    // Those of an open crew that came late may keep it from settling in time; they are there.
    if (stopped.getAsBoolean() || idle.size() < needed) {
      throw new UnavailableException(
          stopped.getAsBoolean() ? "stopped while waiting for workers" : tooFew(idle));
    }
    List<ControlChannel.Member> chosen = crew.andMore() ? idle : idle.subList(0, crew.count());
    if (own == null) {
      chosen.forEach(member -> requireLibrary(member, strategy));
    }
    return team(chosen);
  }

  private List<ControlChannel.Member> idle() {
    return channel.members().stream().filter(member -> member.report().run() == null).toList();
  }

  private ControlChannel.@Nullable Member stranger() {
    return channel.members().stream()
        .filter(member -> !Versions.lab().equals(member.report().version()))
        .findFirst()
        .orElse(null);
  }

  private static String otherVersion(ControlChannel.Member stranger) {
    String version = stranger.report().version();
    return "worker %s is of %s, and this verifier of version %s: both must be of the same build"
        .formatted(
            printable(stranger.name()),
            version == null ? "a version that it does not name" : "version " + printable(version),
            Versions.lab());
  }

  /** What others have started has the class path that they gave it. */
  private static void requireLibrary(ControlChannel.Member member, Strategy strategy) {
    Library library = strategy.library();
    if (library == null) {
      return;
    }
    String loaded = member.report().libraries().get(library.name());
    if (loaded == null || (Strategies.isAtVersion(strategy) && !loaded.equals(library.version()))) {
      throw new UnavailableException(
          "worker %s has loaded %s, and %s is of %s %s; start it with that first on its class path"
              .formatted(
                  printable(member.name()),
                  loaded == null
                      ? "no " + library.name()
                      : library.name() + " " + printable(loaded),
                  strategy.name(),
                  library.name(),
                  library.version()));
    }
  }

  private boolean anyEnded() {
    return own != null && own.processes().keySet().stream().anyMatch(own::hasEnded);
  }

  private String tooFew(List<ControlChannel.Member> came) {
    if (own != null) {
      for (String name : own.processes().keySet()) {
        if (own.hasEnded(name)) {
          return "worker " + name + " ended before it could work: " + own.lastWords(name);
        }
      }
    }
    return "%s of %s workers came within %s s%s"
        .formatted(
            came.size(),
            crew.count(),
            crew.patience().toSeconds(),
            crew.own() ? "" : "; start them with: java -jar worker.jar --redis " + control);
  }

  private static List<Order.Member> team(List<ControlChannel.Member> members) {
    List<Order.Member> team = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (ControlChannel.Member member : members) {
      String wished = printable(member.name());
      String name = wished;
      for (int again = 2; !taken.add(name); again++) {
        name = wished + "~" + again;
      }
      team.add(new Order.Member(member.id(), name));
    }
    return team;
  }

  /** Names end up in tables, files and the names of connections. */
  private static String printable(String name) {
    String clean = name.strip().replaceAll("[^\\p{Graph}\\p{L}]", "_");
    clean = clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) : clean;
    return clean.isEmpty() ? "worker" : clean;
  }
}
