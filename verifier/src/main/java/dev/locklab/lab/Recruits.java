package dev.locklab.lab;

import dev.locklab.options.UnavailableException;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Order;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Gets the workers for a run together, and gives each a name of its own. */
final class Recruits {

  private static final int LONGEST_NAME = 64;

  private final Board board;
  private final @Nullable Fleet fleet;
  private final Crew crew;
  private final RedisAddress control;
  private final BooleanSupplier stopped;

  /** How many workers have died in runs before. */
  private int died;

  /**
   * @param fleet the lab's own workers; absent where others start them
   * @param stopped whether to stop waiting
   */
  Recruits(
      Board board,
      @Nullable Fleet fleet,
      Crew crew,
      RedisAddress control,
      BooleanSupplier stopped) {
    this.board = board;
    this.fleet = fleet;
    this.crew = crew;
    this.control = control;
    this.stopped = stopped;
  }

  /** So many died in a run. */
  void lost(int count) {
    died += count;
  }

  /**
   * Waits until there are enough.
   *
   * @throws UnavailableException if they do not come
   */
  List<Order.Member> gather() throws InterruptedException {
    if (fleet != null) {
      fleet.ensure(crew.count());
    }
    // Nobody brings back a worker that died; what is left of an open crew goes on.
    int needed = crew.andMore() ? Math.max(1, crew.count() - died) : crew.count();
    Set<String> settled = new HashSet<>();
    long[] lastNews = {System.nanoTime()};
    boolean there =
        board.await(
            () -> {
              List<Board.Member> idle = idle();
              Set<String> ids = new HashSet<>();
              idle.forEach(member -> ids.add(member.id()));
              if (!ids.equals(settled)) {
                settled.clear();
                settled.addAll(ids);
                lastNews[0] = System.nanoTime();
              }
              boolean quiet = System.nanoTime() - lastNews[0] > Crew.SETTLES.toNanos();
              return (idle.size() >= needed && (!crew.andMore() || quiet))
                  || anyEnded()
                  || stopped.getAsBoolean();
            },
            crew.patience().toMillis(),
            TimeUnit.MILLISECONDS);
    List<Board.Member> idle = idle();
    if (!there || idle.size() < needed) {
      throw new UnavailableException(
          stopped.getAsBoolean() ? "stopped while waiting for workers" : tooFew(idle));
    }
    return team(crew.andMore() ? idle : idle.subList(0, crew.count()));
  }

  private List<Board.Member> idle() {
    return board.members().stream().filter(member -> member.report().run() == null).toList();
  }

  private boolean anyEnded() {
    return fleet != null && fleet.processes().keySet().stream().anyMatch(fleet::hasEnded);
  }

  private String tooFew(List<Board.Member> came) {
    if (fleet != null) {
      for (String name : fleet.processes().keySet()) {
        if (fleet.hasEnded(name)) {
          return "worker " + name + " ended before it could work: " + fleet.lastWords(name);
        }
      }
    }
    return "%d of %d workers came within %d s%s"
        .formatted(
            came.size(),
            crew.count(),
            crew.patience().toSeconds(),
            crew.own() ? "" : "; start them with: java -jar worker.jar --redis " + control);
  }

  private static List<Order.Member> team(List<Board.Member> members) {
    List<Order.Member> team = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Board.Member member : members) {
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
