package dev.locklab.lab;

import dev.locklab.control.Breakpoint;
import dev.locklab.control.ThreadPosition;
import dev.locklab.control.ThreadPosition.Moving;
import dev.locklab.exit.UnavailableException;
import dev.locklab.interleaving.Crowd;
import dev.locklab.redis.Errors;
import dev.locklab.run.Deltas;
import dev.locklab.run.Json;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has a crowd of threads try once, all at the same time, for one critical section. */
public final class TryOnce {

  private static final String FILE = "crowd.json";

  /**
   * A crowd and the run it was.
   *
   * @param crowd who got in and who did not
   * @param result the run
   */
  public record Gathered(Crowd crowd, RunResult result) {}

  private TryOnce() {}

  /** The run: every thread adds 1, once, if it gets in. */
  public static Workload.Builder workload(int threads) {
    return Workload.builder()
        .threads(threads)
        .updates((long) threads)
        .deltas(Deltas.dealt(List.of(1L)))
        .pacing(Workload.Pacing.GATED);
  }

  /**
   * Makes the run.
   *
   * @throws UnavailableException as {@link Lab#run(String, Workload, RunListener, ThreadScheduler)}
   */
  public static Gathered gather(Lab lab, String strategy, Workload workload, RunListener listener)
      throws InterruptedException {
    Crowd[] crowd = {new Crowd(List.of(), List.of(), List.of())};
    ThreadScheduler script =
        new ThreadScheduler() {
          @Override
          public List<Breakpoint> gates(RunSpec spec) {
            List<Breakpoint> gates = new ArrayList<>();
            for (String worker : spec.team()) {
              for (int thread = 0; thread < spec.workload().threads(); thread++) {
                gates.add(new Breakpoint(worker, thread, SyncPoint.AFTER_ACQUIRE));
                gates.add(new Breakpoint(worker, thread, SyncPoint.AFTER_RELEASE));
              }
            }
            return gates;
          }

          @Override
          public void play(SteppedThreads gates) throws InterruptedException {
            // Who stands at a gate stays there, so that the second look is at all of them at once.
            look(gates);
            crowd[0] = look(gates);
          }
        };
    RunResult result = lab.run(strategy, workload, listener, script);
    result.requireKept();
    try {
      Files.writeString(result.folder().resolve(FILE), Json.MAPPER.writeValueAsString(crowd[0]));
    } catch (IOException e) {
      throw new UnavailableException(
          "the crowd cannot be kept in " + result.folder() + ": " + Errors.rootMessage(e));
    }
    return new Gathered(crowd[0], result);
  }

  /** The crowd of a run that is kept in a folder; null if it was none. */
  public static @Nullable Crowd read(Path folder) {
    try {
      return Json.MAPPER.readValue(Files.readString(folder.resolve(FILE)), Crowd.class);
    } catch (IOException e) {
      return null;
    }
  }

  private static Crowd look(SteppedThreads gates) throws InterruptedException {
    RunSpec spec = gates.spec();
    List<String> inside = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    List<String> through = new ArrayList<>();
    for (String worker : spec.team()) {
      for (int thread = 0; thread < spec.workload().threads(); thread++) {
        ThreadPosition place = gates.await(worker, thread);
        String name = worker + "#" + thread;
        if (place.moving() == Moving.HELD_BACK) {
          waiting.add(name);
        } else if (place.stage() == SyncPoint.AFTER_RELEASE) {
          through.add(name);
        } else {
          inside.add(name);
        }
      }
    }
    return new Crowd(inside, waiting, through);
  }
}
